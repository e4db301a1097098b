# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Service addresses on this host, and how the network and their clients learn of them."""

from __future__ import annotations

import socket
import time
import typing as t

from .._core import ocf
from .._core.errors import HaStorageError
from .._core.runner import run
from .parse import Assigned, Connection, assigned, connections, network_of
from .render import advertisement, announcement, tickle
from .spec import Place

# The network may lose one, and a switch may learn slowly.
REPEATS = (0.1, 0.3, 1.0, 2.0, 4.0)
COMMAND = 10.0


class NoInterface(HaStorageError):
    """No interface has a network that the address lies in."""


class StillThere(HaStorageError):
    """An address stays although it was taken away."""


def interface_of(ip: str) -> str | None:
    """The interface that has *ip*; None: none has."""
    return _interface_of(ip, _assigned())


def assign(place: Place) -> str:
    """The host has the address; which interface it is on. Raises NoInterface."""
    known = _assigned()
    interface = _interface_of(place.ip, known)
    if interface is None:
        interface, prefix = _choose(place, known)
        extra = ["nodad"] if _family(place.ip) == socket.AF_INET6 else []
        run(["ip", "address", "add", f"{place.ip}/{prefix}", "dev", interface, *extra], timeout=COMMAND)
    return interface


def withdraw(places: t.Iterable[Place]) -> None:
    """The host has none of the addresses. Raises StillThere."""
    ips = {place.ip for place in places}
    for each in _assigned():
        if each.ip in ips:
            run(["ip", "address", "delete", f"{each.ip}/{each.prefix}", "dev", each.interface], timeout=COMMAND)
    left = sorted(ips & {each.ip for each in _assigned()})
    if left:
        raise StillThere("still there: " + ", ".join(left))


def clients(ip: str) -> list[Connection]:
    """Who is connected to *ip* on this host."""
    with open("/proc/net/tcp6" if _family(ip) == socket.AF_INET6 else "/proc/net/tcp", encoding="ascii") as stream:
        return connections(stream.read(), ip)


def tell(ip: str, interface: str, known: t.Iterable[Connection]) -> None:
    """The network knows where *ip* is, and the *known* clients find that they have to connect anew.

    What does not get through is no failure: it is repeated, and clients find out in the end.
    """
    try:
        _announce(ip, interface)
        _tickle(ip, [each for each in known if _family(each.client) == _family(ip)])
    except OSError as error:
        ocf.log(f"cannot announce {ip} on {interface}: {error}", ocf.WARNING)


def tell_again(ips: t.Sequence[str], known: t.Sequence[Connection]) -> None:
    """The news was repeated while it was true: an address that has moved on must not draw clients to this host."""
    for pause in REPEATS:
        time.sleep(pause)
        now = _assigned()
        for ip in ips:
            interface = _interface_of(ip, now)
            if interface:
                tell(ip, interface, known)


def _assigned() -> list[Assigned]:
    return assigned(run(["ip", "-json", "address", "show"], timeout=COMMAND).stdout)


def _interface_of(ip: str, known: t.Iterable[Assigned]) -> str | None:
    return next((each.interface for each in known if each.ip == ip), None)


def _choose(place: Place, known: t.Sequence[Assigned]) -> tuple[str, int]:
    """The interface and the prefix for the address: as told, or those of the network that it lies in."""
    network = network_of(place.ip, [each for each in known if place.nic in ("", each.interface)])
    if network is None and not place.nic:
        raise NoInterface(f"no interface has a network with {place.ip} in it; name the interface (nic)")
    host = 128 if _family(place.ip) == socket.AF_INET6 else 32
    return place.nic or (network.interface if network else ""), place.prefix or (network.prefix if network else host)


def _family(ip: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in ip else socket.AF_INET


def _announce(ip: str, interface: str) -> None:
    with open(f"/sys/class/net/{interface}/address", encoding="ascii") as stream:
        mac = bytes.fromhex(stream.read().strip().replace(":", ""))
    if _family(ip) == socket.AF_INET6:
        with socket.socket(socket.AF_INET6, socket.SOCK_RAW, socket.IPPROTO_ICMPV6) as raw:
            raw.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_MULTICAST_HOPS, 255)
            raw.bind((ip, 0))
            raw.sendto(advertisement(ip, mac), ("ff02::1", 0, 0, socket.if_nametoindex(interface)))
    elif len(mac) == 6:
        with socket.socket(socket.AF_PACKET, socket.SOCK_RAW) as raw:
            raw.bind((interface, 0))
            raw.send(announcement(ip, mac))


def _tickle(ip: str, known: t.Iterable[Connection]) -> None:
    with socket.socket(_family(ip), socket.SOCK_RAW, socket.IPPROTO_TCP) as raw:
        raw.bind((ip, 0))
        for each in known:
            raw.sendto(tickle(ip, each), (each.client, 0))
