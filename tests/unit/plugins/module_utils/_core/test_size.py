# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.size import (
    format_size,
    is_share,
    parse_size,
    share_size,
)
from hypothesis import given
from hypothesis import strategies as st


@pytest.mark.parametrize(
    "text, size",
    [
        ("360g", 360 << 30),
        ("1.5t", 3 << 39),
        ("512", 512 << 20),
        ("64MiB", 64 << 20),
        ("8s", 4096),
        ("7b", 7),
        (3, 3 << 20),
    ],
)
def test_sizes_are_read_as_lvm_reads_them(text, size):
    assert parse_size(text) == size


@pytest.mark.parametrize("text", ["", "g", "-1g", "0", "ten", "100%FREE", "1x", "1 g b"])
def test_what_is_no_size_is_named(text):
    with pytest.raises(ValueError, match="is not a size"):
        parse_size(text)


@given(st.integers(min_value=1, max_value=1 << 60))
def test_a_formatted_size_is_read_back(size):
    assert parse_size(format_size(size)) == size


def test_shares():
    assert is_share("100%FREE") and is_share("50%VG")
    assert not any(map(is_share, ["101%FREE", "0%FREE", "10%", "10g", "%FREE"]))


@pytest.mark.parametrize("text, size", [("100%FREE", 50), ("50%FREE", 25), ("30%VG", 30), ("1%PVS", 1)])
def test_shares_are_of_what_is_free_or_of_everything(text, size):
    assert share_size(text, 50, 100) == size
