# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the host says of addresses and connections: ``ip -json address show`` and ``/proc/net/tcp``, ``tcp6``."""

from __future__ import annotations

import ipaddress
import json
import struct
import typing as t

from .._core.errors import Unparsable

_ESTABLISHED = "01"


class Assigned(t.NamedTuple):
    """An address of an interface; *ip* in the form in which the kernel prints it."""

    interface: str
    ip: str
    prefix: int


class Connection(t.NamedTuple):
    """An established TCP connection: the local port, and the client's end."""

    port: int
    client: str
    client_port: int


def canonical(ip: str) -> str:
    """*ip* as the kernel prints it. Raises ValueError for what is no address."""
    return str(ipaddress.ip_address(ip))


def assigned(text: str) -> list[Assigned]:
    """All addresses of the host. Raises Unparsable."""
    try:
        return [
            Assigned(interface["ifname"], address["local"], address["prefixlen"])
            for interface in json.loads(text)
            for address in interface["addr_info"]
            if "local" in address
        ]
    except (ValueError, KeyError, TypeError) as error:
        raise Unparsable("ip -json address show", "output", str(error)) from None


def network_of(ip: str, known: t.Iterable[Assigned]) -> Assigned | None:
    """The interface address whose network *ip* lies in, the smallest network first; None: in no network."""
    wanted = ipaddress.ip_address(ip)
    fitting = [each for each in known if each.ip != ip and wanted in _network(each)]
    return max(fitting, key=lambda each: each.prefix, default=None)


def _network(each: Assigned) -> ipaddress.IPv4Network | ipaddress.IPv6Network:
    return ipaddress.ip_network(f"{each.ip}/{each.prefix}", strict=False)


def connections(text: str, ip: str) -> list[Connection]:
    """The established connections to *ip*, from the text of ``/proc/net/tcp`` or ``tcp6``."""
    found = []
    for line in text.splitlines()[1:]:
        words = line.split()
        if len(words) > 3 and words[3] == _ESTABLISHED:
            (local, port), client = _endpoint(words[1]), _endpoint(words[2])
            if local == ip:
                found.append(Connection(port, *client))
    return sorted(found)


def recorded(text: str) -> list[Connection]:
    """What render.record() made; words that are none of its are passed over: it comes from the other node."""
    found = []
    for word in text.split():
        fields = word.split(",")
        if len(fields) == 3 and fields[0].isdigit() and fields[2].isdigit():
            found.append(Connection(int(fields[0]), fields[1], int(fields[2])))
    return found


def _endpoint(word: str) -> tuple[str, int]:
    """The kernel prints an address as words of four bytes in its own byte order, in hex."""
    ip, port = word.split(":")
    packed = struct.pack(f"={len(ip) // 8}I", *(int(ip[at : at + 8], 16) for at in range(0, len(ip), 8)))
    address = ipaddress.ip_address(packed)
    return str(getattr(address, "ipv4_mapped", None) or address), int(port, 16)
