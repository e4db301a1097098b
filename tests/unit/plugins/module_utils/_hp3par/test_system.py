# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The whole on a simulated pair: each state, each transport, each way back."""

from __future__ import annotations

import dataclasses

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import (
    DeadlineExceeded,
    Refused,
)
from ansible_collections.quorate.ha_storage.plugins.module_utils._hp3par.answers import Silent
from hp3par.engine import tick
from hp3par.pair import PERSONALITIES, new_pair, write

from . import worlds
from .worlds import ALL_LEAVE, LEAVE, bring_to, came_back, confirmed, disaster, failed_over, roles, sent

TAKE_OVER = [
    "hp3par1: syncrcopy -w svc1",
    "hp3par1: stoprcopygroup -f svc1",
    "hp3par2: setrcopygroup reverse -f -waittask svc1.r12345",
]


@pytest.mark.parametrize("personality", PERSONALITIES)
@pytest.mark.parametrize("mode", ["Sync", "Periodic"])
def test_a_planned_take_over_has_every_write_and_a_second_one_does_nothing(personality, mode):
    pair = new_pair(personality, mode)
    output = {"output": "setclienv"}
    group = pair.groups["svc1"]
    assert all(write(pair, 0, group) for _write in range(5))
    made, _outcome = bring_to(pair, "primary", transport_options=output)
    assert sent(pair) == (TAKE_OVER if mode == "Periodic" else TAKE_OVER[1:])
    assert [command["outcome"] for command in made.commands] == ["done"] * len(made.commands)
    assert roles(pair) == ["Secondary", "Primary"]
    assert all(volume.writes == {1, 2, 3, 4, 5} for volume in group.sides[1].volumes)
    assert not bring_to(pair, "primary", transport_options=output)[1].plan.operations


def test_check_mode_tells_the_same_commands_and_sends_none():
    pair = new_pair()
    made, outcome = bring_to(pair, "primary", check_mode=True, resume=True)
    assert made.planned(outcome.plan.operations) == [*TAKE_OVER, "hp3par2: startrcopygroup svc1.r12345"]
    assert sent(pair) == []
    assert bring_to(pair, "primary", resume=True)[0].commands and sent(pair) == made.planned(outcome.plan.operations)


def test_check_mode_fails_where_the_run_would():
    pair = new_pair()
    bring_to(pair, "stopped", side=0)
    for check_mode in (True, False):
        with pytest.raises(Refused, match="may have taken writes"):
            bring_to(pair, "primary", check_mode=check_mode)
    assert sent(pair) == ["hp3par1: stoprcopygroup -f svc1"]


def test_the_dangerous_case_of_the_walk_through():
    """Taken over without resuming, written to, and rolled back with the same commands: finding 2."""
    pair = new_pair()
    bring_to(pair, "primary")
    assert write(pair, 1, pair.groups["svc1"])
    with pytest.raises(Refused, match="resync_stopped"):
        bring_to(pair, "primary", side=0)
    bring_to(pair, "primary", side=0, resync_stopped=True, resume=True)
    assert all(volume.writes == {1} for volume in pair.groups["svc1"].sides[0].volumes)
    assert roles(pair) == ["Primary", "Secondary"]


TRANSPORTS = [
    ("ssh", {"output": "setclienv"}),
    ("ssh", {"output": "flags"}),
    ("ssh", {"output": "table"}),
    ("cli", {}),
    ("wsapi", {}),
    ("proxy", {}),
]


@pytest.mark.parametrize("mode", ["Sync", "Periodic"])
def test_every_transport_has_the_same_result_field_by_field(mode):
    told = []
    for kind, transport_options in TRANSPORTS:
        pair = new_pair("alletra-10.5", mode)
        write(pair, 0, pair.groups["svc1"])
        seen = []
        for state, side, wished in (
            ("synced", 0, {}),
            ("primary", 1, {"resume": True}),
            ("stopped", 1, {}),
            ("started", 0, {}),
            ("primary", 0, {"resume": True}),
        ):
            made, outcome = bring_to(pair, state, side, kind, transport_options=transport_options, **wished)
            seen.append(
                (made.after(), dataclasses.asdict(outcome.plan), made.health(), made.loss_before, len(made.commands))
            )
        told.append(_timeless(seen))
    for other in told[1:]:
        for run, (found, expected) in enumerate(zip(other, told[0])):
            assert found == expected, (run, found, expected)


def _timeless(value):
    """Without moments: the virtual clock goes on differently while a transport waits."""
    if isinstance(value, dict):
        return {key: _timeless(item) for key, item in value.items() if key not in ("last_sync", "seconds")}
    if isinstance(value, (list, tuple)):
        return [_timeless(item) for item in value]
    return value


@pytest.mark.parametrize("mode", ["Sync", "Periodic"])
def test_a_disaster_and_the_way_back(mode):
    pair = failed_over(mode)
    group = pair.groups["svc1"]
    assert roles(pair) == ["Primary", "Primary-Rev"]
    assert write(pair, 1, group)
    pair.arrays[0].up = True
    tick(pair, 5)
    with pytest.raises(Refused, match="discard_peer_changes"):
        bring_to(pair, "recovered")
    bring_to(pair, "recovered", **confirmed(1, **LEAVE))
    assert roles(pair) == ["Secondary-Rev", "Primary-Rev"]
    bring_to(pair, "restored")
    assert roles(pair) == ["Primary", "Secondary"]
    assert all(volume.writes == {1} for side in group.sides for volume in side.volumes)
    for state in ("restored", "started"):
        assert not bring_to(pair, state)[1].plan.operations


