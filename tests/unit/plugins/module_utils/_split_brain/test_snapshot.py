# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import dataclasses

from ansible_collections.quorate.ha_storage.plugins.module_utils._split_brain.snapshot import (
    kept,
    name_of,
    size_of,
    snapshot_refusals,
)
from hypothesis import given
from hypothesis import strategies as st

from .worlds import MIB, STORE, current, side, wanted

NAME = "san0-discarded-8d1445cf"


def found(store, here="node2", traced=True, **differs):
    keep = wanted(keep_snapshot=True, **differs)
    return [str(each) for each in snapshot_refusals(current(here, store=store), keep, traced)]


def test_the_name_is_that_of_the_generation():
    assert name_of(STORE, side("node2")) == NAME
    assert not kept(STORE, side("node2"))
    assert kept(dataclasses.replace(STORE, snapshots=((NAME, True),)), side("node2"))


@given(st.integers(1, 1 << 45))
def test_by_default_it_can_never_overflow(size):
    made = size_of(dataclasses.replace(STORE, size=size), wanted())
    chunks = -(-size // 4096)
    assert made % STORE.extent == 0 and made >= (chunks + chunks // 256) * 4096


def test_a_size_is_rounded_to_extents():
    assert size_of(STORE, wanted(snapshot_size=5 * MIB)) == 8 * MIB


def test_there_must_be_room():
    assert found(STORE) == []
    [said] = found(dataclasses.replace(STORE, free=8 * MIB))
    assert "volume group vg0 has 8m free, the snapshot takes 136m" in said
    assert found(dataclasses.replace(STORE, free=12 * MIB), snapshot_size=12 * MIB) == []


def test_it_must_hold_what_the_copies_differ_in():
    [said] = found(STORE, snapshot_size=4 * MIB)
    assert "would overflow" in said and "at least 12m" in said
    [said] = found(STORE, snapshot_size=12 * MIB, traced=False)
    assert "at least 136m" in said, "all of it is overwritten"


def test_one_that_is_there_needs_no_room():
    full = dataclasses.replace(STORE, free=0)
    assert found(dataclasses.replace(full, snapshots=((NAME, True),))) == []
    [said] = found(dataclasses.replace(full, snapshots=((NAME, False),)))
    assert "has overflowed" in said and f"lvremove vg0/{NAME}" in said


def test_only_the_victim_keeps_one():
    assert found(None, here="node1") == []
    assert "no snapshot" in found(None)[0]
