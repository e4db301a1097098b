# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Versions in folders: whole or not there."""

from __future__ import annotations

import dataclasses
import os

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import HaStorageError
from ansible_collections.quorate.ha_storage.plugins.module_utils._vmfs.manifest import digest
from ansible_collections.quorate.ha_storage.plugins.module_utils._vmfs.model import Region
from ansible_collections.quorate.ha_storage.plugins.module_utils._vmfs.store import Store

from .test_manifest import VERSION

CONTENT = {"head.img": b"head", "gpt_primary": b"table"}
FILES = {name: Region(0, len(data), digest(data)) for name, data in CONTENT.items()}
SMALL = dataclasses.replace(VERSION, files=FILES)


@pytest.fixture
def store(tmp_path):
    return Store(str(tmp_path / "vmfs"))


def test_a_version_is_kept_for_root_alone_and_dropped(store):
    store.keep(SMALL, CONTENT)
    assert store.versions() == (SMALL,) and store.damage(SMALL) == "" and store.content(SMALL) == CONTENT
    assert os.stat(store.folder).st_mode & 0o777 == 0o700
    assert store.files.mode(f"{store.folder}/{SMALL.name}/head.img") == 0o600
    store.drop(SMALL)
    assert store.versions() == () and os.listdir(os.path.dirname(f"{store.folder}/{SMALL.name}")) == []


def test_oldest_first(store):
    for stamp in ("20261124T050000Z", "20261123T050000Z"):
        store.keep(dataclasses.replace(SMALL, stamp=stamp), CONTENT)
    assert [each.stamp for each in store.versions()] == ["20261123T050000Z", "20261124T050000Z"]


def test_what_a_killed_run_has_left_is_no_version_and_goes(store):
    store.keep(SMALL, CONTENT)
    left = f"{store.folder}/{SMALL.host}/{SMALL.store}/.quorate-x"
    os.mkdir(left)
    assert store.versions() == (SMALL,)
    store.keep(dataclasses.replace(SMALL, stamp="20261124T050000Z"), CONTENT)
    assert not os.path.exists(left)


def test_bytes_that_are_not_those_of_the_checksums_are_found_out_as_they_are_written(store):
    with pytest.raises(HaStorageError, match="was written, and yet the checksum of head.img"):
        store.keep(SMALL, {**CONTENT, "head.img": b"daeh"})


def test_what_is_no_version(store):
    assert store.versions() == ()
    store.keep(SMALL, CONTENT)
    with open(f"{store.folder}/{SMALL.name}/manifest.json", "r+b") as stream:
        stream.write(b"?")
    assert store.versions() == ()
    for name, reason in ((SMALL.name, "cannot read"), ("a/b/20261123T050000Z", "there are: none")):
        with pytest.raises(HaStorageError, match=reason):
            store.load(name)


def test_a_version_that_was_moved_is_none(store):
    store.keep(SMALL, CONTENT)
    other = f"{SMALL.host}/{SMALL.store}/20261124T050000Z"
    os.rename(f"{store.folder}/{SMALL.name}", f"{store.folder}/{other}")
    with pytest.raises(HaStorageError, match="it is of"):
        store.load(other)
