# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each thing that can go wrong with a command, on a simulated pair: found out by reading, never sent again."""

from __future__ import annotations

import contextlib

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.converge import bring
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import (
    HaStorageError,
    NotConverged,
    Refused,
    Unparsable,
)
from ansible_collections.quorate.ha_storage.plugins.module_utils._hp3par.answers import Kind, Outcome
from hp3par.pair import Fault, new_pair

from . import worlds
from .worlds import ALL_LEAVE, LEAVE, bring_to, came_back, confirmed, disaster, roles, sent

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


def test_only_a_start_is_tried_again():
    pair = new_pair()
    made = worlds.system(pair, "stopped", side=0)
    later = Outcome(Kind.LATER, "could be retried later")
    made.arrays.local.act = lambda step, seconds: later
    with pytest.raises(NotConverged, match="declined: could be retried later"):
        bring(made, made.wish, made.plan, check_mode=False)
    assert len(made.commands) == 1
