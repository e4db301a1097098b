# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether there is a snapshot, and how large."""

from __future__ import annotations

import dataclasses

import hypothesis.strategies as st
import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._drbd.proc import Replica
from ansible_collections.quorate.ha_storage.plugins.module_utils._snapshot.model import (
    Make,
    Nothing,
    Remove,
    Snapshot,
    Volume,
)
from ansible_collections.quorate.ha_storage.plugins.module_utils._snapshot.plan import (
    before,
    left_over,
    needed,
    useless,
)
from hypothesis import given

MIB, GIB = 1 << 20, 1 << 30
OLD = Replica("Outdated", "UpToDate", "WFSyncUUID", 100 * MIB)
VOLUME = Volume("vg0", "san0", 10 * GIB, 20 * GIB, 4 * MIB)
OURS = Snapshot("vg0", "san0-before-resync", "san0", True)


def test_room_for_what_is_copied_and_a_tenth_for_what_is_written_meanwhile():
    todo = before(OLD, VOLUME)
    assert isinstance(todo, Make) and todo.size % VOLUME.extent == 0
    assert 100 * MIB + GIB < todo.size < 200 * MIB + GIB


def test_with_less_room_it_takes_what_there_is():
    todo = before(OLD, dataclasses.replace(VOLUME, free=203 * MIB))
    assert todo == Make(dataclasses.replace(VOLUME, free=203 * MIB), 200 * MIB)


def test_a_full_group_is_to_be_told_and_stops_nothing():
    todo = before(OLD, dataclasses.replace(VOLUME, free=4 * MIB))
    assert todo == Nothing("a snapshot needs 120 MiB, and the volume group vg0 has 4 MiB free", failed=True)
    assert before(None, VOLUME).failed and before(OLD, None).failed


@pytest.mark.parametrize("disk", ["Inconsistent", "Diskless", "Failed", "Negotiating"])
def test_data_that_are_not_whole_are_not_worth_one(disk):
    todo = before(dataclasses.replace(OLD, disk=disk), VOLUME)
    assert isinstance(todo, Nothing) and not todo.failed


def test_one_from_an_interrupted_resync_shows_the_last_whole_state_and_stays():
    todo = before(OLD, dataclasses.replace(VOLUME, snapshots=(OURS,)))
    assert isinstance(todo, Nothing) and not todo.failed
    assert useless([dataclasses.replace(VOLUME, snapshots=(OURS,))]) == []


def test_one_that_became_full_goes():
    full = dataclasses.replace(OURS, valid=False)
    assert useless([dataclasses.replace(VOLUME, snapshots=(full,))]) == [Remove(full)]


def test_in_a_pool_it_takes_no_room():
    assert before(OLD, dataclasses.replace(VOLUME, thin=True, free=0)).size == 0


sizes = st.integers(1, 1 << 44)


@given(sizes, sizes, sizes)
def test_a_snapshot_fits_into_the_group_and_around_the_changes(size, free, amount):
    volume = Volume("vg0", "san0", size, free, 4 * MIB)
    todo = before(dataclasses.replace(OLD, out_of_sync=amount), volume)
    if isinstance(todo, Make):
        assert min(amount, size) < todo.size <= min(free, needed(size, volume))
    else:
        assert free // volume.extent * volume.extent < needed(amount, volume)


def test_what_a_crash_has_left_goes_once_both_copies_are_up_to_date():
    volume = dataclasses.replace(VOLUME, snapshots=(OURS,))
    well = Replica("UpToDate", "UpToDate", "Connected", 0)
    assert left_over([volume], {("vg0", "san0"): well}) == [OURS]
    assert left_over([volume], {("vg0", "san0"): dataclasses.replace(well, disk="Inconsistent")}) == []
    assert left_over([volume], {("vg0", "san0"): dataclasses.replace(well, peer="DUnknown")}) == []
    assert left_over([volume], {}) == []
