# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Actions appear in errors and tests; secrets must not."""

from __future__ import annotations

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._lio.actions import Calls, Save, Step


@pytest.mark.parametrize(
    "action", [Calls((Step("write", "auth/password", "verysecret12"),)), Save("/etc/x", "verysecret12")]
)
def test_no_action_shows_a_secret(action):
    assert "verysecret12" not in repr(action)
