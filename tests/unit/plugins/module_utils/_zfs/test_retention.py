# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which snapshots stay."""

from __future__ import annotations

import calendar

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._zfs.model import Dataset, Options, Policy, Snapshot
from ansible_collections.quorate.ha_storage.plugins.module_utils._zfs.retention import (
    prune,
    surplus_at_source,
    surplus_at_target,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from .worlds import ANY

HOUR, DAY = 3600, 86400
# A Monday.
MIDNIGHT = calendar.timegm((2026, 11, 23, 0, 0, 0))


def at(*times, **values):
    """Snapshots made at these seconds, in order."""
    return [Snapshot(f"s{number}", str(number), number, time, **values) for number, time in enumerate(sorted(times), 1)]


def kept(snapshots, now=MIDNIGHT + 9 * DAY, **rules):
    gone = prune(snapshots, Policy(**rules), now)
    return [each.created for each in snapshots if each not in gone]


def test_hourly_snapshots_are_rolled_up_into_the_first_of_the_day():
    hours = [MIDNIGHT + number * HOUR for number in range(-24, 3)]
    assert kept(at(*hours), hourly=2, daily=7) == [MIDNIGHT - DAY, MIDNIGHT, *hours[-2:]]
    newest = kept(at(*hours), hourly=2, daily=7, newest=True)
    assert newest == [MIDNIGHT - HOUR, *hours[-2:]]


def test_grandfather_father_and_son():
    days = [MIDNIGHT - number * DAY for number in range(800)]
    firsts = [calendar.timegm((*date, 0, 0, 0)) for date in ((2025, 1, 1), (2026, 1, 1), (2026, 9, 1), (2026, 10, 1))]
    november = calendar.timegm((2026, 11, 1, 0, 0, 0))
    week = [MIDNIGHT - 7 * DAY]
    found = kept(at(*days), daily=3, weekly=2, monthly=3, yearly=2)
    assert found == [*firsts, november, *week, *reversed(days[:3])]


def test_weeks_begin_on_monday():
    sunday, monday = MIDNIGHT - HOUR, MIDNIGHT
    assert kept(at(sunday, monday), weekly=1) == [monday]
    assert kept(at(monday, monday + 7 * DAY - 1), weekly=9) == [monday]


def test_nothing_goes_by_the_mere_passing_of_time():
    snapshots = at(*(MIDNIGHT + number * HOUR for number in range(5)))
    assert kept(snapshots, now=MIDNIGHT + 9999 * DAY, hourly=5) == [each.created for each in snapshots]


@pytest.mark.parametrize("values", [{"holds": 1}, {"clones": ("a/clone",)}])
def test_what_is_held_or_cloned_stays(values):
    assert len(kept(at(1, 2, 3, **values), last=1)) == 3


def test_the_young_ones_and_those_of_the_future_stay():
    times = (MIDNIGHT - 100, MIDNIGHT - 10, MIDNIGHT + 10, MIDNIGHT + 20)
    assert kept(at(*times), now=MIDNIGHT, last=1, min_age=60) == list(times[1:])


policies = st.builds(Policy, *(st.integers(0, 4) for _rule in range(6)), st.just(0), st.booleans())
moments = st.lists(st.integers(MIDNIGHT - 900 * DAY, MIDNIGHT), max_size=60)


@given(moments, policies)
@settings(deadline=None)
def test_twice_is_once_and_one_stays_for_each_rule(times, policy):
    snapshots = at(*times)
    gone = prune(snapshots, policy, MIDNIGHT)
    left = [each for each in snapshots if each not in gone]
    assert prune(left, policy, MIDNIGHT) == []
    if any((policy.last, policy.hourly, policy.daily, policy.weekly, policy.monthly, policy.yearly)) and snapshots:
        assert left


@given(moments, policies, st.integers(0, 60))
@settings(deadline=None)
def test_neither_the_base_nor_what_is_newer_goes(times, policy, number):
    source = Dataset("a", snapshots=tuple(at(*times)))
    base = source.snapshots[min(number, len(times) - 1)] if times else None
    options = Options(match=ANY, keep_source=policy, keep_target=policy)
    for gone in (
        surplus_at_source(source, base, options, MIDNIGHT),
        surplus_at_target(source, base, options, MIDNIGHT),
    ):
        assert all(base and each.txg < base.txg for each in gone)


def test_what_another_target_has_not_got_yet_stays():
    snapshots = at(1, 2, 3, 4)
    snapshots[1] = snapshots[1]._replace(holds=1, tags=("second",))
    options = Options(match=ANY, keep_source=Policy(last=1), other_tags=("second",))
    source = Dataset("a", snapshots=tuple(snapshots))
    # What goes is older than the base of either; of those, the last one stays.
    assert surplus_at_source(source, source.snapshots[-1], options, 9) == []
    source = Dataset("a", snapshots=tuple(at(1, 2, 3, 4)))
    assert surplus_at_source(source, source.snapshots[-1], options, 9) == []


def test_only_ours_go_and_our_own_hold_is_none():
    snapshots = tuple(at(1, 2, 3, 4, holds=1, tags=("quorate",)))
    source = Dataset("a", snapshots=(*snapshots[:1], snapshots[1]._replace(name="theirs!"), *snapshots[2:]))
    gone = surplus_at_source(source, snapshots[-1], Options(match=ANY, keep_source=Policy(last=1)), 9)
    assert [each.created for each in gone] == [1]
    assert surplus_at_source(source, snapshots[-1], Options(match=ANY), 9) == []
    assert surplus_at_target(source, None, Options(match=ANY, keep_target=Policy(last=1)), 9) == []
