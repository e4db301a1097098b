# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The arrays themselves: who holds which writes after what."""

from __future__ import annotations

import pytest
from hp3par.engine import tick
from hp3par.orders import Declined, obey
from hp3par.pair import PERSONALITIES, new_pair, write


def holds(pair, side):
    return [volume.writes for volume in pair.groups["svc1"].sides[side].volumes]


def made(mode="Periodic", personality="3par-3.3", **values):
    pair = new_pair(personality, mode, **values)
    return pair, pair.groups["svc1"]


def roles(group):
    return [side.role for side in group.sides]


def test_a_synchronous_write_is_on_both_sides_at_once():
    pair, group = made("Sync")
    assert write(pair, 0, group)
    assert holds(pair, 0) == holds(pair, 1) == [{1}, {1}]


def test_a_periodic_write_arrives_with_the_next_period():
    pair, group = made()
    write(pair, 0, group)
    assert holds(pair, 1) == [set(), set()]
    tick(pair, group.period + pair.resync_seconds)
    write(pair, 0, group)
    assert holds(pair, 1) == [{1}, {1}]
    assert group.sides[1].volumes[0].last_sync == pair.now - pair.resync_seconds


def test_hosts_cannot_write_to_a_secondary_or_a_lost_array():
    pair, group = made()
    assert not write(pair, 1, group)
    pair.arrays[0].up = False
    assert not write(pair, 0, group)


def test_a_synchronous_write_waits_until_the_partner_is_given_up():
    pair, group = made("Sync")
    pair.links = [False, False]
    assert not write(pair, 0, group)
    tick(pair, pair.fail_after + 2)
    assert pair.arrays[0].state == "failed" and group.sides[0].status == "Stopped"
    assert write(pair, 0, group)
    assert holds(pair, 1) == [set(), set()]


@pytest.mark.parametrize("recovers", [True, False])
def test_links_that_come_back(recovers):
    pair, group = made("Sync")
    group.policies = ["auto_recover"] if recovers else []
    pair.links = [False, False]
    tick(pair, 20)
    write(pair, 0, group)
    pair.links = [True, False]
    tick(pair, 20)
    assert group.sides[0].status == ("Started" if recovers else "Stopped")
    assert holds(pair, 1) == ([{1}, {1}] if recovers else [set(), set()])


def test_a_transfer_that_breaks_leaves_the_copy_as_it_was():
    pair, group = made()
    write(pair, 0, group)
    obey(pair, "sync", 0, group)
    tick(pair, 2)
    pair.links = [False, False]
    tick(pair, 20)
    assert holds(pair, 1) == [set(), set()]
    assert {volume.sync for volume in group.sides[1].volumes} == {"Stale"}


def test_reverse_looks_at_no_data_and_the_next_start_discards():
    """Finding 2: what was written after the stop is gone."""
    pair, group = made("Sync")
    obey(pair, "stop", 0, group)
    write(pair, 0, group)
    obey(pair, "reverse", 1, group)
    assert roles(group) == ["Secondary", "Primary"] and holds(pair, 0) == [{1}, {1}]
    obey(pair, "start", 1, group)
    tick(pair, 20)
    assert holds(pair, 0) == [set(), set()]


def test_no_array_prevents_two_primaries_and_the_oracle_sees_them():
    pair, group = made()
    obey(pair, "stop", 0, group)
    obey(pair, "failover", 1, group)
    assert roles(group) == ["Primary", "Primary-Rev"]
    assert pair.split == [(1, "failover")]


def test_what_arrays_with_auto_synchronize_do_by_themselves():
    """Finding 4 (live)."""
    pair, group = made("Sync", "alletra-10.5")
    group.policies = ["auto_synchronize"]
    obey(pair, "failover", 1, group)
    assert roles(group) == ["Secondary-Rev", "Primary-Rev"]
    tick(pair, 20)
    assert roles(group) == ["Secondary", "Primary"]
    with pytest.raises(Declined, match="not previously switched"):
        obey(pair, "restore", 1, group)


def test_the_way_back_after_a_disaster():
    pair, group = made()
    pair.arrays[0].up = False
    tick(pair, 20)
    obey(pair, "failover", 1, group)
    write(pair, 1, group)
    pair.arrays[0].up = True
    tick(pair, 5)
    for order, expected in (
        ("recover", ["Secondary-Rev", "Primary-Rev"]),
        ("restore", ["Primary", "Secondary"]),
    ):
        obey(pair, order, 1, group)
        tick(pair, 20)
        assert roles(group) == expected
    assert holds(pair, 0) == [{1}, {1}]


DECLINED = [
    ("start", 0, {}, 215),
    ("stop", 1, {}, 0),
    ("sync", 1, {}, 0),
    ("reverse", 1, {}, 284),
    ("failover", 0, {}, 0),
    ("failover", 1, {}, 284),
    ("recover", 1, {}, 29),
    ("restore", 1, {}, 29),
    ("switchover", 0, {}, 0),
    ("start", 0, {"links": [False, False]}, 215),
    ("sync", 0, {"links": [False, False]}, 0),
]


@pytest.mark.parametrize("order, side, values, code", DECLINED)
def test_what_is_declined_changes_nothing(order, side, values, code):
    pair, group = made(**values)
    before = [(one.role, one.status) for one in group.sides]
    with pytest.raises(Declined) as caught:
        obey(pair, order, side, group)
    assert caught.value.code == code
    assert [(one.role, one.status) for one in group.sides] == before


def test_started_groups_of_one_target_have_one_mode():
    pair, group = made("Sync", "alletra-10.5")
    pair.groups["other"] = new_pair(mode="Periodic").groups["svc1"]
    obey(pair, "stop", 0, group)
    with pytest.raises(Declined) as caught:
        obey(pair, "start", 0, group)
    assert caught.value.code == 236


def test_personalities_are_known_by_their_names():
    assert sorted(PERSONALITIES) == ["3par-3.1", "3par-3.3", "alletra-10.5", "primera-4"]
