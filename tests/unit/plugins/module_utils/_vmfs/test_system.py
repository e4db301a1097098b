# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Devices in files: their headers are kept, destroyed, put back, and are what they were."""

from __future__ import annotations

import hashlib
import os

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.converge import bring
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import HaStorageError, Refused
from ansible_collections.quorate.ha_storage.plugins.module_utils._vmfs.model import HEAD, Restore, Wanted
from ansible_collections.quorate.ha_storage.plugins.module_utils._vmfs.plan import plan_backup, plan_restore
from ansible_collections.quorate.ha_storage.plugins.module_utils._vmfs.store import Store
from ansible_collections.quorate.ha_storage.plugins.module_utils._vmfs.system import (
    BackupSystem,
    Opened,
    RestoreSystem,
    look,
    user_of,
)

from .images import MIB, SIZE, UUID_TEXT, Image, image


@pytest.fixture
def store(tmp_path):
    return Store(str(tmp_path / "vmfs"))


def backup(store, path, second=0, **values):
    wanted = Wanted((path,), "storage1", f"20261123T0500{second:02}Z", head=32 * MIB, **values)
    outcome = bring(BackupSystem(store, wanted), wanted, plan_backup, check_mode=False)
    return [each.summary.split()[0] for each in outcome.plan.operations]


def put_back(store, path, **values):
    wanted = Restore(path, store.versions()[0].name, **{"confirm": UUID_TEXT, "allowed": True, **values})
    outcome = bring(RestoreSystem(store, wanted), wanted, plan_restore, check_mode=False)
    return [each.action.part for each in outcome.plan.operations]


def fingerprint(path):
    with open(path, "rb") as stream:
        return hashlib.sha256(stream.read()).hexdigest()


def write(path, offset, data):
    with open(path, "r+b") as stream:
        stream.seek(offset)
        stream.write(data)


@pytest.mark.parametrize("major, magic", [(5, 0x2FABF15E), (6, 0x2FABF160)])
def test_a_header_is_kept_destroyed_and_put_back(tmp_path, store, major, magic):
    path = image(major=major, magic=magic).save(tmp_path / "lun")
    before = fingerprint(path)
    assert backup(store, path) == ["keep"] and backup(store, path, 1) == []
    # The first 33 MiB and the second table are gone.
    write(path, 0, bytes(33 * MIB))
    write(path, SIZE - 33 * 512, bytes(33 * 512))
    with pytest.raises(Refused, match="its header was kept as storage1/store1_"):
        backup(store, path, 2)
    with pytest.raises(Refused, match="overwrite_header"):
        put_back(store, path, allowed=False)
    assert put_back(store, path, parts=(HEAD,)) == [HEAD]
    assert put_back(store, path) == ["gpt_primary", "gpt_backup"] and put_back(store, path) == []
    assert fingerprint(path) == before and look(path).volumes[0].label == "store1"


def test_heartbeats_are_no_change_and_other_fields_are(tmp_path, store):
    path = image().save(tmp_path / "lun")
    backup(store, path)
    write(path, MIB + 20 * MIB, b"another beat of another host")
    assert backup(store, path, 1) == []
    write(path, MIB + 19 * MIB + 0x1D, b"renamed")
    assert backup(store, path, 2) == ["keep"]


def test_ten_versions_roll(tmp_path, store):
    path = image().save(tmp_path / "lun")
    for number in range(4):
        write(path, 2 * MIB + 0x2E, f"naa.{number}".encode())
        backup(store, path, number, keep=2)
    assert [each.stamp[-3:-1] for each in store.versions()] == ["02", "03"]


def test_a_device_is_only_read(tmp_path, store):
    path = image().save(tmp_path / "lun")
    os.chmod(path, 0o400)
    before = (fingerprint(path), os.stat(path).st_mtime_ns)
    backup(store, path)
    assert (fingerprint(path), os.stat(path).st_mtime_ns) == before


def test_devices_that_tell_nothing(tmp_path):
    assert "cannot be opened" in look(str(tmp_path / "none")).problem
    empty = Image().save(tmp_path / "empty")
    assert "neither GPT nor MBR" in look(empty).problem and look(empty).size == SIZE
    assert "no header of VMFS" in look(Image(image_without_headers()).save(tmp_path / "bare")).problem


def image_without_headers():
    return {place: what for place, what in image().items() if place < MIB or place > 90 * MIB}


def test_a_restore_needs_a_device_and_a_version(tmp_path, store):
    path = image().save(tmp_path / "lun")
    backup(store, path)
    with pytest.raises(HaStorageError, match="cannot be opened"):
        put_back(store, str(tmp_path / "none"))
    smaller = Image(image())
    smaller.size = SIZE - MIB
    with pytest.raises(Refused, match="of the same size"):
        put_back(store, smaller.save(tmp_path / "smaller"))


def test_a_damaged_version_is_not_put_back(tmp_path, store):
    path = image().save(tmp_path / "lun")
    backup(store, path)
    write(f"{store.folder}/{store.versions()[0].name}/head.img", 5, b"x")
    write(path, 2 * MIB, bytes(512))
    with pytest.raises(Refused, match=r"the checksum of head\.img is wrong"):
        put_back(store, path)


def test_a_damaged_version_is_followed_by_a_whole_one(tmp_path, store):
    path = image().save(tmp_path / "lun")
    backup(store, path)
    write(f"{store.folder}/{store.versions()[0].name}/head.img", 5, b"x")
    assert backup(store, path, 1) == ["keep"] and backup(store, path, 2) == []


def test_a_header_that_changes_while_it_is_read_is_not_kept(tmp_path, store, monkeypatch):
    path = image().save(tmp_path / "lun")
    whole = Opened.read

    def late(self, offset, size):
        if size == 32 * MIB:
            write(path, 2 * MIB + 0x2E, b"naa.other")
        return whole(self, offset, size)

    monkeypatch.setattr(Opened, "read", late)
    with pytest.raises(HaStorageError, match="its header changed while it was read"):
        backup(store, path)
    assert store.versions() == ()


def test_a_killed_restore_is_ended_by_the_next(tmp_path, store, monkeypatch):
    path = image().save(tmp_path / "lun")
    before = fingerprint(path)
    backup(store, path)
    write(path, 0, bytes(3 * MIB))
    whole = Opened.write

    def half(self, offset, data):
        whole(self, offset, data[: len(data) // 2])
        raise KeyboardInterrupt

    monkeypatch.setattr(Opened, "write", half)
    with pytest.raises(KeyboardInterrupt):
        put_back(store, path)
    monkeypatch.setattr(Opened, "write", whole)
    assert put_back(store, path) and fingerprint(path) == before


def test_a_file_has_no_user_of_its_own(tmp_path):
    assert user_of(image().save(tmp_path / "lun")) == ""
