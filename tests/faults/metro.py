# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Two sites that both serve, while something is done to them: what the initiator noticed, and who was active when."""

from __future__ import annotations

import json
import subprocess
import time
import typing as t

import pair as bench
import yaml
from ansible_collections.quorate.ha_storage.tests.faults.activity import Sample, overlaps, spells
from ansible_collections.quorate.ha_storage.tests.faults.scene import HEALTH, Watcher
from node import TOP

# The site that a reader of the documentation would copy.
VARIABLES = TOP / "inventories/metro/group_vars/all/services.yml"
SERVICES = {
    entry["name"]: entry for entry in yaml.safe_load(VARIABLES.read_text(encoding="utf-8"))["ha_storage_services"]
}
NODES = bench.NODES
SMALL, LARGE = 0, 1
INTERVAL = len(SERVICES) * bench.INTERVAL


class Metro(bench.Pair):
    """The topology ``metro``; the initiator writes to the small LUN of each service."""

    def __init__(self, name: str) -> None:
        super().__init__(name, len(SERVICES), "metro")

    def play(self, name: str, *options: str) -> str:
        """What the playbook *name* of the collection said."""
        return self._ansible("ansible-playbook", f"playbooks/{name}.yml", *options)

    def build(self, **variables: t.Any) -> None:
        """site.yml has run, with *variables* for the roles."""
        self.play("site", "-e", json.dumps(variables))
        self.await_disks()

    def devices(self) -> list[str]:
        """The small LUNs."""
        return [self.disk(name, SMALL) for name in SERVICES]

    def disk(self, service: str, lun: int) -> str:
        """A LUN as the initiator uses it: by dm-multipath where that holds it."""
        target = SERVICES[service]["target"]
        path = f"/dev/disk/by-path/ip-{target['portals'][0]['ip']}:3260-iscsi-{target['iqn']}-lun-{lun}"
        holder = f"cat /sys/block/$(basename $(readlink -f {path}))/holders/dm-*/dm/uuid"
        held = self.on("initiator", holder, check=False).stdout.strip()
        return f"/dev/disk/by-id/dm-uuid-{held}" if held.startswith("mpath-") else path

    def relogin(self) -> None:
        """The initiator has new sessions."""
        self.on("initiator", "iscsiadm --mode node --logoutall=all", check=False)
        self.on("initiator", "iscsiadm --mode node --loginall=all && udevadm settle")
        self.await_disks()

    def where(self) -> dict[str, str]:
        """The node of each service, by the cluster's account."""
        found = {}
        for name in SERVICES:
            line = f"crm_resource --resource {name} --locate --quiet"
            told = [self.on(node, line, timeout=60, check=False).stdout.split() for node in NODES]
            found[name] = next((words[0] for words in told if words), "")
        return found

    def home(self) -> None:
        """Each service is at the node that it prefers."""
        if self.where() != homes():
            # An action that a loaded machine let time out is a reason to refuse a move.
            self.on(NODES[0], "crm_resource --cleanup", check=False)
            self.play("switchback")


def homes() -> dict[str, str]:
    """The node that each service prefers."""
    return {name: entry["preferred_node"] for name, entry in SERVICES.items()}


class ServiceWatcher(Watcher):
    """What watch.py says on *node* of *service*."""

    def __init__(self, site: Metro, node: str, service: str) -> None:
        entry = SERVICES[service]
        target = entry["target"]
        self.words = f"python3 - {entry['drbd']['minor']} {target['portals'][0]['ip']} {target['iqn']}"
        super().__init__(site, node)

    def start(self) -> None:
        """Listens, to this service in place of the only one."""
        self.argv[-1] = self.words
        super().start()


class Outcome(t.NamedTuple):
    """What a fault has cost; *pauses* by service, *whole_after* in seconds; *together* as (start, end)."""

    noticed: bench.Noticed
    pauses: dict[str, float]
    together: list[tuple[float, float]]
    whole_after: float


