# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What one initiator logs in to, from the expanded services (see docs/design/architecture.md). Pure."""

from __future__ import annotations

import typing as t

Data = t.Dict[str, t.Any]


def session_options(services: t.Sequence[Data], initiator: str) -> list[Data]:
    """``[{service, iqn, portals, chap, luns}]`` for each of the *services* that lets the *initiator* in.

    service, luns -- for people: the service's name, and what the initiator must see there
    iqn, portals, chap -- options of the module ``iscsi_session``
    """
    found = []
    for service in services:
        for listed in service["initiators"]:
            if listed["iqn"] == initiator:
                found.append(_options(service, listed))
    return found


def _options(service: Data, listed: Data) -> Data:
    target = service["target"]
    return {
        "service": service["name"],
        "iqn": target["iqn"],
        "portals": [{"ip": portal["ip"], "port": portal["port"]} for portal in target["portals"]],
        "chap": {name: value for name, value in (listed["chap"] or {}).items() if value} or None,
        "luns": [
            {"number": lun["number"], "serial": lun["serial"]}
            for lun in service["luns"]
            if listed["iqn"] in lun["initiators"]
        ],
    }
