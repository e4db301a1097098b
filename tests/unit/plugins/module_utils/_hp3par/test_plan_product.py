# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The whole product of roles, statuses, ways and states of synchronization: each cell is a plan or a named refusal."""

from __future__ import annotations

import dataclasses
import functools
import itertools

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._hp3par import effects, refusals
from ansible_collections.quorate.ha_storage.plugins.module_utils._hp3par.model import Mode, Path, Status, Sync, Verb
from ansible_collections.quorate.ha_storage.plugins.module_utils._hp3par.plan import RULES, decide, foresee
from ansible_collections.quorate.ha_storage.plugins.module_utils._hp3par.wish import Do, Done, No, State, Wait

from . import views

ROLES = ("P", "PR", "S", "SR")
FREE = {**views.LEAVE, "discard_local_changes": True, "resync_stopped": True, "resume": True}


@functools.lru_cache(maxsize=None)
def sides(path, sync, mode, letters, status):
    """(local, peer) with this state."""
    one = views.view(letters, letters, status=status, path=path, sync=sync, mode=mode)
    return one.local, one.peer


@functools.lru_cache(maxsize=None)
def cells():
    """Every view: 2 modes x 3 ways x 8 states of synchronization x 4 x 6 roles x 7 x 7 statuses."""
    found = []
    for mode, path, sync in itertools.product((Mode.SYNC, Mode.PERIODIC), Path, Sync):
        here = [sides(path, sync, mode, *case)[0] for case in itertools.product(ROLES, Status)]
        there = [sides(path, sync, mode, *case)[1] for case in itertools.product(ROLES, Status)]
        absent = views.view("S", None).peer
        found += [views.View(*case, views.NOW) for case in itertools.product(here, (*there, absent, None))]
    return found


def ends_well(view, wish):
    """What is foreseen has an end, no step twice, and a second run after it has nothing to do."""
    steps, end, after = foresee(view, wish)
    assert len(steps) == len(set(steps))
    if isinstance(end, Done) and steps:
        again, end, _after = foresee(dataclasses.replace(after, progress=view.progress), wish)
        assert again == []
        # Two primaries do not tell which of them took over.
        two = wish.state is State.FAILED_OVER and view.peer is not None
        assert [refusal.name for refusal in end.refusals] == ["both_primary"] if two else end == Done()


def primaries(view):
    """How many sides take writes."""
    return sum(group.role.primary for group in view.groups)


@pytest.mark.parametrize("state", State)
def test_with_every_leave_each_cell_is_a_step_a_wait_or_a_named_refusal(state):
    wish, seen = views.wish(state, **FREE, max_sync_age=10**6), set()
    for view in cells():
        verdict = decide(view, wish)
        seen.add(type(verdict))
        if isinstance(verdict, No):
            assert all(refusal.name in refusals.NAMES and refusal.way_out for refusal in verdict.refusals)
            continue
        if isinstance(verdict, Do) and view.local.path is Path.READY:
            # Both sides never become primary while the arrays see each other.
            assert primaries(effects.expected(view, verdict.step)) <= max(primaries(view), 1), view
        if not isinstance(verdict, Done):
            ends_well(view, wish)
    assert {Done, No} <= seen <= {Done, Do, Wait, No}


@pytest.mark.parametrize("state", State)
def test_without_leave_nothing_is_lost(state):
    """The steps that can discard writes, and what has to be seen before them."""
    wish, seen = views.wish(state, resync_stopped=True, resume=True), set()
    for view in cells():
        verdict = decide(view, wish)
        seen.add(type(verdict))
        if isinstance(verdict, Do):
            assert verdict.step.verb not in (Verb.FAILOVER, Verb.REVERSE, Verb.RECOVER), view
            if verdict.step.verb is Verb.STOP and state is State.PRIMARY:
                assert all(group.synced for group in view.groups)
            if verdict.step.verb in (Verb.RESTORE, Verb.SWITCHOVER):
                assert all(group.synced and group.status is Status.STARTED for group in view.groups)
    assert {Done, No} <= seen <= {Done, Do, Wait, No}


def test_every_state_has_a_rule():
    assert set(RULES) == set(State)


def test_with_a_peer_that_replicates_nothing_is_failed_over():
    acted = 0
    for view in cells():
        verdict = decide(view, views.wish("failed_over", link_down_confirmations=0, **views.LEAVE))
        if isinstance(verdict, Do):
            acted += 1
            assert view.local.path is Path.FAILED
            assert view.peer is None or view.peer.group.status is Status.STOPPED
            assert view.local.group.status is Status.STOPPED
    assert acted
