# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Addresses that come and go, on a host that is a list of them."""

from __future__ import annotations

import json

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._address import system
from ansible_collections.quorate.ha_storage.plugins.module_utils._address.parse import Connection
from ansible_collections.quorate.ha_storage.plugins.module_utils._address.spec import Place
from ansible_collections.quorate.ha_storage.plugins.module_utils._core import ocf
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.runner import Result

IP, IP6, CLIENT = "10.77.30.50", "fd00:30::50", Connection(3260, "10.77.30.14", 51362)


class Host:
    """Addresses of two interfaces, and what was told to whom."""

    def __init__(self) -> None:
        self.addresses = [("lab1", "10.77.10.11", 24), ("lab2", "10.77.30.11", 24), ("lab2", "fd00:30::11", 64)]
        self.stubborn = False
        self.told: list[tuple] = []

    def run(self, argv, timeout):
        if argv == ["ip", "-json", "address", "show"]:
            rows = [
                {"ifname": nic, "addr_info": [{"local": ip, "prefixlen": bits}]} for nic, ip, bits in self.addresses
            ]
            return Result(0, json.dumps(rows), "")
        assert argv[:2] == ["ip", "address"] and argv[4] == "dev", argv
        ip, bits = argv[3].split("/")
        row = (argv[5], ip, int(bits))
        if argv[2] == "add":
            assert argv[6:] == (["nodad"] if ":" in ip else [])
            self.addresses.append(row)
        elif not self.stubborn:
            assert argv[2] == "delete"
            self.addresses.remove(row)
        return Result(0, "", "")


@pytest.fixture
def host(monkeypatch):
    host = Host()
    monkeypatch.setattr(system, "run", host.run)
    monkeypatch.setattr(system, "_announce", lambda ip, nic: host.told.append((ip, nic)))
    monkeypatch.setattr(system, "_tickle", lambda ip, known: host.told.append((ip, *known)))
    monkeypatch.setattr(system.time, "sleep", lambda seconds: None)
    monkeypatch.setattr(ocf, "log", lambda *_words: None)
    return host


def test_there_and_gone(host):
    before = list(host.addresses)
    for _again in range(2):
        assert [system.assign(Place(ip)) for ip in (IP, IP6)] == ["lab2", "lab2"]
        assert host.addresses == [*before, ("lab2", IP, 24), ("lab2", IP6, 64)]
    assert system.interface_of(IP) == "lab2" and system.interface_of("10.77.30.99") is None
    for _again in range(2):
        system.withdraw([Place(IP), Place(IP6)])
        assert host.addresses == before


def test_told_where_and_how_long(host):
    system.assign(Place(IP, 32, "lab1"))
    assert host.addresses[-1] == ("lab1", IP, 32)


def test_an_address_in_no_network_needs_an_interface(host):
    with pytest.raises(system.NoInterface, match="no interface has a network with 192.0.2.1"):
        system.assign(Place("192.0.2.1"))
    assert system.assign(Place("192.0.2.1", 0, "lab2")) == "lab2"
    assert host.addresses[-1] == ("lab2", "192.0.2.1", 32)


def test_what_stays_is_an_error(host):
    system.assign(Place(IP))
    host.stubborn = True
    with pytest.raises(system.StillThere, match=f"still there: {IP}"):
        system.withdraw([Place(IP)])


def test_clients_are_told_by_an_address_of_their_own_kind(host):
    system.tell(IP6, "lab2", [CLIENT])
    system.tell(IP, "lab2", [CLIENT])
    assert host.told == [(IP6, "lab2"), (IP6,), (IP, "lab2"), (IP, CLIENT)]


def test_the_news_is_repeated_only_while_it_is_true(host):
    system.assign(Place(IP))
    system.tell_again([IP, IP6], [CLIENT])
    assert host.told == [(IP, "lab2"), (IP, CLIENT)] * len(system.REPEATS)
    system.withdraw([Place(IP)])
    host.told.clear()
    system.tell_again([IP, IP6], [CLIENT])
    assert host.told == []


def test_a_packet_that_cannot_be_sent_fails_nothing(host, monkeypatch):
    def refuse(ip, nic):
        raise OSError(1, "not permitted")

    monkeypatch.setattr(system, "_announce", refuse)
    system.tell(IP, "lab2", [CLIENT])
    assert host.told == []
