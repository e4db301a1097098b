# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The site while something is done to it: what the initiator noticed, who was active, whether all is well again."""

from __future__ import annotations

import json
import pathlib
import subprocess
import threading
import time
import typing as t

import pair as bench
from ansible_collections.quorate.ha_storage.tests.faults.activity import Sample, overlaps, parse, spells

WATCH = pathlib.Path(__file__).with_name("watch.py")
WATCHED = f"python3 - 0 {bench.ADDRESS} {bench.IQN}"
HEALTH = pathlib.Path(__file__).with_name("left_behind.sh").read_text(encoding="utf-8")


class Watcher(threading.Thread):
    """What watch.py says on *node*, for as long as the node lives, again and again."""

    def __init__(self, site: bench.Pair, node: str) -> None:
        super().__init__(daemon=True)
        self.argv = ["ssh", "-F", str(site.state / "ssh_config"), "-o", "ServerAliveInterval=2"]
        self.argv += ["-o", "ServerAliveCountMax=5", "-o", "ConnectTimeout=3", node, WATCHED]
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

    def hang_up(self) -> None:
        """The node is known to be gone: nothing more comes on this connection."""
        if self.process is not None:
            self.process.kill()

    def stop(self) -> None:
        """Nothing is listened to any more."""
        self.over.set()
        self.hang_up()
        self.join(timeout=10)


class Outcome(t.NamedTuple):
    """What faults have cost; *together* are the moments at which both nodes were active, as (start, end)."""

    noticed: bench.Noticed
    together: list[tuple[float, float]]


class Scene:
    """A site under writes to every LUN; *active* and *standby* are what the nodes were when it was last whole.

    output -- a file for what the writer says in the end
    interval -- seconds between two writes to a LUN
    """

    def __init__(self, site: bench.Pair, output: t.IO[str], interval: float) -> None:
        self.site, self.output = site, output
        self._note_places()
        self.watchers = {node: Watcher(site, node) for node in bench.NODES}
        self.writer = bench.start_writer(site, self.output, interval)
        assert bench.written(site, 60), "the initiator cannot write before anything was done"
        assert all(watcher.samples for watcher in self.watchers.values()), "a node cannot be watched"

    def where(self) -> str:
        """The node where the service runs, by its own account."""
        for node in bench.NODES:
            told = self.site.on(node, f"crm_resource --resource {bench.NAME} --locate --quiet", timeout=60, check=False)
            if told.stdout.strip():
                return told.stdout.split()[0]
        raise AssertionError("the service runs nowhere")

    def on(self, node: str, line: str, timeout: float = 60) -> str:
        """What the shell command *line* printed on *node*, be it that the node went away over it."""
        try:
            return self.site.on(node, line, timeout=timeout, check=False).stdout
        except subprocess.TimeoutExpired:
            return ""

    def lab(self, *words: str) -> None:
        """A verb of the lab has been carried out."""
        self.site.lab(*words)
        if words[0] == "kill":
            for node in words[1:]:
                if node in self.watchers:
                    self.watchers[node].hang_up()

    def exported_by(self, node: str, within: float) -> None:
        """The target can be logged in to on *node*, after at most *within* seconds."""
        limit = time.monotonic() + within
        while time.monotonic() < limit:
            samples = self.watchers[node].samples
            if samples and samples[-1].exporting and samples[-1].at > time.time() - 1:
                return
            time.sleep(0.1)
        raise AssertionError(f"{node} does not export after {within} s")

    def exports_not(self, node: str, seconds: float) -> None:
        """For so long nobody can log in to the target on *node*."""
        limit = time.monotonic() + seconds
        while time.monotonic() < limit:
            assert not any(sample.exporting for sample in self.watchers[node].samples[-3:]), f"{node} exports"
            time.sleep(1)

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
        self.written(60)
        self._note_places()
        return time.monotonic() - began

    def clock(self) -> float:
        """The initiator's time of day, by which the ledger goes."""
        return float(self.site.on("initiator", "date +%s.%N").stdout)

    def ledger(self) -> list[str]:
        """The lines of the ledger."""
        return self.site.on("initiator", "cat /run/io_probe.ledger").stdout.splitlines(keepends=True)

    def end(self) -> Outcome:
        """Nothing is written any more, and all of it has been read back."""
        noticed = self._noticed()
        for watcher in self.watchers.values():
            watcher.stop()
        return Outcome(noticed, self._together())

    def close(self) -> None:
        """Nothing of the scene runs any more."""
        self._heal()
        for watcher in self.watchers.values():
            watcher.stop()
        if self.writer.poll() is None:
            self.site.on("initiator", "touch /run/io_probe.end", check=False)
            try:
                self.writer.wait(timeout=30)
            except subprocess.TimeoutExpired:
                self.writer.kill()

    def _note_places(self) -> None:
        self.active = self.where()
        self.standby = next(node for node in bench.NODES if node != self.active)

    def _heal(self) -> None:
        self.site.lab("heal")
        self.site.lab("start", *bench.NODES, "arbiter")

    def _left_behind(self) -> list[str]:
        found = []
        for node in bench.NODES:
            told = self.site.on(node, "sh -s", stdin=HEALTH, timeout=60, check=False)
            words = told.stdout + told.stderr
            found += [f"{node}: {line}" for line in words.splitlines() if line.strip()]
        return found

    def _noticed(self) -> bench.Noticed:
        self.site.on("initiator", "touch /run/io_probe.end")
        self.writer.wait(timeout=150)
        self.output.seek(0)
        return bench.noticed(self.site, json.load(self.output))

    def _together(self) -> list[tuple[float, float]]:
        seen = [watcher.samples for watcher in self.watchers.values()]
        both = []
        for active in (lambda sample: sample.primary, lambda sample: sample.exporting):
            both += overlaps(*(spells(samples, active) for samples in seen))
        return both
