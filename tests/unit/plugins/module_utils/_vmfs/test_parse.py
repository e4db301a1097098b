# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Headers of VMFS 3, 5 and 6, and what is none."""

from __future__ import annotations

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import Unparsable
from ansible_collections.quorate.ha_storage.plugins.module_utils._vmfs.model import Partition
from ansible_collections.quorate.ha_storage.plugins.module_utils._vmfs.parse import parse_table, parse_volume
from hypothesis import given, settings
from hypothesis import strategies as st

from .images import MIB, NAA, SIZE, UUID_TEXT, Image, gpt, image, mbr, vmfs

WHOLE = Partition(1, MIB, SIZE - MIB - 33 * 512)


def test_a_volume_on_a_gpt():
    found = image()
    table = parse_table(found.read, SIZE)
    assert (table.partitions, table.gpt, table.sector) == ((WHOLE,), True, 512)
    volume = parse_volume(found.read, WHOLE)
    assert (volume.version, volume.disk, volume.label, volume.block_size) == ("5.58", NAA, "store1", MIB)
    assert volume.uuid == volume.name == volume.lv_uuid == volume.device_uuid == volume.identity == UUID_TEXT
    assert (volume.total, volume.snapshot) == (SIZE, 7)


def test_sectors_of_4_kib():
    table = parse_table(Image(gpt(sector=4096)).read, SIZE)
    assert table.sector == 4096 and table.partitions[0].start == MIB


def test_vmfs_3_on_an_mbr():
    found = Image({**mbr(), **vmfs(first=65536, major=3)})
    table = parse_table(found.read, SIZE)
    assert not table.gpt and table.partitions == (Partition(1, 65536, SIZE - 65536),)
    assert parse_volume(found.read, table.partitions[0]).version == "3.58"


def test_vmfs_6_has_its_table_of_volumes_elsewhere():
    volume = parse_volume(image(major=6, magic=0x2FABF160).read, WHOLE)
    assert (volume.version, volume.name, volume.label) == ("6.58", UUID_TEXT, "store1")


@pytest.mark.parametrize("shift", [0, MIB])
def test_the_file_system_is_found_from_where_ever_data_are_counted(shift):
    found = image()
    header = bytearray(found[2 * MIB])
    header[0x7A:0x82] = (17 * MIB - shift).to_bytes(8, "little")
    found[2 * MIB] = bytes(header)
    assert parse_volume(found.read, WHOLE).label == "store1"


def test_without_a_file_system_the_volume_manager_tells_enough():
    found = image()
    del found[MIB + 19 * MIB]
    volume = parse_volume(found.read, WHOLE)
    assert (volume.uuid, volume.label, volume.identity) == ("", "", UUID_TEXT)


def test_partitions_of_others_are_none():
    assert parse_table(Image(gpt(kind=bytes(16))).read, SIZE).partitions == ()


@pytest.mark.parametrize("place", [512, 512 + 16, 512 + 40, 1024, 1024 + 32])
def test_a_damaged_table_is_none(place):
    found = image()
    whole = bytearray(found.read(0, 34 * 512))
    whole[place] ^= 0xFF
    with pytest.raises(Unparsable, match="GPT"):
        parse_table(Image({0: bytes(whole)}).read, SIZE)
    with pytest.raises(Unparsable, match="neither GPT nor MBR"):
        parse_table(Image().read, SIZE)


def test_no_header_of_vmfs():
    for found in (Image(gpt()), Image({**gpt(), 2 * MIB: b"\x0d\xd0\x01"})):
        with pytest.raises(Unparsable, match="no header of VMFS"):
            parse_volume(found.read, WHOLE)


@given(st.binary(max_size=1024), st.integers(0, 2 * MIB + 0x300))
@settings(deadline=None)
def test_whatever_is_there_is_read_or_refused(noise, place):
    found = Image({**image(), place: noise})
    try:
        for partition in parse_table(found.read, SIZE).partitions:
            parse_volume(found.read, partition)
    except Unparsable:
        pass
