# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What svcs says."""

from __future__ import annotations

from ansible_collections.quorate.ha_storage.plugins.module_utils._iscsitgt.ready import is_online, is_there


def test_there_and_online():
    assert is_there(0, "") and not is_there(1, "svcs: Pattern 'x' doesn't match any instances\n")
    assert is_online("online\n") and not is_online("online*\n") and not is_online("disabled\n")
