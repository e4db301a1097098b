# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The tree, for a site that is well and for each way in which it is not."""

from __future__ import annotations

import copy
import dataclasses

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._service.model import Constraint, Failure, Member
from ansible_collections.quorate.ha_storage.plugins.module_utils._service.report import cluster_values, service_values
from ansible_collections.quorate.ha_storage.plugins.module_utils._service.status import site_status

from .worlds import BOTH, SERVICE, live, situation

SITE = {
    "cluster": {
        "name": "lab",
        "arbiter": None,
        "nodes": [{"name": name} for name in BOTH],
        "fencing": {"method": "sbd"},
    },
    "services": [
        {
            "name": "san0",
            "preferred_node": "node1",
            "luns": [{"name": "lun0"}, {"name": "lun1"}],
            "ids": {"service": "san0", "drbd": "san0-drbd", "clone": "san0-drbd-clone"},
        }
    ],
}
ESX = "iqn.2026-11.com.example:esx1"


def answer(node, here="node1", current=None):
    """What service_info returns on *node*."""
    found = current or situation(here)
    active = node == here
    target = {"digest": "ab", "enabled": active, "sessions": [ESX] if active else [], "luns": 2 if active else 0}
    service = service_values(found, SERVICE)
    return {"item": "san0", "service": service, "cluster": cluster_values(found.cluster), "target": target}


def asked(**others):
    return {node: {"results": [others.get(node) or answer(node)]} for node in BOTH}


def test_all_well():
    found = site_status(SITE, asked())
    assert (found["verdict"], found["cluster"], found["services"]) == ("up", "up", {"san0": "up"})
    assert found["text"] == [
        "lab",
        "├ cluster",
        "│ ├ node1 online",
        "│ ├ node2 online",
        "│ ├ quorum",
        "│ └ fencing by watchdog",
        "└ san0 on node1",
        "  ├ at home",
        "  ├ DRBD on node1: UpToDate, Connected",
        "  ├ DRBD on node2: UpToDate, Connected",
        f"  └ target: 2 of 2 LUNs, logged in: {ESX}",
    ]


def test_away_from_home_is_well_too():
    both = {node: {"results": [answer(node, "node2")]} for node in BOTH}
    found = site_status(SITE, both)
    assert found["verdict"] == "up" and "  ├ away from its preferred node node1" in found["text"]


def seen(verdict, line, **others):
    found = site_status(SITE, asked(**others))
    assert found["verdict"] == verdict and any(line in each for each in found["text"]), found["text"]


@pytest.mark.parametrize(
    ("changes", "verdict", "line"),
    [
        ({"quorum": False}, "down", "no quorum [down]"),
        ({"fencing": False}, "warn", "fencing is off [warn]"),
        ({"watchdog": False}, "warn", "no fence device is active [warn]"),
        ({"maintenance": True}, "warn", "maintenance mode"),
        ({"failures": (Failure("web", "node2", "start", "oh"),)}, "warn", "failed: start of web on node2: oh [warn]"),
        ({"members": (Member("node1", online=True), Member("node2"))}, "warn", "node2 offline [warn]"),
        ({"members": (Member("node1", online=True), Member("node2", True, standby=True))}, "warn", "node2 standby"),
        ({"constraints": (Constraint("cli-ban-san0", "san0"),)}, "warn", "constraint cli-ban-san0 [warn]"),
        ({"instances": ()}, "down", "whole on no node [down]"),
    ],
)
def test_what_the_cluster_tells(changes, verdict, line):
    broken = situation("node1", **changes)
    seen(verdict, line, **{node: answer(node, current=broken) for node in BOTH})


@pytest.mark.parametrize(
    ("replication", "line"),
    [
        (None, "DRBD is down on node2 [warn]"),
        (live(disk="Inconsistent", replication="SyncTarget"), "Inconsistent, Connected, 90.2% in sync [warn]"),
        (live(connection="StandAlone", replication="Off"), "UpToDate, StandAlone [warn]"),
    ],
)
def test_what_one_side_tells_of_the_replication(replication, line):
    seen("warn", line, node2=answer("node2", current=dataclasses.replace(situation(), live=replication)))


@pytest.mark.parametrize(
    ("connection", "words"), [("Connecting", "lost for good"), ("StandAlone", "resolve_split_brain")]
)
def test_what_to_do_about_a_copy_that_may_be_old(connection, words):
    replication = live(disk="Consistent", connection=connection, replication="Off")
    found = site_status(SITE, asked(node1=answer("node1", current=dataclasses.replace(situation(), live=replication))))
    assert [each for each in found["problems"] if "Consistent" in each["text"] and words in each["way_out"]]


@pytest.mark.parametrize(
    ("node", "changes", "verdict", "line"),
    [
        ("node1", {"luns": 1}, "down", "target: 1 of 2 LUNs"),
        ("node1", {"enabled": False}, "down", "2 of 2 LUNs"),
        ("node1", {"sessions": []}, "up", "logged in: nobody"),
        ("node2", {"digest": "cd"}, "warn", "have saved different targets"),
        ("node2", {"enabled": True}, "down", "node2 serves the target as well [down]"),
    ],
)
def test_what_a_node_has_of_the_target(node, changes, verdict, line):
    given = copy.deepcopy(answer(node))
    given["target"].update(changes)
    seen(verdict, line, **{node: given})


@pytest.mark.parametrize("silent", [{}, {"unreachable": True}, {"results": [{"item": "san0", "msg": "no cluster"}]}])
def test_silent_nodes(silent):
    one = site_status(SITE, {**asked(), "node2": silent})
    assert one["verdict"] == "warn" and "│ ├ node2 tells nothing [warn]" in one["text"]
    none = site_status(SITE, {"node1": silent, "node2": silent})
    assert (none["verdict"], none["services"]) == ("down", {"san0": "down"})
    assert none["text"] == ["lab [down]", "├ cluster: no node tells anything [down]", "└ san0: unknown [down]"]


VOTE = "         1          1    A,V,NMW node1 (local)\n"


@pytest.mark.parametrize(
    ("voted", "verdict", "line"),
    [
        ({"node1": VOTE, "node2": VOTE}, "up", "│ ├ the arbiter votes"),
        ({"node1": VOTE}, "warn", "│ ├ the arbiter does not vote for node2 [warn]"),
        (None, "up", "│ ├ quorum"),
    ],
)
def test_the_vote_of_the_arbiter(voted, verdict, line):
    site = {**SITE, "cluster": {**SITE["cluster"], "arbiter": {"name": "arbiter"}}}
    found = site_status(site, asked(), voted)
    assert found["verdict"] == verdict and line in found["text"]


@pytest.mark.parametrize(
    ("replication", "way_out"),
    [
        (live(disk="Inconsistent", replication="SyncTarget"), "wait"),
        (live(connection="StandAlone", replication="Off"), "resolve_split_brain"),
        (live(connection="Connecting", replication="Off"), "replication link"),
        (None, "pacemaker on node2"),
    ],
)
def test_what_to_do_about_the_replication(replication, way_out):
    given = asked(node2=answer("node2", current=dataclasses.replace(situation(), live=replication)))
    (problem,) = site_status(SITE, given)["problems"]
    assert problem["where"] == "san0 on node1" and way_out in problem["way_out"]
