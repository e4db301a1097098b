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


@pytest.mark.parametrize("state", State)
def test_each_cell_is_a_step_a_wait_or_a_named_refusal(state):
    seen = set()
    for free in (FREE, {}):
        wish = views.wish(state, **free)
        for view in cells():
            verdict = decide(view, wish)
            assert isinstance(verdict, (Done, Do, Wait, No))
            seen.add(type(verdict))
            for refusal in getattr(verdict, "refusals", ()):
                assert refusal.name in refusals.NAMES and refusal.way_out
    assert seen >= {Done, No}


@pytest.mark.parametrize("state", State)
def test_each_cell_foresees_an_end_and_a_second_run_does_nothing(state):
    wish = views.wish(state, **FREE, max_sync_age=10**6)
    for view in cells():
        steps, end, after = foresee(view, wish)
        assert len(steps) == len(set(steps))
        if isinstance(end, Done) and steps:
            again, end, _after = foresee(dataclasses.replace(after, progress=view.progress), wish)
            assert again == []
            # Two primaries do not tell which of them took over.
            two = state is State.FAILED_OVER and view.peer is not None
            assert [refusal.name for refusal in end.refusals] == ["both_primary"] if two else end == Done()


def test_every_rule_is_here():
    assert set(RULES) == set(State)


@pytest.mark.parametrize("state", State)
def test_without_leave_nothing_is_lost(state):
    """The steps that can discard writes, and what has to be seen before them."""
    wish = views.wish(state, resync_stopped=True, resume=True)
    for view in cells():
        verdict = decide(view, wish)
        if isinstance(verdict, Do):
            assert verdict.step.verb not in (Verb.FAILOVER, Verb.REVERSE, Verb.RECOVER), (state, view)
            if verdict.step.verb is Verb.STOP and state is State.PRIMARY:
                assert all(group.synced for group in view.groups)
            if verdict.step.verb in (Verb.RESTORE, Verb.SWITCHOVER):
                assert all(group.synced and group.status is Status.STARTED for group in view.groups)


@pytest.mark.parametrize("state", State)
def test_both_sides_never_become_primary_while_the_way_is_ready(state):
    wish = views.wish(state, **FREE)
    for view in cells():
        verdict = decide(view, wish) if view.local.path is Path.READY else None
        if isinstance(verdict, Do):
            before = sum(group.role.primary for group in view.groups)
            after = sum(group.role.primary for group in effects.expected(view, verdict.step).groups)
            assert after <= max(before, 1), (state, view)


def test_with_a_peer_that_replicates_nothing_is_failed_over():
    for view in cells():
        verdict = decide(view, views.wish("failed_over", link_down_confirmations=0, **views.LEAVE))
        if isinstance(verdict, Do):
            assert view.local.path is Path.FAILED
            assert view.peer is None or view.peer.group.status is Status.STOPPED
            assert view.local.group.status is Status.STOPPED
