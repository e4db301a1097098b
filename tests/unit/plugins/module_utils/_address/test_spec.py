# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The agent's parameter with addresses."""

from __future__ import annotations

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._address.parse import canonical
from ansible_collections.quorate.ha_storage.plugins.module_utils._address.spec import Place, places, words
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import InvalidInput
from hypothesis import given
from hypothesis import strategies as st


def test_prefix_and_interface_may_be_left_out():
    assert places(" 10.0.40.50  10.0.40.51/24 FD00::0:1@bond0.40 fd00::2/64@eth1 ") == [
        Place("10.0.40.50"),
        Place("10.0.40.51", 24),
        Place("fd00::1", 0, "bond0.40"),
        Place("fd00::2", 64, "eth1"),
    ]
    assert places("") == []


def test_all_wrong_words_at_once():
    with pytest.raises(InvalidInput) as error:
        places("10.0.40 10.0.40.50 10.0.40.50/x eth0@10.0.0.1 10.0.0.1@")
    assert len(error.value.problems) == 4


@given(
    st.lists(
        st.builds(
            Place, st.ip_addresses().map(str).map(canonical), st.integers(0, 128), st.sampled_from(["", "eth0", "a.1"])
        )
    )
)
def test_the_words_read_back(known):
    assert places(words(known)) == known
