# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Output of sg3-utils 1.48 (Debian 13)."""

from __future__ import annotations

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import Unparsable
from ansible_collections.quorate.ha_storage.plugins.module_utils._luns.parse import capacity, lun_numbers


def test_numbers_in_both_forms():
    text = "    0000000000000000\n    0001000000000000\n    00ff000000000000\n    4100000000000000\n"
    assert lun_numbers(text) == (0, 1, 255, 256)
    assert lun_numbers("\n") == ()


def test_capacity_in_bytes():
    assert capacity("0x40000 0x200\n") == 128 << 20


@pytest.mark.parametrize("parse", [lun_numbers, capacity])
@pytest.mark.parametrize("text", ["sg_luns: failed", "0x1", "0001"])
def test_other_text_is_an_error(parse, text):
    with pytest.raises(Unparsable):
        parse(text)