class MetroScene:
    """A healthy site with each service at home, under writes to both.

    output -- a file for what the writer says in the end
    """

    def __init__(self, site: Metro, output: t.IO[str]) -> None:
        self.site, self.output = site, output
        site.home()
        self.disks = dict(zip(SERVICES, site.devices()))
        self.watchers = {(node, name): ServiceWatcher(site, node, name) for node in NODES for name in SERVICES}
        self.writer = bench.start_writer(site, output, INTERVAL)
        assert bench.written(site, 60), "the initiator cannot write before anything was done"
        assert all(watcher.samples for watcher in self.watchers.values()), "a node cannot be watched"

    def lab(self, *words: str) -> float:
        """A verb of the lab has been carried out; when it began."""
        began = time.time()
        self.site.lab(*words)
        for (node, _name), watcher in self.watchers.items():
            if words[0] == "kill" and node in words:
                watcher.hang_up()
        return began

    def exports(self, node: str, service: str) -> bool:
        """Whether initiators could log in there at this moment."""
        samples = self.watchers[node, service].samples
        return bool(samples) and samples[-1].exporting and samples[-1].at > time.time() - 1

    def taken_over(self, service: str, node: str, since: float, within: float) -> float:
        """Seconds from *since* until the *node* exported the service."""
        samples = self.watchers[node, service].samples
        while time.time() < since + within:
            first = next((sample.at for sample in samples if sample.exporting and sample.at > since), None)
            if first:
                return first - since
            time.sleep(0.1)
        raise AssertionError(f"{node} does not export {service} after {within:.0f} s")

    def served_once(self, within: float, steady: float = 5) -> dict[str, str]:
        """The only node that exports each service, once that has been so for *steady* seconds."""
        limit, since, before = time.monotonic() + within, time.monotonic(), None
        while time.monotonic() < limit:
            now = {name: [node for node in NODES if self.exports(node, name)] for name in SERVICES}
            if now != before or any(len(nodes) != 1 for nodes in now.values()):
                since, before = time.monotonic(), now
            elif time.monotonic() - since > steady:
                return {name: nodes[0] for name, nodes in now.items()}
            time.sleep(0.2)
        raise AssertionError(f"served by {before} after {within:.0f} s")

    def written(self, within: float) -> bool:
        """Whether the small LUN of each service acknowledges another write in time."""
        return bench.written(self.site, within)

    def never_left(self, service: str, node: str) -> bool:
        """Whether the node has exported the service all the time."""
        return all(sample.exporting for sample in self.watchers[node, service].samples)

    def end(self, within: float = 300) -> Outcome:
        """All faults are healed; the sites are whole by themselves within that many seconds; all is read back."""
        began = time.monotonic()
        self._heal()
        while (left := self._left_behind()) and time.monotonic() - began < within:
            time.sleep(1)
        assert not left, f"after {within:.0f} s: {left}"
        whole_after = time.monotonic() - began
        # A writer that was lost with its site has nothing to tell, and another one is asked whether all can be written.
        lost = self.writer.poll() is not None
        if lost:
            self.site.relogin()
            self.output.truncate(0)
            self.writer = bench.start_writer(self.site, self.output, INTERVAL)
        assert bench.written(self.site, 120), "not every LUN can be written"
        figures = self._figures()
        pauses = {name: figures["devices"][disk]["longest_gap_seconds"] for name, disk in self.disks.items()}
        return Outcome(bench.noticed(self.site, figures), {} if lost else pauses, self._together(), whole_after)

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

    def _heal(self) -> None:
        self.site.lab("heal")
        self.site.lab("start", *NODES, "arbiter", "initiator")

    def _left_behind(self) -> list[str]:
        found = []
        for node in NODES:
            told = self.site.on(node, "sh -s", stdin=HEALTH.replace("^ 0:", "^ [01]:"), timeout=60, check=False)
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
        for name in SERVICES:
            for active in (_primary, _exporting):
                both += overlaps(*(spells(self.watchers[node, name].samples, active) for node in NODES))
        return both


def _primary(sample: Sample) -> bool:
    return sample.primary


def _exporting(sample: Sample) -> bool:
    return sample.exporting
