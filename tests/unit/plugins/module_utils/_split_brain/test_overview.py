# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import dataclasses

from ansible_collections.quorate.ha_storage.plugins.module_utils._split_brain.model import Side
from ansible_collections.quorate.ha_storage.plugins.module_utils._split_brain.overview import overview
from ansible_collections.quorate.ha_storage.plugins.module_utils._split_brain.report import side_values

from .worlds import BOTH, OLD, OLDER, part, settled, side

SERVICE = {"name": "san0", "drbd": {"resource": "san0", "hosts": [{"name": name} for name in BOTH]}}
ESX = "iqn.2026-11.com.example:esx1"
PLAY = "ansible-playbook quorate.ha_storage.resolve_split_brain -e split_brain_service=san0"


def entry(*sides, here="", traces=()):
    """The only entry, of nodes with these sides where the service runs on *here*."""
    seen = {each.node: {"results": [{"item": "san0", "side": side_values(each)}]} for each in sides}
    told = {
        each.node: {
            "results": [
                {
                    "item": "san0",
                    "service": {"node": here, "traces": list(traces)},
                    "target": {"sessions": [ESX] if each.node == here else []},
                }
            ]
        }
        for each in sides
        if here or traces
    }
    [found] = overview([SERVICE], seen, told)
    return found


def test_a_split_brain_with_both_ways_out():
    primary = side("node1", role="Primary", changed=3 << 20)
    found = entry(primary, side("node2"), here="node1", traces=["node1"])
    assert (found["verdict"], found["node"], found["active_on"]) == ("split_brain", "node1", ["node1"])
    assert found["sides"]["node2"]["changed"] == 2 << 20
    assert found["text"] == [
        f"san0: split brain: both sides have changed data since generation {OLD}",
        "├ node1: Primary, UpToDate, StandAlone",
        "│ ├ generation 583A88F5773003BC",
        "│ ├ at most 3 MiB changed here without the other",
        f"│ └ the service runs here; logged in: {ESX}",
        "├ node2: Secondary, UpToDate, StandAlone",
        "│ ├ generation 8D1445CFD29B778C",
        "│ └ at most 2 MiB changed here without the other",
        "├ keep what node1 has, discard 2 MiB that node2 has changed:",
        f"│ └ {PLAY} -e split_brain_victim=node2 -e split_brain_discard_data_of_victim=true",
        "└ keep what node2 has, discard 3 MiB that node1 has changed (node1 is Primary: end the service there first):",
        f"  └ {PLAY} -e split_brain_victim=node1 -e split_brain_discard_data_of_victim=true",
    ]


def test_a_copy_that_was_forced():
    text = entry(side("node1"), side("node2", past=(OLDER,)))["text"]
    assert text[0].endswith("since a generation that is forgotten")
    assert "├ no node says that a cluster is running" in text
    assert text[-2].endswith("everything is copied, for the generations do not tell what differs:")


def test_all_well():
    found = entry(settled("node1"), settled("node2"), here="node2", traces=["node2"])
    assert found["verdict"] == "in_sync" and found["text"][0] == "san0: both copies are up to date"
    assert not [line for line in found["text"] if "split_brain_victim" in line]


def test_a_resync_tells_how_far_it_is():
    found = entry(*(settled(name, up_to_date=False, percent=percent) for name, percent in zip(BOTH, (40.0, 41.0))))
    assert found["text"][0] == "san0: the copies are becoming one, 40%"


def test_a_mere_disconnection_is_no_matter_of_decision():
    behind = dataclasses.replace(side("node2"), parts=(part(OLD),))
    assert "no split brain" in entry(side("node1"), behind)["text"][0]
    assert "node2 then gets what node1 has" in entry(side("node1"), behind)["text"][0]
    same = [dataclasses.replace(each, parts=(part(OLD),)) for each in (side("node1"), behind)]
    assert "nothing differs" in entry(*same)["text"][0]


def test_a_node_that_does_not_answer_is_unknown():
    found = entry(side("node1"), traces=["node1"])
    assert found["verdict"] == "unknown" and found["sides"]["node2"] == side_values(Side("node2"))
    assert "├ node1: Secondary, UpToDate, StandAlone" in found["text"]
    assert "│ └ parts of the service are active here" in found["text"]
    assert "├ node2: DRBD is down, or the node does not answer" in found["text"]
    assert found["text"][-1] == "└ the cluster has the service whole on no node"


def test_what_a_failed_module_returns_is_nothing():
    failed = {"node1": {"results": [{"item": "san0", "msg": "no cluster"}]}, "node2": {"unreachable": True}}
    [found] = overview([SERVICE], failed, failed)
    assert found["verdict"] == "unknown" and found["node"] == ""
