# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is written about a version is read again, or it is no version."""

from __future__ import annotations

import dataclasses
import json

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import Unparsable
from ansible_collections.quorate.ha_storage.plugins.module_utils._vmfs.manifest import (
    damage_of,
    digest,
    new_version,
    read_manifest,
    regions,
    store_name,
    write_manifest,
)
from ansible_collections.quorate.ha_storage.plugins.module_utils._vmfs.model import (
    BACKUP_TABLE,
    HEAD,
    TABLE,
    Device,
    Region,
    Table,
    Wanted,
)
from ansible_collections.quorate.ha_storage.plugins.module_utils._vmfs.parse import parse_table, parse_volume

from .images import MIB, SIZE, UUID_TEXT, image

FOUND = image()
TABLE_FOUND = parse_table(FOUND.read, SIZE)
VOLUME = parse_volume(FOUND.read, TABLE_FOUND.partitions[0])
DEVICE = Device("/dev/zvol/sp1/lun0", SIZE, TABLE_FOUND, (VOLUME,))
VERSION = new_version(DEVICE, VOLUME, Wanted((), "storage1", "20261123T050000Z", head=32 * MIB))


def test_both_tables_and_the_head_of_the_partition():
    assert VERSION.files == {
        TABLE: Region(0, 34 * 512),
        HEAD: Region(MIB, 32 * MIB),
        BACKUP_TABLE: Region(SIZE - 33 * 512, 33 * 512),
    }
    assert set(regions(dataclasses.replace(DEVICE, table=Table((), gpt=False)), VOLUME, 1)) == {TABLE, HEAD}
    assert regions(DEVICE, VOLUME, 999 * MIB)[HEAD].size == VOLUME.partition.size


def test_a_name_for_people_that_is_no_path():
    assert VERSION.name == f"storage1/store1_{UUID_TEXT}/20261123T050000Z"
    assert store_name(dataclasses.replace(VOLUME, label="../a b")) == f".._a_b_{UUID_TEXT}"
    assert store_name(dataclasses.replace(VOLUME, label="")) == f"unlabelled_{UUID_TEXT}"


def test_a_manifest_is_read_as_it_was_written():
    assert read_manifest(write_manifest(VERSION)) == VERSION


@pytest.mark.parametrize(
    "change",
    [
        {"format": 2},
        {"stamp": "yesterday"},
        {"store": ".."},
        {"host": "a/b"},
        {"files": []},
        {"facts": {"label": "forged"}},
        {"more": 1},
    ],
)
def test_what_is_no_manifest(change):
    with pytest.raises(Unparsable):
        read_manifest(json.dumps({**json.loads(write_manifest(VERSION)), **change}).encode())
    with pytest.raises(Unparsable):
        read_manifest(b"[]")


def test_damage():
    content = {name: FOUND.read(region.offset, region.size) for name, region in VERSION.files.items()}
    files = {name: dataclasses.replace(region, sha256=digest(content[name])) for name, region in VERSION.files.items()}
    whole = dataclasses.replace(VERSION, files=files)
    assert damage_of(whole, content) == ""
    assert (
        damage_of(whole, {**content, HEAD: content[HEAD][:-1]}) == f"head.img has {32 * MIB - 1} bytes, not {32 * MIB}"
    )
    assert "checksum of gpt_backup" in damage_of(whole, {**content, BACKUP_TABLE: bytes(33 * 512)})
    assert damage_of(whole, {HEAD: content[HEAD], TABLE: content[TABLE]}) == "gpt_backup is missing"
