# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The whole on a simulated pair: each state, each transport, each thing that can go wrong with a command."""

from __future__ import annotations

import contextlib
import dataclasses

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import (
    DeadlineExceeded,
    HaStorageError,
    NotConverged,
    Refused,
    Unparsable,
)
from ansible_collections.quorate.ha_storage.plugins.module_utils._hp3par import system as subject
from ansible_collections.quorate.ha_storage.plugins.module_utils._hp3par.answers import Silent
from hp3par.engine import tick
from hp3par.pair import PERSONALITIES, Fault, new_pair, write

from . import worlds
from .worlds import bring_to, sent

LEAVE = {"disaster": True, "accept_data_loss": True, "discard_peer_changes": True}
ALL_LEAVE = {**LEAVE, "discard_local_changes": True}


def confirmed(side, **options):
    return {**options, "confirm": worlds.NAMES[side]}


def disaster(pair):
    """The first array is lost."""
    pair.arrays[0].up = False
    tick(pair, 20)
    return pair


def failed_over(mode="Periodic", personality="3par-3.3"):
    pair = disaster(new_pair(personality, mode))
    bring_to(pair, "failed_over", **confirmed(1, **LEAVE))
    return pair


def came_back(**values):
    pair = failed_over(**values)
    pair.arrays[0].up = True
    tick(pair, 5)
    return pair


def roles(pair):
    return [side.role for side in pair.groups["svc1"].sides]


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


STATES = {
    "primary": (new_pair, {}),
    "failed_over": (lambda: disaster(new_pair()), LEAVE),
    "recovered": (came_back, LEAVE),
    "restored": (came_back, LEAVE),
    "reverted": (came_back, ALL_LEAVE),
    "stopped": (new_pair, {}),
    "synced": (new_pair, {}),
}


def commands_of(state):
    begin, leave = STATES[state]
    pair = begin()
    return len(bring_to(pair, state, **confirmed(1, **leave))[0].commands)


def cases(*kinds):
    for state in STATES:
        for number in range(commands_of(state)):
            for kind in kinds:
                yield pytest.param(state, number, kind, id=f"{state}-{number}-{kind}")


def faulty(pair, number, kind):
    """The command with that number (from 0) meets the fault."""
    real, count = pair.fault, iter(range(100))

    def fault(writes):
        return kind if writes and next(count) == number else real(writes)

    pair.fault = fault
    return pair


@pytest.mark.parametrize("transport", ["ssh", "cli", "wsapi", "proxy"])
@pytest.mark.parametrize("state, number, kind", cases("dropped", "hang"))
def test_an_answer_that_is_lost_is_not_asked_for_by_sending_again(state, number, kind, transport):
    begin, leave = STATES[state]
    if transport == "wsapi" and state == "reverted":
        with pytest.raises(Refused, match="no equivalent"):
            bring_to(begin(), state, kind=transport, **confirmed(1, **leave))
        return
    smooth, pair = begin(), faulty(begin(), number, kind)
    before = len(pair.log)
    if transport == "cli":
        # cli tells a lost connection in words that nobody knows: the state is read all the same.
        bring_to(pair, state, **confirmed(1, **leave))
    else:
        bring_to(pair, state, kind=transport, **confirmed(1, **leave))
    bring_to(smooth, state, **confirmed(1, **leave))
    assert roles(pair) == roles(smooth)
    assert pair.groups["svc1"].sides[1].status == smooth.groups["svc1"].sides[1].status
    later = [line for side, line in pair.log[before:] if (side, line) in pair.changes()]
    assert len(later) == len(set(later))


@pytest.mark.parametrize("transport", ["ssh", "wsapi", "proxy"])
@pytest.mark.parametrize("state, number, kind", cases("lost", "failed", "expired"))
def test_a_command_that_was_not_carried_out_is_an_error_with_the_way_on(state, number, kind, transport):
    begin, leave = STATES[state]
    if transport == "wsapi" and state == "reverted":
        return
    pair = faulty(begin(), number, kind)
    with pytest.raises(NotConverged) as caught:
        bring_to(pair, state, kind=transport, **confirmed(1, **leave))
    details = caught.value.details
    assert len(details["commands"]) == number + 1
    assert details["recovery_hint"] and details["after"]["local"]["group"]
    once = [line for _side, line in pair.changes()]
    assert len(once) == len(set(once))
    # The next run goes on, or says what it needs to.
    with contextlib.suppress(Refused):
        bring_to(pair, state, resync_stopped=True, **confirmed(1, **leave))


@pytest.mark.parametrize("state, number, kind", cases("busy"))
def test_no_place_for_a_connection_is_waited_out(state, number, kind):
    begin, leave = STATES[state]
    pair = faulty(begin(), number, kind)
    bring_to(pair, state, **confirmed(1, **leave))


@pytest.mark.parametrize("writes", [True, False])
def test_garbage_never_leads_to_a_write(writes):
    pair = new_pair()
    pair.faults = [Fault("garbage", writes)]
    if writes:
        bring_to(pair, "stopped")  # what the array says of a command does not count, its state does
        assert pair.groups["svc1"].sides[0].status == "Stopped"
        return
    with pytest.raises(HaStorageError):
        bring_to(pair, "primary")
    assert sent(pair) == []


@pytest.mark.parametrize("role", ["Tertiary", "primary", ""])
def test_unknown_roles_never_lead_to_a_write(role):
    for state in STATES:
        pair = new_pair()
        pair.groups["svc1"].sides[0].role = role
        with pytest.raises(Unparsable):
            bring_to(pair, state, **confirmed(1, **ALL_LEAVE))
        assert sent(pair) == []


def test_a_start_during_a_promotion_is_tried_again_and_nothing_else_is():
    pair = new_pair()
    bring_to(pair, "primary")
    pair.promoting_until = pair.now + 12
    made, _outcome = bring_to(pair, "started")
    kinds = [command["outcome"] for command in made.commands]
    assert kinds[-1] == "done" and set(kinds[:-1]) == {"later"} and len(kinds) > 1


def test_a_promotion_without_end_is_an_error():
    pair = new_pair()
    bring_to(pair, "primary")
    pair.promoting_until = pair.now + 10_000
    with pytest.raises(NotConverged, match="currently being promoted"):
        bring_to(pair, "started")


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


class Refusing:
    """An array whose host key has changed."""

    name, kind = "hp3par1", "ssh"

    def read(self, _group):
        raise HaStorageError("hp3par1: Host key verification failed.")

    def close(self):
        """Nothing to close."""


def test_a_wrong_host_key_is_no_lost_array():
    pair = disaster(new_pair())
    made = worlds.system(pair, "failed_over", **confirmed(1, **LEAVE))
    made.arrays.peer = Refusing()
    with pytest.raises(HaStorageError, match="Host key"):
        made.read()
    made.arrays.peer_required = False
    assert made.read().silence == "hp3par1: Host key verification failed."


def test_both_arrays_are_asked_at_once_and_the_local_error_counts():
    def wrong():
        raise Silent("local")

    assert subject.in_parallel(lambda: 1, lambda: 2) == (1, 2)
    with pytest.raises(Silent, match="local"):
        subject.in_parallel(wrong, lambda: 2)
