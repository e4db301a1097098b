# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Pools as they are described."""

from __future__ import annotations

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._zfs.pools import create_pool, pool_problems

TWO = [{"type": "mirror", "devices": ["/dev/a", "/dev/b"]}, {"type": "mirror", "devices": ["/dev/c", "/dev/d"]}]
POOL = {"name": "sp1", "vdevs": TWO, "spares": ["/dev/e"]}


def test_mirrors_with_a_spare():
    full = {**POOL, "properties": {"ashift": 12}, "filesystem_properties": {"atime": False}, "logs": ["/dev/f"]}
    assert pool_problems([full]) == []
    assert " ".join(create_pool(full)) == (
        "zpool create -o ashift=12 -O atime=off sp1 mirror /dev/a /dev/b mirror /dev/c /dev/d log /dev/f spare /dev/e"
    )


def test_raidz_and_a_plain_disk():
    many = {"name": "sp2", "vdevs": [{"type": "raidz2", "devices": ["/dev/a", "/dev/b", "/dev/c", "/dev/d"]}]}
    assert pool_problems([many]) == [] and "-f" not in create_pool(many)
    assert create_pool({"name": "a", "vdevs": [{"type": "stripe", "devices": ["c0t1d0"]}]})[2:] == ["a", "c0t1d0"]


@pytest.mark.parametrize(
    "change, expected",
    [
        ({"name": "mirror1"}, ".name: 'mirror1' is not"),
        ({"name": None}, ".name"),
        ({"vdev": []}, ".vdev: is not known"),
        ({"vdevs": []}, ".vdevs: must name some"),
        ({"vdevs": [{"type": "raid5", "devices": []}]}, "must be one of stripe, mirror"),
        ({"vdevs": [{"type": "mirror", "devices": ["/dev/a"]}]}, "a mirror needs at least 2"),
        ({"spares": ["-f"]}, "'-f' is not a disk"),
        ({"spares": ["/dev/a"]}, "the disk /dev/a is described more than once"),
        ({"properties": {"-f": 1}}, "'-f' is not the name"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(change, expected):
    assert any(expected in str(each) for each in pool_problems([{**POOL, **change}]))


def test_a_pool_is_described_once():
    other = {"name": "sp1", "vdevs": [{"type": "stripe", "devices": ["/dev/x"]}]}
    assert [str(each) for each in pool_problems([POOL, other])] == [
        "zfs_pools: the pool sp1 is described more than once"
    ]
