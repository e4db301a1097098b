# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Labs of their own, for benchmarks and for tests that need a real kernel."""

from __future__ import annotations

import json
import os
import pathlib
import subprocess
import typing as t

TOP = pathlib.Path(__file__).resolve().parent.parent
LAB = str(TOP / "lab" / "lab")
ENGINE = "/opt/engine"


class Lab:
    """The lab *name*; a context manager that boots it and takes it down.

    words -- further words for ``lab up``, such as the topology
    """

    def __init__(self, name: str, *words: str) -> None:
        self.environment = dict(os.environ, LAB_NAME=name)
        self.words = words
        folder = os.environ.get("LAB_DIR", "~/.cache/quorate-lab")
        self.state = pathlib.Path(folder).expanduser() / "labs" / name

    def __enter__(self) -> t.Self:
        self.lab("up", *self.words, timeout=1200)
        return self

    def __exit__(self, *_failure: object) -> None:
        self.lab("down", timeout=120)

    def on(
        self, host: str, line: str, *, stdin: str = "", timeout: float = 300, check: bool = True
    ) -> subprocess.CompletedProcess:
        """What the shell command *line* did in *host*."""
        return self.lab("ssh", host, line, stdin=stdin, timeout=timeout, check=check)

    def put(self, source: pathlib.Path, goal: str, host: str = "node1") -> None:
        """*goal* in *host* is a copy of the file or folder *source*."""
        argv = ["scp", "-qrF", str(self.state / "ssh_config"), str(source), f"{host}:{goal}"]
        subprocess.run(argv, check=True, timeout=120)

    def inventory(self) -> str:
        """Path of the inventory of the lab."""
        return str(self.state / "inventory" / "hosts.yml")

    def lab(
        self, *words: str, stdin: str = "", timeout: float = 300, check: bool = True
    ) -> subprocess.CompletedProcess:
        """What ``lab/lab`` *words* did. Raises RuntimeError."""
        done = subprocess.run(
            [LAB, *words],
            env=self.environment,
            input=stdin,
            capture_output=True,
            text=True,
            timeout=timeout,
            check=False,
        )
        if check and done.returncode:
            raise RuntimeError(
                f"lab {' '.join(words)[:200]}: return code {done.returncode}\n{done.stdout}{done.stderr}"
            )
        return done


class Node(Lab):
    """node1 of the lab *name*, which has no other node.

    options -- further words for ``lab up``, such as the release
    """

    def __init__(self, name: str, *options: str) -> None:
        super().__init__(name, "single", *options)

    def sh(self, line: str, stdin: str = "", timeout: float = 300, check: bool = True) -> str:
        """The output of the shell command *line* in the node."""
        return self.on("node1", line, stdin=stdin, timeout=timeout, check=check).stdout

    def rc(self, line: str, timeout: float = 300) -> int:
        """The return code of the shell command *line* in the node."""
        return self.on("node1", line, timeout=timeout, check=False).returncode

    def put_engine(self) -> None:
        """The node can import ``ha_storage`` from ENGINE, the same files as in the collection."""
        self.sh(f"rm -rf {ENGINE} && mkdir -p {ENGINE}/ha_storage")
        for package in ("_core", "_lio", "_site"):
            self.put(TOP / "plugins" / "module_utils" / package, f"{ENGINE}/ha_storage/")

    def python(self, program: str, timeout: float = 600) -> t.Any:
        """The JSON value that *program* printed last; it can import ``ha_storage``."""
        line = f"PYTHONPATH={ENGINE} python3 -W ignore -"
        return json.loads(self.sh(line, stdin=program, timeout=timeout).splitlines()[-1])
