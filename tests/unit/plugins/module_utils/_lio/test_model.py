# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Names in configfs, and values that must not show what they hold."""

from __future__ import annotations

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._lio.actions import Calls, Save, Step
from ansible_collections.quorate.ha_storage.plugins.module_utils._lio.model import Chap, Portal
from ansible_collections.quorate.ha_storage.plugins.module_utils._lio.state import Backstore, SavedFile


def test_folders():
    assert Portal("10.0.0.1").folder == "10.0.0.1:3260"
    assert Portal("fd00::1", 3261).folder == "[fd00::1]:3261"
    assert Backstore(7, "san0-lun0").path == "core/iblock_7/san0-lun0"


@pytest.mark.parametrize(
    "value",
    [
        Chap("u", "verysecret12", "m", "verysecret12"),
        Calls((Step("write", "auth/password", "verysecret12"),)),
        Save("/etc/x", "verysecret12"),
        SavedFile("verysecret12", 0o600),
    ],
)
def test_no_repr_shows_a_secret(value):
    assert "verysecret12" not in repr(value)
