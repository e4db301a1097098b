# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The site with one service, by who is active and who is the standby."""

from __future__ import annotations

import time
import typing as t

import pair as bench
from ansible_collections.quorate.ha_storage.tests.faults.stage import Stage
from ansible_collections.quorate.ha_storage.tests.faults.watcher import Watched, Watcher

SERVICES = {bench.NAME: Watched(0, bench.ADDRESS, bench.IQN)}


class Scene(Stage):
    """*active* and *standby* are what the nodes were when the site was last whole."""

    def __init__(self, site: bench.Pair, output: t.IO[str], interval: float) -> None:
        self.site = site
        self._note_places()
        super().__init__(site, SERVICES, output, interval)

    def where(self) -> str:
        """The node where the service runs, by its own account."""
        for node in bench.NODES:
            told = self.site.on(node, f"crm_resource --resource {bench.NAME} --locate --quiet", timeout=60, check=False)
            if told.stdout.strip():
                return told.stdout.split()[0]
        raise AssertionError("the service runs nowhere")

    def exported_by(self, node: str, within: float) -> None:
        """The target can be logged in to on *node*, after at most *within* seconds."""
        limit = time.monotonic() + within
        while time.monotonic() < limit:
            if self._watcher(node).exporting():
                return
            time.sleep(0.1)
        raise AssertionError(f"{node} does not export after {within} s")

    def drbd_is(self, node: str, state: str, within: float) -> None:
        """DRBD has this in its line in /proc/drbd there, after at most *within* seconds."""
        limit = time.monotonic() + within
        while state not in self.on(node, "cat /proc/drbd"):
            assert time.monotonic() < limit, f"DRBD on {node} is not {state} after {within} s"
            time.sleep(1)

    def exports_not(self, node: str, seconds: float) -> None:
        """For so long nobody can log in to the target on *node*."""
        limit = time.monotonic() + seconds
        while time.monotonic() < limit:
            assert not any(sample.exporting for sample in self._watcher(node).samples[-3:]), f"{node} exports"
            time.sleep(1)

    def recover(self, within: float = 300) -> float:
        """All links are whole and all machines on; after that many seconds the site was whole again, by itself."""
        seconds = super().recover(within)
        self.written(60)
        self._note_places()
        return seconds

    def clock(self) -> float:
        """The initiator's time of day, by which the ledger goes."""
        return float(self.site.on("initiator", "date +%s.%N").stdout)

    def ledger(self) -> list[str]:
        """The lines of the ledger."""
        return self.site.on("initiator", "cat /run/io_probe.ledger").stdout.splitlines(keepends=True)

    def _watcher(self, node: str) -> Watcher:
        return self.watchers[node, bench.NAME]

    def _note_places(self) -> None:
        self.active = self.where()
        self.standby = next(node for node in bench.NODES if node != self.active)
