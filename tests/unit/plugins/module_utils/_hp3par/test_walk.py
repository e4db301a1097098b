# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""10,000 random steps: nothing that must never happen happens, and everything that may happen does."""

from __future__ import annotations

import collections

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._hp3par import disaster, planned
from ansible_collections.quorate.ha_storage.plugins.module_utils._hp3par.plan import RULES
from ansible_collections.quorate.ha_storage.plugins.module_utils._hp3par.wish import Done, State

from . import walks

WALKS, STEPS = 100, 100


def walk_all():
    """How often each verb ended how, in all walks."""
    seen = collections.Counter()
    for seed in range(WALKS):
        one = walks.Walk(seed)
        try:
            for _step in range(STEPS):
                one.step()
        except walks.Violation as violation:
            raise walks.Violation(f"{violation} (seed {seed}: {'; '.join(one.story[-12:])})") from violation
        seen += one.seen
    return seen


def test_no_walk_loses_what_must_not_be_lost():
    seen = walk_all()
    ends = {verb: {end for name, end in seen if name == verb} for verb, _end in seen}
    for verb in ("primary", "failed_over", "recovered", "restored", "started", "synced"):
        assert {"done", "refused", "killed", "error"} <= ends[verb], (verb, ends[verb])
    assert sum(count for (_verb, end), count in seen.items() if end == "done") > WALKS


def naive_primary(view, wish):
    """OpenSVC's document: stop where it is started, and reverse."""
    verdict = planned.primary(view, wish)
    refused = {refusal.name for refusal in getattr(verdict, "refusals", ())}
    if refused & {"peer_may_be_ahead", "not_synced"}:
        return planned.Do(planned.Step(planned.Verb.REVERSE, planned.Where.LOCAL, view.local.group.name))
    return verdict


def naive_failover(view, wish):
    """Whatever happens, take over."""
    verdict = disaster.failed_over(view, wish)
    if isinstance(verdict, Done):
        return verdict
    return disaster.Do(disaster.Step(disaster.Verb.FAILOVER, disaster.Where.LOCAL, view.local.group.name))


@pytest.mark.parametrize(
    "state, rule, found",
    [
        (State.PRIMARY, naive_primary, "take-over has lost|no side holds all"),
        (State.FAILED_OVER, naive_failover, "both sides were made primary|no side holds all"),
    ],
)
def test_the_oracle_finds_what_a_naive_rule_does(monkeypatch, state, rule, found):
    monkeypatch.setitem(RULES, state, rule)
    with pytest.raises(walks.Violation, match=found):
        walk_all()
