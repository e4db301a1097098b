# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every state that can be asked for, from where it makes sense: checked, run, run again; over every transport."""

from __future__ import annotations

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._hp3par.wish import State
from hp3par.pair import new_pair

from .worlds import ALL_LEAVE, LEAVE, bring_to, came_back, confirmed, disaster, sent


def stopped():
    pair = new_pair()
    bring_to(pair, "stopped", side=0)
    return pair


def transparent():
    pair = new_pair("primera-4", "Sync")
    pair.groups["svc1"].policies = ["auto_failover", "path_management", "auto_recover"]
    return pair


def lost():
    return disaster(new_pair())


SCENES = {
    "started": (stopped, {}),
    "stopped": (new_pair, {}),
    # Without an age, a periodic group is synchronized each time.
    "synced": (new_pair, {"max_sync_age": 30}),
    "primary": (new_pair, {"resume": True}),
    "switched_over": (transparent, {}),
    "failed_over": (lost, confirmed(1, **LEAVE)),
    "recovered": (came_back, confirmed(1, **LEAVE)),
    "restored": (came_back, confirmed(1, **LEAVE)),
    "reverted": (came_back, confirmed(1, **ALL_LEAVE)),
}
# The web services have no reverse of one side alone. What the program cli says of an array that is lost is not known.
IMPOSSIBLE = {("reverted", "wsapi"), ("failed_over", "cli")}
CASES = [(state, kind) for state in SCENES for kind in ("ssh", "cli", "wsapi", "proxy")]


@pytest.mark.parametrize(("state", "kind"), [case for case in CASES if case not in IMPOSSIBLE])
def test_a_check_sends_nothing_and_a_second_run_changes_nothing(state, kind):
    scene, options = SCENES[state]
    pair = scene()
    before = sent(pair)
    checked, outcome = bring_to(pair, state, kind=kind, check_mode=True, **options)
    assert outcome.plan.operations and checked.commands == [] and sent(pair) == before
    made, outcome = bring_to(pair, state, kind=kind, **options)
    assert outcome.plan.operations and len(made.commands) == len(sent(pair)) - len(before)
    for check_mode in (True, False):
        again, outcome = bring_to(pair, state, kind=kind, check_mode=check_mode, **options)
        assert outcome.plan.operations == () and again.commands == []


def test_no_state_is_left_out():
    assert set(SCENES) == {state.value for state in State}
