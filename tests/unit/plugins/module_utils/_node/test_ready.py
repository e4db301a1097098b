# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a node that serves alone must not lack."""

from __future__ import annotations

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._node.ready import (
    alone_problems,
    answers_of,
    arbiter_votes,
)

from .worlds import SERVICES, SILENT, SITE, VOTES, answer, live


def problems(votes=VOTES, **changes):
    """Of node1, whose answers about both services differ from a good one by *changes*."""
    return alone_problems(SITE, "node1", {name: answer(name, **changes) for name in SERVICES}, votes)


def test_a_node_that_serves_well():
    assert problems() == []


def test_one_service_is_enough_for_a_problem():
    answers = {"san0": answer("san0"), "san1": answer("san1", on="node2")}
    assert alone_problems(SITE, "node1", answers, VOTES) == [
        "san1 does not run as a whole on node1, but on node2 (see crm_mon -1)"
    ]
    assert "does not tell how san1 is" in alone_problems(SITE, "node1", {"san0": answer("san0")}, VOTES)[0]


def test_a_node_without_a_cluster():
    assert answers_of(SILENT) == answers_of({}) == {}
    assert "the cluster does not run on node1" in alone_problems(SITE, "node1", {}, VOTES)[0]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"cluster": {"dc": False}}, "no controller"),
        ({"cluster": {"quorum": False}}, "no quorum"),
        ({"cluster": {"maintenance": True}}, "maintenance mode"),
        ({"cluster": {"fencing": False}}, "fencing is switched off"),
        ({"cluster": {"watchdog": False}}, "no fence device"),
        ({"on": ""}, "but on no node"),
        ({"failures": ["start of san0 on node1: oh"]}, "not cleared: start of san0"),
        ({"constraints": ["cli-ban-san0"]}, "the constraint cli-ban-san0 is left"),
        ({"replication": None}, "is down on node1"),
        ({"replication": live("Inconsistent")}, "is Inconsistent, not UpToDate"),
        ({"replication": live(connection="StandAlone")}, "is StandAlone on node1"),
    ],
)
def test_each_reason_is_told(change, reason):
    assert any(reason in each for each in problems(**change))


def test_what_a_lost_peer_leaves_is_no_problem():
    lost = {"constraints": ["drbd-fence-by-handler-san0"], "replication": live(connection="Connecting", percent=None)}
    assert problems(**lost) == []


def test_members_in_a_state_that_somebody_has_to_end():
    members = answer("san0")["cluster"]["nodes"]
    unclean = [members[0], {**members[1], "online": False, "unclean": True}]
    assert any("stonith_admin --confirm node2" in each for each in problems(cluster={"nodes": unclean}))
    standby = [{**members[0], "standby": True}, members[1]]
    assert any("crm_standby --node node1 --delete" in each for each in problems(cluster={"nodes": standby}))


def test_without_fencing_and_arbiter_neither_is_missed():
    site = {**SITE, "cluster": {**SITE["cluster"], "arbiter": None, "fencing": {"method": "none"}}}
    answers = {name: answer(name, cluster={"fencing": False, "watchdog": False}) for name in SERVICES}
    assert alone_problems(site, "node1", answers, "") == []


def test_the_arbiters_vote_is_that_for_the_node_itself():
    assert arbiter_votes(VOTES)
    assert not arbiter_votes(VOTES.replace(" (local)", "").replace("node2", "node2 (local)"))
    assert not arbiter_votes("") and problems(votes="") == [
        "the arbiter does not vote for node1 (see corosync-quorumtool -s there)"
    ]
