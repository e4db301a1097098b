# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What ping and ip(8) say, as data."""

from __future__ import annotations

import json
import re
import typing as t

_PACKETS = re.compile(r"(\d+) packets transmitted, (\d+) (?:packets )?received")
_TIMES = re.compile(r"= ([\d.]+)/([\d.]+)/([\d.]+)")


def parse_ping(text: str) -> dict[str, t.Any]:
    """``{sent, received, min_ms, avg_ms, max_ms}``; the times are None where nothing came back."""
    packets, times = _PACKETS.search(text), _TIMES.search(text)
    sent, received = (int(packets[1]), int(packets[2])) if packets else (0, 0)
    low, mean, high = (float(times[n]) for n in (1, 2, 3)) if times else (None, None, None)
    return {"sent": sent, "received": received, "min_ms": low, "avg_ms": mean, "max_ms": high}


def parse_addresses(text: str) -> list[dict[str, t.Any]]:
    """``[{interface, address, prefix}]`` of ``ip -json address``, without the host's own loop."""
    return [
        {"interface": link["ifname"], "address": entry["local"], "prefix": entry["prefixlen"]}
        for link in json.loads(text)
        if "LOOPBACK" not in link.get("flags", ())
        for entry in link.get("addr_info", ())
        if entry.get("scope") == "global"
    ]
