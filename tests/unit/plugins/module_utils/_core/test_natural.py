# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import random

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.natural import natural


@pytest.mark.parametrize(
    "ordered",
    [
        ["6.12.9", "6.12.10"],
        ["5.14.0-503.el9", "5.14.0-503.11.1.el9"],
        ["iqn.2026-11.com.example:san0 9", "iqn.2026-11.com.example:san0 10", "iqn.2026-11.com.example:san1 2"],
        ["", "1"],
    ],
)
def test_numbers_go_by_their_value(ordered):
    for _try in range(5):
        assert sorted(random.sample(ordered, len(ordered)), key=natural) == ordered
