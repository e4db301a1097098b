# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Names in configfs, and secrets that are not shown."""

from __future__ import annotations

from ansible_collections.quorate.ha_storage.plugins.module_utils._lio.model import Chap, Portal


def test_folders():
    assert Portal("10.0.0.1").folder == "10.0.0.1:3260"
    assert Portal("fd00::1", 3261).folder == "[fd00::1]:3261"


def test_credentials_do_not_show_their_secrets():
    assert "verysecret12" not in repr(Chap("u", "verysecret12", "m", "verysecret12"))
