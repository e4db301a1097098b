# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The base is kept before the former one is let go, on both sides."""

from __future__ import annotations

from zfs import host

from .worlds import replicate, snapshots, volume, wanted


def secured(system, want=None):
    return [step for step in replicate(system, want) if not step.startswith(("send", "set"))]


def test_the_new_base_is_kept_before_the_old_one_is_let_go():
    system = volume()
    assert secured(system) == ["hold src/zv@b (source)", "hold dst/zv@b (target)", "bookmark src/zv@b"]
    snapshots(system, "c")
    assert secured(system) == [
        "hold src/zv@c (source)",
        "hold dst/zv@c (target)",
        "bookmark src/zv@c",
        "release src/zv@b (source)",
        "release dst/zv@b (target)",
        "remove the bookmark src/zv#quorate_b",
    ]


def test_what_was_left_by_a_killed_run_is_put_right():
    system = volume()
    replicate(system)
    host.play(
        system, "zfs hold quorate src/zv@a", "zfs bookmark src/zv@a src/zv#quorate_a", "zfs release quorate dst/zv@b"
    )
    assert secured(system) == [
        "hold dst/zv@b (target)",
        "release src/zv@a (source)",
        "remove the bookmark src/zv#quorate_a",
    ]


def test_holds_and_bookmarks_of_others_stay():
    system = volume()
    host.play(system, "zfs hold mine src/zv@a", "zfs bookmark src/zv@a src/zv#mine")
    replicate(system)
    snapshots(system, "c")
    replicate(system)
    assert list(system.datasets["src/zv"].snapshot("a").holds) == ["mine"]
    assert [each.name for each in system.datasets["src/zv"].bookmarks] == ["mine", "quorate_c"]


def test_neither_holds_nor_bookmarks():
    assert secured(volume(), wanted(tag="")) == []
    assert secured(volume(), wanted(bookmark=False)) == ["hold src/zv@b (source)", "hold dst/zv@b (target)"]


def test_a_bookmark_as_the_base_stays_until_there_is_a_better_one():
    system = volume()
    replicate(system)
    host.play(system, "zfs release quorate src/zv@b", "zfs destroy src/zv@b")
    assert secured(system) == []
    snapshots(system, "c")
    assert "remove the bookmark src/zv#quorate_b" in secured(system)
