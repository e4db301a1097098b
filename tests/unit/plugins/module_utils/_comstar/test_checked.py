# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Values in their plain form, and every problem with its place."""

from __future__ import annotations

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._comstar.checked import Checked
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import InvalidInput


def small(text):
    if not text.isalpha():
        raise ValueError(f"'{text}' has other things than letters")
    return text.lower()


def test_what_is_right():
    checked = Checked({"one": "A", "none": None, "many": ["A", "b"]})
    assert (checked.optional("one", small), checked.optional("none", small)) == ("a", None)
    assert checked.items("many", small) == ("a", "b")
    checked.want(True, "one", "is wrong")
    checked.done()


def test_everything_that_is_wrong():
    checked = Checked({"one": "1", "many": ["a", "A", "2"]})
    assert checked.optional("one", small) is None
    checked.items("many", small)
    checked.want(False, "other", "is wrong")
    with pytest.raises(InvalidInput) as caught:
        checked.done()
    assert [str(problem) for problem in caught.value.problems] == [
        "one: '1' has other things than letters",
        "many[1]: 'A' is given twice",
        "many[2]: '2' has other things than letters",
        "other: is wrong",
    ]
