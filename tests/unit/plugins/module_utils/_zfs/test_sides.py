# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Replications as an inventory describes them."""

from __future__ import annotations

import pytest
from ansible_collections.quorate.ha_storage.plugins.filter.zfs_problems import zfs_problems
from ansible_collections.quorate.ha_storage.plugins.module_utils._zfs.sides import (
    KEY,
    described_problems,
    directions,
    gate_of,
    parents,
)

ENDS = {"ss1": {}, "ss2": {"host": "dr1.example.com", "prefix": ["pfexec"]}}
ESX = {"name": "esx", "hosts": ["ss1", "ss2"], "datasets": ["sp1/a", {"ss1": "sp1/b", "ss2": "sp1/c"}]}


def test_each_side_sees_its_own_data_sets_as_the_source():
    (one,), (two,) = (directions([ESX], here, ENDS) for here in ("ss1", "ss2"))
    assert one["datasets"] == [{"source": "sp1/a", "target": "sp1/a"}, {"source": "sp1/b", "target": "sp1/c"}]
    assert two["datasets"][1] == {"source": "sp1/c", "target": "sp1/b"}
    assert one["target"] == {"host": "dr1.example.com", "user": "zfsadm", "key": KEY, "prefix": ["pfexec"]}
    assert two["target"] == {"host": "ss1", "user": "zfsadm", "key": KEY}
    assert (one["first"], two["first"], one["other"], two["other"]) == (True, False, "ss2", "ss1")
    assert directions([ESX], "ss3", ENDS) == []


def test_rights_are_given_on_what_lies_above_and_the_key_opens_the_data_sets_alone():
    more = {**ESX, "datasets": ["sp1/x/y", "pool"], "options": {"properties": {"atime": "off"}}}
    found = directions([ESX, more], "ss2", ENDS)
    assert parents(found) == ["pool", "sp1"]
    assert gate_of(found, ["pfexec"]) == {
        "roots": ["pool", "sp1/a", "sp1/c", "sp1/x/y"],
        "prefix": ["pfexec"],
        "properties": ["atime"],
    }


@pytest.mark.parametrize(
    "change, expected",
    [
        ({"host": []}, ".host: is not known"),
        ({"name": "a b"}, ".name: must be"),
        ({"name": None}, ".name: must be"),
        ({"hosts": ["ss1"]}, ".hosts: must name two"),
        ({"hosts": ["ss1", "ss1"]}, ".hosts: must name two"),
        ({"hosts": ["ss1", "ss9"], "datasets": ["sp1/a"]}, ".hosts: ss9 is not in"),
        ({"schedule": "now"}, ".schedule: 'now' is no schedule"),
        ({"datasets": []}, ".datasets: must name some"),
        ({"datasets": [{"ss1": "a"}]}, ".datasets[0]: must be a name"),
        ({"datasets": ["sp1/a", "sp1/a"]}, "sp1/a of ss1 is described more than once"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(change, expected):
    found = [str(each) for each in described_problems([{**ESX, **change}], ENDS)]
    assert any(expected in each for each in found), found


def test_one_opinion_only_of_who_is_primary():
    twice = [ESX, {**ESX, "name": "more", "datasets": [{"ss1": "sp1/x", "ss2": "sp1/c"}]}]
    assert [str(each) for each in described_problems(twice, ENDS)] == [
        "zfs_replications: sp1/c of ss2 is described more than once"
    ]


def test_options_are_those_of_the_module_in_both_directions():
    assert zfs_problems([ESX], ENDS) == []
    wrong = zfs_problems([{**ESX, "options": {"rat": "5m"}}], ENDS)
    assert len(wrong) == 2 and all("rat" in each for each in wrong)
    pools = zfs_problems([{**ESX, "datasets": ["sp1/a", {"ss1": "sp1/b", "ss2": "sp2/b"}]}], ENDS)
    assert pools == ["esx, from ss2: datasets: snapshots at one moment need one pool, not sp1, sp2"]
    across = zfs_problems([{**ESX, "options": {"tag": "-"}}], ENDS)
    assert any("from ss1: tag: '-' is not the name of a hold" in each for each in across)
    assert "hosts" in zfs_problems([{**ESX, "hosts": []}], ENDS)[0]
