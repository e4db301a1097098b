# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Options of the modules."""

from __future__ import annotations

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._backup.model import Restore, Wanted
from ansible_collections.quorate.ha_storage.plugins.module_utils._backup.spec import FOLDER, read_restore, read_wanted
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import InvalidInput

NAME = "config-20261123T050000Z.tar.gz"


def test_what_is_wanted():
    assert read_wanted({"folder": FOLDER, "keep": 3}, "20261123T050000Z") == Wanted(NAME, 3)
    given = {"folder": FOLDER, "archive": NAME, "parts": ["drbd"], "overwrite_configuration": True}
    assert read_restore(given) == Restore(("drbd",), True)


@pytest.mark.parametrize("folder", ["/etc", "relative/folder", "/var/../etc/x", "/"])
def test_all_problems_at_once(folder):
    with pytest.raises(InvalidInput) as caught:
        read_wanted({"folder": folder, "keep": 0}, "x")
    assert [each.path for each in caught.value.problems] == ["folder", "keep"]
    with pytest.raises(InvalidInput) as caught:
        read_restore({"folder": folder, "archive": "../x", "parts": [], "overwrite_configuration": False})
    assert [each.path for each in caught.value.problems] == ["folder", "archive", "parts"]
