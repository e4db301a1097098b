# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What ping and ip said on real hosts."""

from __future__ import annotations

from ansible_collections.quorate.ha_storage.plugins.module_utils._metro.parse import parse_addresses, parse_ping

ANSWERED = """PING 10.77.20.12 (10.77.20.12) 56(84) bytes of data.

--- 10.77.20.12 ping statistics ---
10 packets transmitted, 9 received, 10% packet loss, time 1822ms
rtt min/avg/max/mdev = 2.596/4.146/5.819/0.988 ms
"""
SILENT = """PING 10.77.20.99 (10.77.20.99) 56(84) bytes of data.

--- 10.77.20.99 ping statistics ---
3 packets transmitted, 0 received, +3 errors, 100% packet loss, time 402ms
pipe 3
"""
ADDRESSES = """[{"ifindex":1,"ifname":"lo","flags":["LOOPBACK","UP"],"addr_info":[
{"family":"inet","local":"127.0.0.1","prefixlen":8,"scope":"host"}]},
{"ifindex":3,"ifname":"repl0","flags":["BROADCAST","UP"],"addr_info":[
{"family":"inet","local":"10.77.20.11","prefixlen":24,"broadcast":"10.77.20.255","scope":"global"},
{"family":"inet6","local":"fe80::504c","prefixlen":64,"scope":"link"}]},{"ifname":"bare0"}]"""


def test_echoes():
    assert parse_ping(ANSWERED) == {"sent": 10, "received": 9, "min_ms": 2.596, "avg_ms": 4.146, "max_ms": 5.819}


def test_silence():
    assert parse_ping(SILENT) == {"sent": 3, "received": 0, "min_ms": None, "avg_ms": None, "max_ms": None}


def test_no_route_is_silence_too():
    assert parse_ping("")["received"] == 0


def test_addresses_of_networks_only():
    assert parse_addresses(ADDRESSES) == [{"interface": "repl0", "address": "10.77.20.11", "prefix": 24}]
