# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (c) 2026 quorate.ha_storage contributors
"""Changes how far the sites of a running lab are from each other."""

import dataclasses
from pathlib import Path

from lab.lib import node as nodes
from lab.lib.errors import LabError
from lab.lib.proc import run
from lab.lib.state import Lab, dump_topology, load_topology, save_plan
from lab.lib.topology import Topology, milliseconds, site_pair
from lab.lib.traffic import latency


def changed(topology: Topology, pair: str, trip: str) -> Topology:
    """The topology with another round trip between the two sites, such as a-b."""
    one, other = site_pair(pair, topology.sites)
    others = [entry for entry in topology.round_trips if entry[:2] != (one, other)]
    entry = (one, other, milliseconds(trip, f"round trip {pair}"))
    return dataclasses.replace(topology, round_trips=tuple(sorted([*others, entry])))


def change(lab: Lab, pair: str, trip: str) -> None:
    """The sites are that far from each other: at once where a node runs, else from its next start."""
    plan = lab.read_plan()
    topology = changed(load_topology(plan), pair, trip)
    save_plan(lab, {**plan, "topology": dump_topology(topology)})
    live = lab.ask("status")["nodes"]
    for node in topology.nodes:
        lines = latency(topology, node)
        if not lines:
            continue
        nodes.reseed(Path(plan["run_folder"]) / node.name / nodes.SEED, nodes.LATENCY, lines)
        if live[node.name]["power"] == "on":
            _apply(lab, node.name, lines)


def _apply(lab: Lab, name: str, lines: str) -> None:
    argv = ["ssh", "-F", str(lab.ssh_config), "-o", "BatchMode=yes", name, "tc", "-batch", "-"]
    done = run(argv, timeout=30, check=False, stdin=lines)
    if done.returncode != 0:
        raise LabError(f"{name} could not change its delays", done.stderr.strip()[-300:])
