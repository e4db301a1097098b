# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import dataclasses

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.converge import bring
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import (
    HaStorageError,
    NotConverged,
    Refused,
)
from ansible_collections.quorate.ha_storage.plugins.module_utils._hp3par.builder import GroupSystem
from ansible_collections.quorate.ha_storage.plugins.module_utils._hp3par.declared import Declared, Pair
from ansible_collections.quorate.ha_storage.plugins.module_utils._hp3par.model import Mode
from hp3par.engine import tick
from hp3par.pair import PERSONALITIES, Fault, new_pair

from . import worlds
from .worlds import TIMING, sent, sleeper

VOLUMES = (Pair("data", "data"), Pair("logs", "logs.copy", create=True))
WHOLE = {
    "mode": Mode.PERIODIC,
    "period": 300,
    "policies": (("auto_recover", True), ("over_per_alert", False)),
    "cpg": "ssd",
    "target_cpg": "ssd",
    "volumes": VOLUMES,
}
KINDS = ["ssh", "cli", "wsapi", "proxy"]


def empty(personality="3par-3.3"):
    """Arrays without any group, and two volumes of which one has its copy."""
    pair = new_pair(personality, names=())
    pair.arrays[0].stock |= {"data", "logs"}
    pair.arrays[1].stock |= {"data"}
    return pair


def system(pair, kind="ssh", peer=True, **declared):
    both = worlds.arrays(pair, 0, kind)
    if not peer:
        both.peer = None
    return GroupSystem(both, Declared(*worlds.NAMES, **declared), TIMING, lambda: pair.now, sleeper(pair))


def build(pair, kind="ssh", check_mode=False, **declared):
    made = system(pair, kind, **declared)
    return made, bring(made, made.declared, made.plan, check_mode=check_mode)


def shape(pair):
    """What a group is, without numbers of volumes."""
    group = pair.groups["svc1"]
    sides = [(side.name, side.role, [volume.name for volume in side.volumes]) for side in group.sides]
    return group.mode, group.period, sorted(group.policies), sides


MADE = (
    "Periodic",
    300,
    ["auto_recover"],
    [("svc1", "Primary", ["data", "logs"]), ("svc1.r12345", "Secondary", ["data", "logs.copy"])],
)


@pytest.mark.parametrize("personality", PERSONALITIES)
@pytest.mark.parametrize("kind", KINDS)
def test_a_group_is_made_and_a_second_run_does_nothing(personality, kind):
    pair = empty(personality)
    made, outcome = build(pair, kind, **WHOLE)
    assert shape(pair) == MADE and len(made.commands) == len(outcome.plan.operations) == 6
    assert [command["outcome"] for command in made.commands] == ["done"] * 6
    assert made.planned(outcome.plan.operations) == [f"{one['array']}: {one['command']}" for one in made.commands]
    again, outcome = build(pair, kind, **WHOLE)
    assert not outcome.plan.operations and again.commands == []


def test_every_transport_makes_the_same():
    told = []
    for kind in KINDS:
        pair = empty()
        made, outcome = build(pair, kind, **WHOLE)
        told.append((shape(pair), made.after(), dataclasses.asdict(outcome.plan)))
    assert all(one == told[0] for one in told)


def test_check_mode_tells_the_same_commands_and_sends_none():
    pair = empty()
    made, outcome = build(pair, check_mode=True, **WHOLE)
    planned = made.planned(outcome.plan.operations)
    assert sent(pair) == [] and pair.groups == {}
    build(pair, **WHOLE)
    assert sent(pair) == planned


@pytest.mark.parametrize("kind", KINDS)
def test_volumes_come_and_go_and_the_group_replicates_again(kind):
    pair = empty()
    build(pair, kind, **WHOLE)
    group = pair.groups["svc1"]
    worlds.bring_to(pair, "started", side=0)
    with pytest.raises(Refused, match="stop_started"):
        build(pair, kind, volumes=VOLUMES[:1], purge=True)
    build(pair, kind, volumes=VOLUMES[:1], purge=True, stop_started=True)
    assert [side.status for side in group.sides] == ["Started", "Started"]
    assert [[volume.name for volume in side.volumes] for side in group.sides] == [["data"], ["data"]]
    assert pair.arrays[1].stock == {"logs.copy"}


