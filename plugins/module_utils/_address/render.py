# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The packets that tell the network where an address is now, and clients that their connections are gone."""

from __future__ import annotations

import ipaddress
import struct
import typing as t

from .parse import Connection

_BROADCAST = b"\xff" * 6
_ETHERTYPE_ARP = 0x0806
_REQUEST = 1
_NEIGHBOUR_ADVERTISEMENT, _OVERRIDE = 136, 0x20000000
_TARGET_LINK_LAYER_ADDRESS = 2
_TCP, _ACK = 6, 0x10


def announcement(ip: str, mac: bytes) -> bytes:
    """The Ethernet frame of a gratuitous ARP request (RFC 5227, section 2.3): *ip* is at *mac*."""
    own = ipaddress.ip_address(ip).packed
    arp = struct.pack(">HHBBH", 1, 0x0800, 6, 4, _REQUEST) + mac + own + bytes(6) + own
    return _BROADCAST + mac + struct.pack(">H", _ETHERTYPE_ARP) + arp


def advertisement(ip: str, mac: bytes) -> bytes:
    """The ICMPv6 message of an unsolicited neighbour advertisement (RFC 4861, section 7.2.6); its sender sums it up."""
    head = struct.pack(">BBHI", _NEIGHBOUR_ADVERTISEMENT, 0, 0, _OVERRIDE)
    return head + ipaddress.ip_address(ip).packed + struct.pack(">BB", _TARGET_LINK_LAYER_ADDRESS, 1) + mac


def tickle(ip: str, connection: Connection) -> bytes:
    """A TCP header with nothing but ACK, from *ip* to the client of *connection*.

    Its numbers are none of the connection's. So the client answers with the right ones (RFC 9293, section 3.10.7.4),
    and as this host does not know the connection, it resets it: the client connects anew at once, and not after its
    next retransmission, which doubles its time at each try.
    """
    head = struct.pack(">HHIIBBHHH", connection.port, connection.client_port, 0, 0, 5 << 4, _ACK, 0, 0, 0)
    return head[:16] + struct.pack(">H", _checksum(_pseudo_header(ip, connection.client, len(head)) + head)) + head[18:]


def _pseudo_header(source: str, destination: str, length: int) -> bytes:
    ends = b"".join(ipaddress.ip_address(ip).packed for ip in (source, destination))
    return ends + struct.pack(">II", length, _TCP)


def _checksum(data: bytes) -> int:
    total: int = sum(struct.unpack(f">{len(data) // 2}H", data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


def record(known: t.Iterable[Connection]) -> str:
    """One line from which parse.recorded() reads *known* again."""
    return " ".join(f"{each.port},{each.client},{each.client_port}" for each in known)
