# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Module parameters of zfs_dr_clone."""

from __future__ import annotations

import pytest
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import InvalidInput
from ansible_collections.quorate.ha_storage.plugins.module_utils._zfs.model import Drill
from ansible_collections.quorate.ha_storage.plugins.module_utils._zfs.spec_clone import DR_CLONE, read_drill


def read(**given):
    checked = ArgumentSpecValidator(dict(DR_CLONE)).validate({"dataset": "a/x", "clone": "a/t/x", **given})
    return read_drill(checked.validated_parameters)


def test_what_is_wanted():
    assert read() == Drill("a/x", "a/t/x")
    assert read(not_after="1970-01-02T00:00:10Z").not_after == 86410
    assert read(state="absent", identity="none", replace=True) == Drill("a/x", "a/t/x", False, "", 0, False, True)


@pytest.mark.parametrize(
    "given, expected",
    [
        ({"clone": "a/x"}, "clone: must be beside"),
        ({"clone": "a/x/y"}, "clone: must be beside"),
        ({"clone": "a"}, "clone: must be beside"),
        ({"clone": "b/x"}, "clone: must be in the pool"),
        ({"not_after": "2026-11-23"}, "not_after: "),
        ({"snapshot": "a,b"}, "snapshot: "),
    ],
)
def test_what_is_wrong(given, expected):
    with pytest.raises(InvalidInput) as caught:
        read(**given)
    assert [str(each)[: len(expected)] for each in caught.value.problems] == [expected]