@pytest.mark.parametrize("kind", KINDS)
def test_a_group_is_removed_and_its_volumes_stay(kind):
    pair = empty()
    build(pair, kind, **WHOLE)
    worlds.bring_to(pair, "started", side=0)
    leave = {"absent": True, "stop_started": True}
    with pytest.raises(Refused, match="removal|end for good"):
        build(pair, kind, **leave)
    build(pair, kind, confirm="svc1", **leave)
    assert pair.groups == {} and [array.stock for array in pair.arrays] == [{"data", "logs"}, {"data", "logs.copy"}]
    assert not build(pair, kind, confirm="svc1", **leave)[1].plan.operations


class Killed(BaseException):
    """SIGKILL, after so many commands."""


@pytest.mark.parametrize("before", [True, False])
@pytest.mark.parametrize("commands", range(6))
def test_a_run_that_is_killed_goes_on_the_next_time(commands, before):
    pair = empty()
    made = system(pair, **WHOLE)
    send = made.send

    def dying(order, *given, **more):
        last = len(made.commands) == commands
        if last and before:
            raise Killed
        outcome = send(order, *given, **more)
        if last:
            raise Killed
        return outcome

    made.send = dying
    with pytest.raises(Killed):
        bring(made, made.declared, made.plan, check_mode=False)
    build(pair, **WHOLE)
    assert shape(pair) == MADE and len(sent(pair)) == 6


@pytest.mark.parametrize("kind", ["ssh", "wsapi"])
@pytest.mark.parametrize("number", range(6))
@pytest.mark.parametrize("fault", ["dropped", "hang"])
def test_an_answer_that_is_lost_is_not_asked_for_by_sending_again(fault, number, kind):
    pair = empty()
    made = system(pair, kind, **WHOLE)
    send = made.send

    def faulty(order, *given, **more):
        if len(made.commands) == number:
            pair.faults.append(Fault(fault))
        return send(order, *given, **more)

    made.send = faulty
    bring(made, made.declared, made.plan, check_mode=False)
    assert shape(pair) == MADE and len(sent(pair)) == 6
    assert [one["outcome"] for one in made.commands].count("uncertain") == 1


def test_what_is_declined_ends_the_run_and_says_what_was_done():
    pair = empty()
    with pytest.raises(NotConverged, match="was declined") as caught:
        build(pair, **{**WHOLE, "period": 60})
    assert [one["outcome"] for one in caught.value.details["commands"]] == ["done", "declined"]
    assert caught.value.details["after"]["local"]["group"]["name"] == "svc1"
    build(pair, **WHOLE)
    assert shape(pair) == MADE


@pytest.mark.parametrize("kind", KINDS)
def test_an_unknown_volume_is_declined_by_the_array_and_named(kind):
    pair = empty()
    with pytest.raises(NotConverged, match="volume nowhere .*does not exist"):
        build(pair, kind, **{**WHOLE, "volumes": (Pair("nowhere", "nowhere"),)})


def test_a_change_that_became_wrong_under_way_is_not_sent():
    pair = empty()
    made = system(pair, **WHOLE)
    operations = made.plan(made.read(), made.declared).operations
    made.apply(operations[0])
    pair.links = [False, False]
    tick(pair, 20)
    with pytest.raises(HaStorageError, match="half-way.*partner has failed"):
        made.apply(operations[1])
    assert len(sent(pair)) == 1


def test_a_group_whose_volumes_are_gone_already_is_left_alone():
    pair = empty()
    build(pair, **WHOLE)
    made = system(pair, volumes=(), purge=True)
    operations = made.plan(made.read(), made.declared).operations
    build(pair, volumes=(), purge=True)
    number = len(sent(pair))
    for operation in operations:
        made.apply(operation)
    assert len(sent(pair)) == number and made.commands == []


def test_without_a_peer_only_this_array_is_asked():
    pair = empty()
    made = system(pair, peer=False, **WHOLE)
    bring(made, made.declared, made.plan, check_mode=False)
    assert shape(pair) == MADE and made.after()["peer"] is None
    assert {side for side, _line in pair.log} == {0}
