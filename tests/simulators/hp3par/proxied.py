# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The proxy of the role hp3par_proxy as a process of its own, in front of a running pair."""

from __future__ import annotations

import hashlib
import json
import os
import pathlib
import socket
import ssl
import subprocess
import sys
import time
import typing as t
import urllib.request

from .serve import HERE, Front

PROGRAM = pathlib.Path(__file__).parents[3] / "roles/hp3par_proxy/files"
CLI = pathlib.Path(__file__).parent / "bin/cli"
TOKEN = "a-token-of-node1"


class Proxied:
    """A running proxy; its files are in the folder of *front*. What it prints is in ``proxy.log``."""

    def __init__(self, front: Front, cli: str = "", client_ca: bool = False, **changes: t.Any) -> None:
        self.folder, self.client_ca, self.changes = front.folder, client_ca, changes
        self.config, self.log = front.folder / "proxy.json", front.folder / "proxy.log"
        self.certificate = front.folder / "certificate.pem"
        self.certificate.chmod(0o600)
        self.cli = self._script("cli", cli or f'HP3PAR_SIMULATOR={front.folder}/socket exec {CLI} "$@"')
        with socket.socket() as free:
            free.bind((HERE, 0))
            self.port = free.getsockname()[1]
        self.url = front.proxy_url = f"https://{HERE}:{self.port}"

    def _script(self, name: str, line: str) -> str:
        path = self.folder / name
        path.write_text(f"#!/bin/sh\nPATH={os.environ['PATH']}\nexport HP3PAR_SIMULATOR\n{line}\n")
        path.chmod(0o755)
        return str(path)

    def write(self, **changes: t.Any) -> None:
        """The configuration, with *changes*."""
        sides = (("hp3par1", "svc1"), ("hp3par2", "svc1.r12345"))
        passwords = {array: str(self.folder / f"{array}.pwf") for array, _group in sides}
        for path in passwords.values():
            pathlib.Path(path).write_text("not a password\n")
            os.chmod(path, 0o600)
        rule = {"service": "svc1", "client": "node1", "take_over": True}
        config = {
            "cli": self.cli,
            "arrays": passwords,
            "clients": {"node1": {"token_sha256": hashlib.sha256(TOKEN.encode()).hexdigest()}},
            "rules": [{**rule, "array": array, "groups": [group]} for array, group in sides],
            **self.changes,
            **changes,
        }
        self.config.write_text(json.dumps(config))
        self.config.chmod(0o600)

    def start(self) -> subprocess.Popen[bytes]:
        """The process, which may not last."""
        words = [
            sys.executable,
            "-B",
            "-m",
            "hp3par_proxy",
            "--config",
            self.config,
            "--address",
            HERE,
            "--port",
            str(self.port),
        ]
        words += ["--certificate", self.certificate, "--key", self.certificate]
        words += ["--client-ca", self.certificate] if self.client_ca else []
        with self.log.open("wb") as log:
            return subprocess.Popen(words, cwd=PROGRAM, stdout=log, stderr=subprocess.STDOUT)

    def __enter__(self) -> Proxied:
        self.write()
        self.process = self.start()
        context = ssl.create_default_context(cafile=str(self.certificate))
        deadline = time.monotonic() + 30
        while True:
            try:
                with urllib.request.urlopen(f"{self.url}/healthz", context=context, timeout=5) as reply:
                    assert json.loads(reply.read())["status"] == "up"
                return self
            except OSError:
                if time.monotonic() > deadline or self.process.poll() is not None:
                    self.__exit__()
                    raise AssertionError(self.log.read_text()) from None
                time.sleep(0.1)

    def __exit__(self, *_error: object) -> None:
        self.process.terminate()
        self.process.wait(30)

    def audited(self) -> list[dict[str, t.Any]]:
        """The lines of audit."""
        lines = [line.partition(" ") for line in self.log.read_text().splitlines()]
        return [json.loads(rest) for name, _blank, rest in lines if name == "hp3par_proxy.audit"]
