# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Listens to what watch.py says in a node about one service, for as long as the node lives, again and again."""

from __future__ import annotations

import pathlib
import subprocess
import threading
import time
import typing as t

import pair as bench
from ansible_collections.quorate.ha_storage.tests.faults.activity import Sample, parse

WATCH = pathlib.Path(__file__).with_name("watch.py")


class Watched(t.NamedTuple):
    """A service by what shows its activity."""

    minor: int
    address: str
    iqn: str


class Watcher(threading.Thread):
    """What *node* has said of the *service*, as samples in the order of their times."""

    def __init__(self, site: bench.Pair, node: str, service: Watched) -> None:
        super().__init__(daemon=True)
        self.argv = ["ssh", "-F", str(site.state / "ssh_config"), "-o", "ServerAliveInterval=2"]
        self.argv += ["-o", "ServerAliveCountMax=5", "-o", "ConnectTimeout=3", node]
        self.argv.append(f"python3 - {service.minor} {service.address} {service.iqn}")
        self.samples: list[Sample] = []
        self.over = threading.Event()
        self.process: subprocess.Popen[str] | None = None
        self.start()

    def run(self) -> None:
        """Listens; a node that was away is listened to again."""
        while not self.over.is_set():
            with open(WATCH, encoding="utf-8") as script, subprocess.Popen(
                self.argv, stdin=script, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
            ) as self.process:
                self._listen(self.process.stdout)
            self.over.wait(0.3)

    def _listen(self, lines: t.IO[str] | None) -> None:
        offset = None
        for line in lines or ():
            if len(line.split()) != 4:
                continue
            if offset is None:
                offset = time.time() - float(line.split()[1])
            self.samples.append(parse(line, offset))

    def exporting(self) -> bool:
        """Whether initiators could log in there a moment ago."""
        return bool(self.samples) and self.samples[-1].exporting and self.samples[-1].at > time.time() - 1

    def hang_up(self) -> None:
        """The node is known to be gone: nothing more comes on this connection."""
        if self.process is not None:
            self.process.kill()

    def stop(self) -> None:
        """Nothing is listened to any more."""
        self.over.set()
        self.hang_up()
        self.join(timeout=10)
