# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Addresses and connections as the host prints them."""

from __future__ import annotations

import json

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._address.parse import (
    Assigned,
    Connection,
    assigned,
    canonical,
    connections,
    network_of,
    recorded,
)
from ansible_collections.quorate.ha_storage.plugins.module_utils._address.render import record
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import Unparsable
from hypothesis import given, settings
from hypothesis import strategies as st

KNOWN = [
    Assigned("lo", "127.0.0.1", 8),
    Assigned("lab1", "10.77.0.11", 8),
    Assigned("lab2", "10.77.30.11", 24),
    Assigned("lab2", "fd00:30::11", 64),
]
# From a node of the lab (little-endian), Linux 7.2: a listener, an established connection and one that closes.
TCP = """  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 321E4D0A:0CBC 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 2318
   1: 321E4D0A:0CBC 0E1E4D0A:C8A2 01 00000000:00000000 00:00000000 00000000     0        0 2519
   2: 321E4D0A:0CBC 0F1E4D0A:C8A3 06 00000000:00000000 00:00000000 00000000     0        0 2520
   3: 0B1E4D0A:0016 0E1E4D0A:C8A4 01 00000000:00000000 00:00000000 00000000     0        0 2521
"""
TCP6 = """  sl  local_address                         remote_address                        st
   0: 000000FD000000300000000050000000:0CBC 000000FD000000300000000014000000:C8A2 01 00000000:00000000
   1: 0000000000000000FFFF0000321E4D0A:0CBC 0000000000000000FFFF00000E1E4D0A:C8A2 01 00000000:00000000
"""


def test_addresses():
    text = json.dumps(
        [
            {"ifname": "lab2", "addr_info": [{"family": "inet", "local": "10.77.30.11", "prefixlen": 24}]},
            {"ifname": "tun0", "addr_info": [{}]},
        ]
    )
    assert assigned(text) == [Assigned("lab2", "10.77.30.11", 24)]


@pytest.mark.parametrize("wrong", ["", "{}x", "[1]", '[{"ifname": "a"}]', '[{"addr_info": [{"local": "::1"}]}]'])
def test_output_of_another_form_is_an_error(wrong):
    with pytest.raises(Unparsable):
        assigned(wrong)


@pytest.mark.parametrize(
    ("ip", "interface"),
    [("10.77.30.50", "lab2"), ("10.77.31.50", "lab1"), ("fd00:30::50", "lab2"), ("192.0.2.1", None), ("fd01::1", None)],
)
def test_the_smallest_network_that_an_address_lies_in(ip, interface):
    found = network_of(ip, KNOWN)
    assert (found and found.interface) == interface


def test_an_address_is_not_its_own_network():
    assert network_of("10.77.30.50", [Assigned("lab2", "10.77.30.50", 24)]) is None


def test_connections_to_an_address():
    assert connections(TCP, "10.77.30.50") == [Connection(3260, "10.77.30.14", 0xC8A2)]
    assert connections(TCP, "10.77.30.99") == []


def test_connections_of_ip_version_6():
    assert connections(TCP6, "fd00:0:3000::50") == [Connection(3260, "fd00:0:3000::14", 0xC8A2)]
    assert connections(TCP6, "10.77.30.50") == [Connection(3260, "10.77.30.14", 0xC8A2)]


@settings(deadline=None)
@given(
    st.lists(
        st.builds(Connection, st.integers(1, 65535), st.ip_addresses().map(str).map(canonical), st.integers(1, 65535))
    )
)
def test_a_record_reads_back(known):
    assert recorded(record(known)) == known


@given(st.text())
def test_a_record_of_anything_is_no_error(text):
    assert all(isinstance(each, Connection) for each in recorded(text))
