# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where two data sets meet."""

from __future__ import annotations

from ansible_collections.quorate.ha_storage.plugins.module_utils._zfs.meeting import (
    Meeting,
    first_after,
    lost,
    meet,
    pending,
    rollback_point,
)
from ansible_collections.quorate.ha_storage.plugins.module_utils._zfs.model import Dataset, Options, Snapshot
from hypothesis import given, settings
from hypothesis import strategies as st

from .worlds import ANY


def series(*guids, bookmark=False, **values):
    return tuple(
        Snapshot(f"s{guid}", str(guid), txg, txg, bookmark=bookmark, **values) for txg, guid in enumerate(guids)
    )


def test_guids_count_and_names_do_not():
    source = Dataset("a", snapshots=series(1, 2, 3))
    renamed = tuple(each._replace(name="other") for each in series(1, 2))
    assert meet(source, Dataset("b", snapshots=renamed), False).base == source.snapshots[1]
    same_names = tuple(each._replace(guid=f"9{each.guid}") for each in series(1, 2, 3))
    assert meet(source, Dataset("b", snapshots=same_names), False) == Meeting(tail=same_names)


def test_a_snapshot_is_a_better_base_than_its_bookmark_and_a_bookmark_better_than_none():
    target = Dataset("b", snapshots=series(1, 2, 9))
    marks = series(1, 2, bookmark=True)
    both = meet(Dataset("a", snapshots=series(1, 2), bookmarks=marks), target, False)
    assert both.base and both.base.mark == "@s2" and both.tail == target.snapshots[2:]
    only = meet(Dataset("a", snapshots=series(1), bookmarks=marks), target, False)
    assert only.base and only.base.mark == "#s2"


def test_a_raw_base_needs_the_same_iv_set():
    source = Dataset("a", snapshots=(*series(1, ivset="x"), series(1, 2, ivset="y")[1]))
    target = Dataset("b", snapshots=(*series(1, ivset="x"), series(1, 2, ivset="z")[1]))
    assert meet(source, target, True).base == source.snapshots[0]
    assert meet(source, target, False).base == source.snapshots[1]


@given(st.lists(st.integers(0, 20)), st.integers(-1, 21))
@settings(deadline=None)
def test_the_first_after(txgs, txg):
    snapshots = [Snapshot("s", "1", each, 0) for each in sorted(txgs)]
    index = first_after(snapshots, txg)
    assert all(each.txg <= txg for each in snapshots[:index]) and all(each.txg > txg for each in snapshots[index:])


def test_what_is_pending():
    source, options = Dataset("a", snapshots=series(1, 2, 3, 4)), Options(match=ANY)
    assert [each.guid for each in pending(source, source.snapshots[1], options)] == ["3", "4"]
    assert [each.guid for each in pending(source, None, options)] == ["1", "2", "3", "4"]
    assert [each.guid for each in pending(source, None, Options(match=ANY, latest=True))] == ["4"]
    assert pending(source, None, Options()) == []


def test_what_would_be_lost():
    copy, empty, own = series(1, 2, 3)
    own = own._replace(written=4096)
    target = Dataset("b", snapshots=(copy, empty, own))
    assert lost(Meeting(copy, copy, (empty, own)), target) and not lost(Meeting(copy, copy, (empty,)), target)
    assert rollback_point(Meeting(copy, copy, (empty, own)), target) == copy
    assert rollback_point(Meeting(copy, copy, (empty,)), target) == own
    # A volume whose first receive was cut off has nothing of its own.
    assert not lost(Meeting(), Dataset("b", written=4096))
