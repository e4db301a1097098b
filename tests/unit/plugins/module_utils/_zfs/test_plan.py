# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Groups of data sets."""

from __future__ import annotations

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import Refused
from ansible_collections.quorate.ha_storage.plugins.module_utils._zfs.model import Policy
from ansible_collections.quorate.ha_storage.plugins.module_utils._zfs.plan import as_far_as_known
from zfs import host

from . import worlds
from .worlds import names, read, replicate, snapshots, volume, wanted

PAIRS = [("src/zv", "dst/zv"), ("src/zw", "dst/zw")]


def group():
    system = volume()
    host.play(system, "zfs create -V 16M src/zw")
    return system


def test_all_of_a_group_have_one_moment():
    system = group()
    steps = replicate(system, wanted(PAIRS, snapshot="one"))
    assert steps[0] == "take the snapshot one of src/zv, src/zw"
    taken = [each.snapshot("one") for each in (system.datasets["src/zv"], system.datasets["src/zw"])]
    assert taken[0].txg == taken[1].txg
    assert names(system, "dst/zv") == ["a", "b", "one"] and names(system, "dst/zw") == ["one"]
    assert replicate(system, wanted(PAIRS, snapshot="one")) == []


def test_check_mode_shows_what_a_run_does_and_does_nothing():
    system = group()
    before = worlds.world(system)
    shown = replicate(system, wanted(PAIRS, snapshot="one"), check_mode=True)
    assert worlds.world(system) == before
    assert replicate(system, wanted(PAIRS, snapshot="one")) == shown


def test_one_that_cannot_stops_the_group():
    system = group()
    host.play(system, "zfs create -V 16M dst/zw", "zfs snapshot dst/zw@x")
    before = worlds.world(system)
    with pytest.raises(Refused, match="dst/zw: no_common"):
        replicate(system, wanted(PAIRS, snapshot="one"))
    assert worlds.world(system) == before


def test_a_name_that_only_some_have():
    system = group()
    host.play(system, "zfs snapshot src/zw@one")
    with pytest.raises(Refused, match="src/zw: name_clash: it has a snapshot one"):
        replicate(system, wanted(PAIRS, snapshot="one"))


def test_what_others_add_meanwhile_is_a_matter_of_the_next_run():
    system = volume()
    first = read(system)
    snapshots(system, "meanwhile", "mine")
    seen = as_far_as_known(read(system), first, "mine")
    assert [each.name for each in seen.pairs[0].source.snapshots] == ["a", "b", "mine"]


def test_retention_of_both_sides_comes_last():
    system = volume()
    snapshots(system, "c", "d")
    want = wanted(keep_source=Policy(last=1), keep_target=Policy(last=2))
    steps = replicate(system, want)
    assert steps[-3:] == ["destroy src/zv@a (source)", "destroy src/zv@b (source)", "destroy dst/zv@a (target)"]
    assert names(system, "src/zv") == ["c", "d"] and names(system, "dst/zv") == ["b", "c", "d"]
    assert replicate(system, want) == []
