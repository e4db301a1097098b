# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Two sites that both serve, while something is done to them: what the initiator noticed, and who was active when."""

from __future__ import annotations

import json
import time
import typing as t

import pair as bench
import yaml
from ansible_collections.quorate.ha_storage.tests.faults.stage import Stage
from ansible_collections.quorate.ha_storage.tests.faults.watcher import Watched
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


def watched() -> dict[str, Watched]:
    """The services by name, as their activity shows."""
    found = {}
    for name, entry in SERVICES.items():
        target = entry["target"]
        found[name] = Watched(entry["drbd"]["minor"], target["portals"][0]["ip"], target["iqn"])
    return found


class MetroScene(Stage):
    """A healthy site with each service at home, under writes to both."""

    site: Metro

    def __init__(self, site: Metro, output: t.IO[str]) -> None:
        site.home()
        super().__init__(site, watched(), output, INTERVAL)

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
            now = {name: [node for node in NODES if self.watchers[node, name].exporting()] for name in SERVICES}
            if now != before or any(len(nodes) != 1 for nodes in now.values()):
                since, before = time.monotonic(), now
            elif time.monotonic() - since > steady:
                return {name: nodes[0] for name, nodes in now.items()}
            time.sleep(0.2)
        raise AssertionError(f"served by {before} after {within:.0f} s")

    def never_left(self, service: str, node: str) -> bool:
        """Whether the node has exported the service all the time."""
        return all(sample.exporting for sample in self.watchers[node, service].samples)
