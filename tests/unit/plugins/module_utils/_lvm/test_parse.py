# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What LVM and blkid said on real hosts; see fixtures/lvm/SOURCE.md."""

from __future__ import annotations

import pathlib

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import Unparsable
from ansible_collections.quorate.ha_storage.plugins.module_utils._lvm.model import Group, Volume
from ansible_collections.quorate.ha_storage.plugins.module_utils._lvm.parse import (
    PhysicalVolume,
    parse_groups,
    parse_physical_volumes,
    parse_report,
    parse_signature,
    usable_size,
)

FIXTURES = pathlib.Path(__file__).parents[3] / "fixtures" / "lvm"
MIB = 1 << 20


def said(name):
    return (FIXTURES / name).read_text(encoding="utf-8")


def test_a_group_with_an_open_an_idle_and_an_inactive_volume():
    assert parse_groups(said("vgs.json"), said("lvs.json")) == [
        Group(
            name="vg0",
            size=2044 * MIB,
            free=928 * MIB,
            extent=4 * MIB,
            autoactivation=False,
            volumes=(
                Volume("big", 972 * MIB, active=True, open=True),
                Volume("idle", 12 * MIB),
                Volume("san0", 132 * MIB, active=True),
            ),
        )
    ]


def test_a_physical_volume_that_uses_all_of_its_device():
    assert parse_physical_volumes(said("pvs.json")) == [PhysicalVolume("/dev/ubdb", "vg0", 2044 * MIB, 2044 * MIB)]


def test_a_device_that_has_grown_and_one_in_no_group():
    assert parse_physical_volumes(said("pvs-grown.json")) == [
        # pvresize then gave exactly these 296 MiB.
        PhysicalVolume("/dev/loop0", "fix0", 196 * MIB, 296 * MIB),
        PhysicalVolume("/dev/loop1", "", 200 * MIB, 200 * MIB),
    ]


def test_a_second_metadata_area_forbids_guesses_about_growth():
    text = said("pvs-grown.json").replace('"pv_mda_count":"1"', '"pv_mda_count":"2"')
    assert [volume.usable == volume.pv_size for volume in parse_physical_volumes(text)] == [True, True]


@pytest.mark.parametrize(
    "name, kind", [("blkid-ext4.txt", "ext4"), ("blkid-gpt.txt", "gpt"), ("blkid-drbd.txt", "drbd")]
)
def test_signatures(name, kind):
    assert parse_signature(said(name)) == kind


def test_a_blank_device_has_no_signature():
    assert parse_signature("") is None
    assert parse_signature("DEVNAME=/dev/vdb1\nPART_ENTRY_SCHEME=gpt\n") is None


def test_the_rest_of_an_extent_is_of_no_use():
    assert usable_size(200 * MIB) == 196 * MIB
    assert usable_size(5 * MIB) == 4 * MIB
    assert usable_size(1) == 0


@pytest.mark.parametrize("text", ["", "{}", '{"report": []}', '{"report": [{"pv": []}]}', '{"report": [{"vg": 3}]}'])
def test_another_form_is_an_error(text):
    with pytest.raises(Unparsable):
        parse_report(text, "vg")


def test_a_size_that_is_no_number_is_an_error():
    with pytest.raises(Unparsable, match="vg_free"):
        parse_groups(said("vgs.json").replace("973078528", "a lot"), said("lvs.json"))
