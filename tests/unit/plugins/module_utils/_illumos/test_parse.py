# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fields by colons, colons inside by a backslash; anything else is an error."""

from __future__ import annotations

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import Unparsable
from ansible_collections.quorate.ha_storage.plugins.module_utils._illumos import parse
from ansible_collections.quorate.ha_storage.plugins.module_utils._illumos.model import Address, Aggregation, Vlan
from hypothesis import given, settings
from hypothesis import strategies as st


@pytest.mark.parametrize("ports", ["aggr1:\n:e0\n:e1\naggr2:--\n", "aggr1:\naggr1:e0\naggr1:e1\naggr2:\n"])
def test_aggregations_whether_their_name_is_repeated_or_not(ports):
    assert parse.parse_aggregations("aggr1:L2,L3\naggr2:L4\n", ports) == (
        Aggregation("aggr1", ("e0", "e1"), ("L2", "L3")),
        Aggregation("aggr2", (), ("L4",)),
    )


def test_vlans_addresses_interfaces():
    assert parse.parse_vlans("aggr500001:500:aggr1\n") == (Vlan("aggr500001", "aggr1", 500),)
    text = "lo0/v4:127.0.0.1/8\ne0/v6:fe80\\:\\:1/10\n"
    assert parse.parse_addresses(text) == (Address("lo0/v4", "127.0.0.1/8"), Address("e0/v6", "fe80::1/10"))
    assert parse.parse_interfaces("lo0\ne0\n") == ("lo0", "e0")


@settings(max_examples=50, deadline=None)
@given(st.lists(st.text("abc:\\", min_size=1), min_size=1, max_size=4))
def test_fields_come_back(fields):
    line = ":".join(field.replace("\\", "\\\\").replace(":", "\\:") for field in fields)
    assert parse.rows("it", line, len(fields)) == [fields]


@pytest.mark.parametrize("text", ["LINK  VID  OVER\n", "aggr1:five:e0\n"])
def test_anything_else_is_an_error(text):
    with pytest.raises(Unparsable):
        parse.parse_vlans(text)
