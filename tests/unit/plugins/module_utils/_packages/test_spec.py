# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Parameters."""

from __future__ import annotations

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import InvalidInput, Unparsable
from ansible_collections.quorate.ha_storage.plugins.module_utils._packages.model import Release, Wanted
from ansible_collections.quorate.ha_storage.plugins.module_utils._packages.render import render_index
from ansible_collections.quorate.ha_storage.plugins.module_utils._packages.spec import (
    FOLDER,
    check_folder,
    read_names,
    read_source,
    read_wanted,
)

from . import packages

GIVEN = {"distribution": "debian", "version": "13", "architecture": "amd64"}


def given(**more):
    return {"folder": FOLDER, "release": GIVEN, "index": "", "state": "present", **more}


def test_names_are_told_once_and_all_wrong_ones_at_once():
    assert read_names({"folder": FOLDER, "names": ["sbd", "lvm2", "sbd"]}) == ("lvm2", "sbd")
    with pytest.raises(InvalidInput) as caught:
        read_names({"folder": "x", "names": ["--purge", "sbd", "a/b"]})
    assert [problem.path for problem in caught.value.problems] == ["names[0]", "names[2]", "folder"]


def test_a_folder_is_absolute():
    assert check_folder({"folder": "/srv"}) == "/srv"
    with pytest.raises(InvalidInput, match="no absolute path"):
        check_folder({"folder": "srv"})


def test_wanted_is_the_index_for_the_release():
    sbd = packages.package("sbd")
    leave = {"remove_old_versions": True, "remove_others": False}
    found = read_wanted(given(index=render_index([sbd]), **leave))
    assert found == Wanted(packages.HERE, (sbd,), remove_old_versions=True)
    assert read_wanted(given(state="absent")).release is None
    with pytest.raises(Unparsable):
        read_wanted(given(index="Package: sbd\n", **leave))


def test_a_source_is_a_text_or_none():
    assert FOLDER in read_source(given()).text and read_source(given()).release == packages.HERE
    gone = read_source(given(state="absent", release=None))
    assert (gone.text, gone.release) == (None, Release())
