# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The packets, compared with what other implementations send."""

from __future__ import annotations

import socket
import struct

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._address.parse import Connection
from ansible_collections.quorate.ha_storage.plugins.module_utils._address.render import (
    advertisement,
    announcement,
    tickle,
)

MAC = bytes.fromhex("525400123456")


def test_the_announcement_is_what_arping_sends():
    # arping -U -I lab2 10.77.30.50, without its padding.
    assert announcement("10.77.30.50", MAC).hex() == (
        "ffffffffffff" + "525400123456" + "0806"
        "0001" + "0800" + "06" + "04" + "0001" + "525400123456" + "0a4d1e32" + "000000000000" + "0a4d1e32"
    )  # fmt: skip


def test_the_advertisement_overrides_what_neighbours_know():
    message = advertisement("fd00:30::50", MAC)
    kind, code, _sum, flags = struct.unpack(">BBHI", message[:8])
    assert (kind, code, flags) == (136, 0, 0x20000000)
    assert message[8:24] == socket.inet_pton(socket.AF_INET6, "fd00:30::50")
    assert message[24:] == b"\x02\x01" + MAC and len(message) == 32


@pytest.mark.parametrize(
    ("ip", "client"), [("10.77.30.50", "10.77.30.14"), ("fd00:30::50", "fd00:30::14"), ("10.0.0.1", "10.0.0.2")]
)
def test_a_receiver_finds_the_checksum_right(ip, client):
    header = tickle(ip, Connection(3260, client, 51362))
    port, client_port, number, acknowledged, offset, flags = struct.unpack(">HHIIBB", header[:14])
    assert (port, client_port, number, acknowledged, offset >> 4, flags) == (3260, 51362, 0, 0, 5, 0x10)
    ends = b"".join(socket.inet_pton(socket.AF_INET6 if ":" in each else socket.AF_INET, each) for each in (ip, client))
    data = ends + struct.pack(">HH", 6, len(header)) + header
    total = sum(struct.unpack(f">{len(data) // 2}H", data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    assert total == 0xFFFF
