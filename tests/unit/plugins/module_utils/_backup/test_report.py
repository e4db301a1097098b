# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A comparison in plain data."""

from __future__ import annotations

from ansible_collections.quorate.ha_storage.plugins.module_utils._backup.model import Entry
from ansible_collections.quorate.ha_storage.plugins.module_utils._backup.report import compare


def test_what_differs_and_what_is_new():
    one, other = Entry(0o600, 0, 0, b"", "1"), Entry(0o600, 0, 0, b"", "2")
    found = compare({"a": other, "c": one, "d": one}, {"a": one, "b": one, "d": one})
    assert found == {"changed_files": ["a", "b"], "new_files": ["c"]}
