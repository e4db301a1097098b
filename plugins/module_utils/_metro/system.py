# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What one node knows of its sites: distances, networks, memory, time. Reads only."""

from __future__ import annotations

import socket
import time
import typing as t

from .._core.files import Files
from .._core.runner import Runner, run
from .parse import parse_addresses, parse_ping

MEMORY = "/proc/meminfo"
# Seconds between two echoes: the more of them, the surer is the shortest one. Only root may send them so fast.
INTERVAL = 0.05
# Seconds that the last echo may take.
LAST = 2
DISCARD = 9


def source_address(address: str) -> str | None:
    """The own address that a packet to *address* leaves from; None where no route leads there. Sends nothing."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect((address, DISCARD))
        except OSError:
            return None
        found: str = probe.getsockname()[0]
        return found


class MetroSystem:
    """Everything that ``metro_findings`` wants to know of one node."""

    def __init__(
        self,
        runner: Runner = run,
        files: Files | None = None,
        source: t.Callable[[str], str | None] = source_address,
        clock: t.Callable[[], float] = time.time,
    ) -> None:
        self.run, self.files, self.source, self.clock = runner, files or Files(), source, clock

    def read(self, peers: t.Sequence[str], count: int) -> dict[str, t.Any]:
        """The facts, in the shape that the documentation of ``metro_info`` gives. Raises HaStorageError."""
        return {
            "time": self.clock(),
            "memory_mib": self._memory(),
            "networks": parse_addresses(self.run(("ip", "-json", "address")).stdout),
            "peers": {address: {"source": self.source(address), **self._echoes(address, count)} for address in peers},
        }

    def _echoes(self, address: str, count: int) -> dict[str, t.Any]:
        limit = int(count * INTERVAL) + LAST
        words = ("-c", str(count), "-i", str(INTERVAL), "-W", str(LAST), "-w", str(limit))
        # 1 and 2: nobody answers, or no route leads there; site_problems says so.
        return parse_ping(self.run(("ping", "-n", "-q", *words, address), timeout=limit + 5, ok=(0, 1, 2)).stdout)

    def _memory(self) -> int:
        text = self.files.read_text(MEMORY) or ""
        line = next(line for line in text.splitlines() if line.startswith("MemTotal:"))
        return int(line.split()[1]) // 1024
