# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

from ansible_collections.quorate.ha_storage.plugins.module_utils._luns.model import State, Wanted


def test_nothing_is_there_and_nothing_in_use_goes_unless_told():
    assert State().offers == ()
    assert not Wanted("iqn.2026-11.com.example:san0").allow_remove_in_use
