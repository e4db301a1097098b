# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._split_brain.words import amount


@pytest.mark.parametrize(
    "size, said",
    [
        (None, "an unknown amount"),
        (0, "0 bytes"),
        (1023, "1023 bytes"),
        (4096, "4 KiB"),
        (2 << 20, "2 MiB"),
        (3 << 29, "1.5 GiB"),
        (5 << 50, "5120 TiB"),
    ],
)
def test_amounts(size, said):
    assert amount(size) == said
