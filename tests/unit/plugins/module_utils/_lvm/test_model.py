# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Volume groups as values."""

from __future__ import annotations

from ansible_collections.quorate.ha_storage.plugins.module_utils._lvm.model import Group, Storage, Volume

MIB = 1 << 20
GROUP = Group("vg0", 100 * MIB, 60 * MIB, 4 * MIB, False, volumes=(Volume("a", 40 * MIB),))


def test_sizes_are_rounded_up_to_whole_extents():
    assert GROUP.rounded("40m") == 40 * MIB
    assert GROUP.rounded("41m") == 44 * MIB
    assert GROUP.rounded("1b") == 4 * MIB


def test_volumes_are_found_by_name():
    assert GROUP.volume("a") == Volume("a", 40 * MIB)
    assert GROUP.volume("b") is None


def test_the_group_of_an_empty_host_is_none():
    assert Storage().group is None
    assert Storage((GROUP,)).group == GROUP
