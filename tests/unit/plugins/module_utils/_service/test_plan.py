# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""When a service moves, when nothing is to be done, and every reason to refuse."""

from __future__ import annotations

import dataclasses

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._service.model import (
    Constraint,
    Failure,
    Instance,
    Member,
    Move,
    RemovePreference,
    Situation,
)
from ansible_collections.quorate.ha_storage.plugins.module_utils._service.plan import plan
from hypothesis import given
from hypothesis import strategies as st

from .worlds import BOTH, SERVICE, cluster, instances, live, situation, wanted

LEFT = Constraint("quorate-switchover-san0", "san0")


def operations(current, want):
    todo = plan(current, want)
    assert not todo.refusals, todo.refusals
    return [operation.action for operation in todo.operations]


@pytest.mark.parametrize(
    ("here", "to", "target"), [("node1", "", "node2"), ("node2", "", "node1"), ("node1", "node2", "node2")]
)
def test_a_move(here, to, target):
    todo = plan(situation(here), wanted(to=to))
    assert [operation.action for operation in todo.operations] == [Move(SERVICE, target)]
    assert todo.operations[0].summary == f"move san0 from {here} to {target}" and todo.operations[0].disturbs_io
    assert (todo.before, todo.after) == ({"node": here}, {"node": target})


def test_where_it_runs_already_nothing_is_done_whatever_the_state_of_the_cluster():
    broken = situation("node1", quorum=False, maintenance=True)
    assert operations(Situation(broken.cluster, None), wanted(to="node1")) == []


def test_what_an_interrupted_run_left_is_removed_or_replaced():
    left = situation("node1", constraints=(LEFT,))
    assert operations(left, wanted(to="node1")) == [RemovePreference(LEFT.id)]
    assert operations(left, wanted(to="node2")) == [Move(SERVICE, "node2")]


def changed(**others):
    return situation("node1", **others)


def with_member(**others):
    return changed(members=(Member("node1", online=True), dataclasses.replace(Member("node2", online=True), **others)))


def with_instance(name, **others):
    row = [dataclasses.replace(each, **others) if each.resource == name else each for each in instances("node1")]
    return changed(instances=tuple(row))


def with_replication(**others):
    return Situation(cluster("node1"), live(**others))


REFUSED = {
    "no controller": (changed(dc=False), "has no controller"),
    "unknown service": (changed(resources=frozenset({"san7"})), "has no service san0"),
    "no quorum": (changed(quorum=False), "has no quorum"),
    "maintenance": (changed(maintenance=True), "in maintenance mode"),
    "fencing off": (changed(fencing=False), "fencing is switched off"),
    "no fence device": (changed(watchdog=False), "no fence device is active"),
    "offline": (with_member(online=False), "node2 is not online"),
    "standby": (with_member(standby=True), "node2 is in standby"),
    "node maintenance": (with_member(maintenance=True), "node2 is in maintenance"),
    "unclean": (with_member(unclean=True), "node2 is in an unknown state"),
    "half": (changed(instances=instances("node1")[:-1]), "san0 is whole on no node .parts of it on: node1"),
    "nowhere": (changed(instances=()), "parts of it on: no node"),
    "ban": (changed(constraints=(Constraint("cli-ban-san0-on-node2", "san0"),)), "cli-ban-san0-on-node2 is left"),
    "prefer": (changed(constraints=(Constraint("cli-prefer-san0", "san0-drbd"),)), "--clear --resource san0-drbd"),
    "fenced": (
        changed(constraints=(Constraint("drbd-fence-by-handler-san0-san0-drbd-clone", "san0-drbd-clone"),)),
        "DRBD has fenced a node off",
    ),
    "failed": (changed(failures=(Failure("san0", "node2", "start", "oh"),)), "start of san0 on node2: oh"),
    "stop failed": (with_instance("san0", blocked=True), "san0 is blocked on node1: its stop has failed"),
    "unmanaged": (with_instance("san0", managed=False), "san0 is not managed"),
    "down": (Situation(cluster("node1"), None), "DRBD san0 is down"),
    "split brain": (with_replication(connection="StandAlone"), "StandAlone"),
    "disconnected": (with_replication(connection="Connecting", replication="Off", peer="DUnknown"), "not connected"),
    "outdated": (
        with_replication(peer="Outdated"),
        r"not every copy of DRBD san0 is up to date \(Outdated, UpToDate\)",
    ),
    "resync": (
        with_replication(peer="Inconsistent", replication="SyncSource"),
        r"resynchronising \(SyncSource, 90.2% done\)",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_refused(case):
    current, reason = REFUSED[case]
    todo = plan(current, wanted(to="node2"))
    assert todo.operations == ()
    with pytest.raises(AssertionError, match=reason):
        raise AssertionError("; ".join(map(str, todo.refusals)))
    assert len(todo.refusals) == 1, "one fault, one reason"
    assert all(refusal.way_out for refusal in todo.refusals)


def test_an_unknown_node():
    assert "no node node7 (its nodes: node1, node2)" in str(plan(situation(), wanted(to="node7")).refusals[0])


def test_three_nodes_need_a_name():
    three = situation("node1", members=tuple(Member(name, online=True) for name in (*BOTH, "node3")))
    assert "name one of node1, node2, node3" in str(plan(three, wanted()).refusals[0])


def test_all_reasons_at_once():
    worst = Situation(cluster("node1", quorum=False, maintenance=True), live(peer="Outdated"))
    assert len(plan(worst, wanted(to="node7")).refusals) == 4


@pytest.mark.parametrize(
    ("digests", "reason"),
    [
        ((("node1", "a"), ("node2", "a")), ""),
        ((("node1", "a"),), ""),
        ((("node1", "a"), ("node2", "b")), "node2 has saved another target than node1"),
        ((("node1", "a"), ("node2", "")), "node2 has no saved target"),
    ],
)
def test_both_nodes_must_have_saved_the_same_target(digests, reason):
    refusals = plan(situation("node1"), wanted(digests=digests)).refusals
    assert [each.reason for each in refusals] == ([reason] if reason else [])


def test_without_fencing_only_when_told_so():
    assert operations(changed(fencing=False, watchdog=False), wanted(require_fencing=False)) == [Move(SERVICE, "node2")]


@pytest.mark.parametrize("foreign", [Constraint("cli-ban-web", "web"), Constraint("san0-prefers-node1", "san0")])
def test_constraints_of_others_and_of_the_site_are_no_obstacle(foreign):
    assert operations(changed(constraints=(foreign,)), wanted()) == [Move(SERVICE, "node2")]


def test_failures_of_others_are_no_obstacle():
    assert operations(changed(failures=(Failure("web", "node1", "start", "oh"),)), wanted()) == [Move(SERVICE, "node2")]


@given(st.sampled_from(BOTH), st.sampled_from(("", *BOTH)), st.booleans())
def test_after_the_plan_nothing_is_left_to_do(here, to, left):
    want = wanted(to=to)
    current = situation(here, constraints=(LEFT,) if left else ())
    target = here
    for action in operations(current, want):
        target = action.to if isinstance(action, Move) else target
    assert operations(situation(target), dataclasses.replace(want, to=target)) == []


def test_an_instance_that_stops_does_not_count():
    stopping = tuple(
        Instance(each.resource, each.node, "Stopping") if each.resource == "san0" else each
        for each in instances("node1")
    )
    assert plan(changed(instances=stopping), wanted()).refusals
