# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is wanted holds secrets, and shows none."""

from __future__ import annotations

from ansible_collections.quorate.ha_storage.plugins.module_utils._comstar.wanted import (
    WantedChap,
    WantedInitiator,
    WantedTarget,
)


def test_no_secret_in_any_representation():
    chap = WantedChap("u1", "a-secret-of-16-c")
    for wanted in (chap, WantedTarget("iqn.a", chap=chap), WantedInitiator("iqn.a", chap)):
        assert "a-secret" not in repr(wanted)
