# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pathlib

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import Unparsable
from ansible_collections.quorate.ha_storage.plugins.module_utils._split_brain.judge import relation
from ansible_collections.quorate.ha_storage.plugins.module_utils._split_brain.model import Generations, Store
from ansible_collections.quorate.ha_storage.plugins.module_utils._split_brain.parse import (
    parse_generations,
    parse_policies,
    parse_store,
)

from .worlds import MIB, POLICIES

FIXTURES = pathlib.Path(__file__).parents[3] / "fixtures"


def text(name):
    return (FIXTURES / name).read_text()


def test_both_sides_of_a_split_brain():
    one, other = (parse_generations(text(f"drbd/get-gi-8.4-split-node{number}.txt")) for number in (1, 2))
    assert one == Generations("583A88F5773003BC", "901817B7D7D96BC6")
    assert relation(one, other) == "split_brain"


def test_the_bit_of_a_primary_is_no_part_of_the_generation():
    assert parse_generations(text("drbd/get-gi-8.4-primary.txt")) == Generations(
        "AF35186FBA08D4A2", "", ("3B4A5A61BC387BB2", "3B495A61BC387BB2")
    )


def test_dialect_9_has_more_flags():
    assert parse_generations(text("drbd/get-gi-9-fresh.txt")) == Generations("0000000000000004")


@pytest.mark.parametrize("wrong", ["", "no metadata", "583A88F5773003BC:901817B7D7D96BC6"])
def test_what_has_no_identifiers(wrong):
    with pytest.raises(Unparsable):
        parse_generations(wrong)


def test_the_policies_and_not_the_secret():
    assert parse_policies(text("drbd/connect-8.4.txt")) == POLICIES
    assert parse_policies("") == ()


def test_the_volume_below_and_its_snapshots():
    found = parse_store(text("lvm/lvs-backing.json"), text("lvm/lvs-snapshots.json"))
    assert found == Store("vg0", "san0", 128 * MIB, 876 * MIB, 4 * MIB, (("san0-discarded-1d863302", True),))


def test_a_snapshot_that_has_overflowed():
    report = text("lvm/lvs-snapshots.json").replace(
        '"lv_snapshot_invalid":""', '"lv_snapshot_invalid":"snapshot invalid"'
    )
    assert parse_store(text("lvm/lvs-backing.json"), report).snapshots == (("san0-discarded-1d863302", False),)


@pytest.mark.parametrize("wrong", ["", "{}", '{"report": [{"lv": []}]}', '{"report": [{"lv": [{"vg_name": "vg0"}]}]}'])
def test_reports_of_another_form(wrong):
    with pytest.raises(Unparsable):
        parse_store(wrong, text("lvm/lvs-snapshots.json"))
