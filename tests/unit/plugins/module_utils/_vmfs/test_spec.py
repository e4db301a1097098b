# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Options of the modules."""

from __future__ import annotations

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import InvalidInput
from ansible_collections.quorate.ha_storage.plugins.module_utils._vmfs.model import HEAD, TABLE, Restore, Wanted
from ansible_collections.quorate.ha_storage.plugins.module_utils._vmfs.spec import (
    BACKUP,
    FOLDER,
    INFO,
    RESTORE,
    read_backup,
    read_info,
    read_restore,
)

STAMP = "20261123T050000Z"
VERSION = f"storage1/store1_5921cafe/{STAMP}"


def given(spec, **values):
    return {**{name: option.get("default") for name, option in spec.items()}, **values}


def test_defaults():
    params = given(BACKUP, devices=["/dev/a", "/dev/a"])
    assert read_backup(params, "storage1", STAMP) == Wanted(("/dev/a",), "storage1", STAMP)
    assert read_info(given(INFO, host="other"), "storage1").host == "other"
    params = given(RESTORE, device="/dev/a", version=VERSION, parts=[HEAD, TABLE], confirm="u", overwrite_header=True)
    assert read_restore(params) == Restore("/dev/a", VERSION, (TABLE, HEAD), "u", True)


@pytest.mark.parametrize("head", ["31m", "2g", "much"])
def test_all_problems_at_once(head):
    with pytest.raises(InvalidInput) as caught:
        read_backup(
            given(BACKUP, devices=["a"], folder="/etc", host="..", keep=0, max_age=-1, head_size=head), "x", STAMP
        )
    assert [each.path for each in caught.value.problems] == [
        "folder",
        "devices",
        "host",
        "keep",
        "max_age",
        "head_size",
    ]


@pytest.mark.parametrize("version", ["../../etc/20261123T050000Z", "a/..", "a/b", "a/b/c", f"a/b/c/{STAMP}", ""])
def test_a_version_is_no_path_to_anywhere(version):
    with pytest.raises(InvalidInput) as caught:
        read_restore(given(RESTORE, device="a", version=version, folder=FOLDER, parts=[]))
    assert [each.path for each in caught.value.problems] == ["device", "version", "parts"]