def test_restored_recovers_first():
    pair = came_back()
    made, _outcome = bring_to(pair, "restored", **confirmed(1, **LEAVE))
    assert [command["command"].split()[1] for command in made.commands] == ["recover", "restore"]


def test_the_array_may_have_done_it_by_itself():
    """Finding 4: with auto_synchronize it makes the old primary follow, and calls the direction natural."""
    pair = new_pair("alletra-10.5", "Sync")
    pair.groups["svc1"].policies.append("auto_synchronize")
    disaster(pair)
    bring_to(pair, "failed_over", **confirmed(1, **LEAVE))
    pair.arrays[0].up = True
    tick(pair, 30)
    assert roles(pair) == ["Secondary", "Primary"]
    assert not bring_to(pair, "recovered")[1].plan.operations
    with pytest.raises(Refused, match="run|state=primary on the other array"):
        bring_to(pair, "restored")
    bring_to(pair, "primary", side=0, resume=True)
    assert roles(pair) == ["Primary", "Secondary"]


def test_the_end_of_a_test_of_the_disaster():
    pair = came_back()
    write(pair, 1, pair.groups["svc1"])
    with pytest.raises(Refused, match="discard_local_changes"):
        bring_to(pair, "reverted")
    bring_to(pair, "reverted", **confirmed(1, **ALL_LEAVE))
    assert roles(pair) == ["Primary", "Secondary"]
    assert not bring_to(pair, "reverted")[1].plan.operations


def test_switched_over():
    pair = new_pair("primera-4", "Sync")
    pair.groups["svc1"].policies = ["auto_failover", "path_management", "auto_recover"]
    bring_to(pair, "switched_over")
    assert [role.split("-")[0] for role in roles(pair)] == ["Secondary", "Primary"]
    assert not bring_to(pair, "switched_over")[1].plan.operations


def test_a_secondary_that_was_reversed_fails_over_by_a_local_reverse():
    pair = new_pair()
    bring_to(pair, "primary", keep_natural=True, resume=True)
    assert roles(pair) == ["Secondary-Rev", "Primary-Rev"]
    pair.arrays[1].up = False
    tick(pair, 20)
    bring_to(pair, "failed_over", side=0, **confirmed(0, **LEAVE))
    assert sent(pair)[-1] == "hp3par1: setrcopygroup reverse -f -waittask -local -current svc1"
    assert roles(pair) == ["Primary", "Primary-Rev"]


def test_management_that_is_down_is_no_disaster():
    pair = new_pair()
    pair.arrays[0].answers = False
    with pytest.raises(Refused, match="the way to the partner is up"):
        bring_to(pair, "failed_over", **confirmed(1, **LEAVE))
    with pytest.raises(Refused, match="hp3par1.*Connection refused"):
        bring_to(pair, "primary")
    assert sent(pair) == []


def test_a_way_that_fails_is_waited_for_and_has_to_be_read_as_failed_three_times():
    pair = new_pair()
    pair.arrays[0].up = False
    tick(pair, 1)
    made, _outcome = bring_to(pair, "failed_over", **confirmed(1, **LEAVE))
    assert made.progress.failed_readings >= 3
    assert roles(pair)[1] == "Primary-Rev"


def test_what_would_be_lost_is_told_before():
    pair = disaster(new_pair())
    made, _outcome = bring_to(pair, "failed_over", check_mode=True, **confirmed(1, **LEAVE))
    age = made.loss_before["seconds"]
    assert made.loss_before == {"last_sync": pair.now - age, "seconds": age, "unknown": False}
    assert age >= 60
    bring_to(pair, "failed_over", **confirmed(1, **LEAVE))
    again, outcome = bring_to(pair, "failed_over", **confirmed(1, **LEAVE))
    assert again.loss_before["unknown"] and not outcome.plan.operations


def test_waiting_has_an_end():
    pair = new_pair(resync_seconds=10_000)
    bring_to(pair, "stopped")
    with pytest.raises(DeadlineExceeded, match="waited 120 s for the volumes to be Synced") as caught:
        bring_to(pair, "started")
    assert caught.value.details["commands"][0]["command"] == "startrcopygroup svc1"
    pair = new_pair(resync_seconds=10_000)
    bring_to(pair, "stopped")
    bring_to(pair, "started", wait=False)


def test_a_local_array_that_does_not_answer_is_an_error():
    pair = new_pair()
    pair.arrays[1].answers = False
    with pytest.raises(Silent, match="hp3par2"):
        bring_to(pair, "stopped")


def test_an_unknown_group_is_refused():
    pair = new_pair()
    pair.groups["svc1"].sides[1].name = "another"
    with pytest.raises(Refused, match="hp3par2 has no group svc1.r12345"):
        bring_to(pair, "primary")


def test_a_step_that_the_array_has_taken_by_itself_is_left_out():
    pair = new_pair()
    made = worlds.system(pair, "stopped", side=0)
    (operation,) = made.plan(made.read(), made.wish).operations
    tick(pair, 5)
    bring_to(pair, "stopped", side=0)
    made.apply(operation)
    assert made.commands == [] and len(sent(pair)) == 1


def test_a_step_that_has_become_wrong_is_refused():
    pair = new_pair()
    made = worlds.system(pair, "primary")
    operation = made.plan(made.read(), made.wish).operations[0]
    tick(pair, 5)
    bring_to(pair, "stopped", side=0)
    with pytest.raises(Refused, match="may have taken writes"):
        made.apply(operation)
    assert len(sent(pair)) == 1
