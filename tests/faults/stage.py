# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A site while something is done to it: what the initiator noticed, who was active when, whether all is well again."""

from __future__ import annotations

import json
import pathlib
import subprocess
import time
import typing as t

import pair as bench
from ansible_collections.quorate.ha_storage.tests.faults.activity import Sample, overlaps, spells
from ansible_collections.quorate.ha_storage.tests.faults.watcher import Watched, Watcher

HEALTH = pathlib.Path(__file__).with_name("left_behind.sh").read_text(encoding="utf-8")


class Outcome(t.NamedTuple):
    """What faults have cost.

    pauses -- by device, seconds; empty where the writer was lost, too
    together -- the moments at which both nodes were active for a service, as (start, end)
    """

    noticed: bench.Noticed
    pauses: dict[str, float]
    together: list[tuple[float, float]]


class Stage:
    """A site under writes, each service watched on each node.

    output -- a file for what the writer says in the end
    interval -- seconds between two writes to a LUN
    """

    def __init__(self, site: bench.Pair, services: t.Mapping[str, Watched], output: t.IO[str], interval: float) -> None:
        self.site, self.output, self.interval = site, output, interval
        self.watchers = {
            (node, name): Watcher(site, node, service) for node in bench.NODES for name, service in services.items()
        }
        self.writer = bench.start_writer(site, output, interval)
        assert bench.written(site, 60), "the initiator cannot write before anything was done"
        assert all(watcher.samples for watcher in self.watchers.values()), "a node cannot be watched"

    def on(self, node: str, line: str, timeout: float = 60) -> str:
        """What the shell command *line* printed on *node*, be it that the node went away over it."""
        try:
            return self.site.on(node, line, timeout=timeout, check=False).stdout
        except subprocess.TimeoutExpired:
            return ""

    def lab(self, *words: str) -> float:
        """A verb of the lab has been carried out; when it began."""
        began = time.time()
        self.site.lab(*words)
        if words[0] in ("kill", "unplug"):
            for (node, _name), watcher in self.watchers.items():
                if node in words:
                    watcher.hang_up()
        return began

    def written(self, within: float) -> None:
        """Every LUN has acknowledged another write, after at most *within* seconds."""
        assert bench.written(self.site, within), f"no write to every LUN within {within} s"

    def recover(self, within: float = 300) -> float:
        """All links are whole and all machines on; after that many seconds the site was whole again, by itself."""
        began = time.monotonic()
        self._heal()
        while (left := self._left_behind()) and time.monotonic() - began < within:
            time.sleep(1)
        assert not left, f"after {within:.0f} s: {left}"
        return time.monotonic() - began

    def end(self) -> Outcome:
        """Nothing is written any more, and all of it has been read back."""
        # A writer that was lost with its site has nothing to tell, and another one is asked whether all can be written.
        lost = self.writer.poll() is not None
        if lost:
            self.site.relogin()
            self.output.truncate(0)
            self.writer = bench.start_writer(self.site, self.output, self.interval)
        self.written(120)
        figures = self._figures()
        pauses = {name: found["longest_gap_seconds"] for name, found in figures["devices"].items()}
        return Outcome(bench.noticed(self.site, figures), {} if lost else pauses, self._together())

    def close(self) -> None:
        """Nothing of the stage runs any more."""
        self._heal()
        for watcher in self.watchers.values():
            watcher.stop()
        if self.writer.poll() is None:
            self.site.on("initiator", "touch /run/io_probe.end", check=False)
            try:
                self.writer.wait(timeout=30)
            except subprocess.TimeoutExpired:
                self.writer.kill()

    def _heal(self) -> None:
        self.site.lab("heal")
        self.site.lab("start", *bench.NODES, "arbiter", "initiator")

    def _left_behind(self) -> list[str]:
        found = []
        for node in bench.NODES:
            told = self.site.on(node, "sh -s", stdin=HEALTH, timeout=60, check=False)
            found += [f"{node}: {line}" for line in (told.stdout + told.stderr).splitlines() if line.strip()]
        return found

    def _figures(self) -> dict[str, t.Any]:
        self.site.on("initiator", "touch /run/io_probe.end")
        self.writer.wait(timeout=150)
        self.output.seek(0)
        return json.load(self.output)

    def _together(self) -> list[tuple[float, float]]:
        for watcher in self.watchers.values():
            watcher.stop()
        both = []
        for name in {name for _node, name in self.watchers}:
            for active in (_primary, _exporting):
                both += overlaps(*(spells(self.watchers[node, name].samples, active) for node in bench.NODES))
        return both


def _primary(sample: Sample) -> bool:
    return sample.primary


def _exporting(sample: Sample) -> bool:
    return sample.exporting
