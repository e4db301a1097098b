# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Descriptions of sites as users write them, to be changed by tests."""

from __future__ import annotations

import copy
import re
import typing as t


def service(number: int = 0, **given: t.Any) -> dict[str, t.Any]:
    """A service that goes with every other number."""
    return {
        "name": f"san{number}",
        "preferred_node": "node1",
        "backing": {"vg": "vg0", "size": "10g"},
        "drbd": {"minor": number, "port": 7788 + number, "protocol": "C", "secret": "replication-secret"},
        "target": {
            "iqn": f"iqn.2026-11.com.example:san{number}",
            "portals": [{"ip": f"10.77.30.{50 + number}", "prefix": 24}],
        },
        "initiators": [
            {"iqn": "iqn.2026-11.com.example:esx1", "chap": {"user": "u1", "password": "secret-of-esx1"}},
            {"iqn": "iqn.2026-11.com.example:esx2", "chap": {"user": "u2", "password": "secret-of-esx2"}},
        ],
        "luns": [
            {"name": "lun0", "size": "3g"},
            {"name": "lun1", "size": "4g", "initiators": ["iqn.2026-11.com.example:esx2"]},
        ],
        **given,
    }


def site(services: int = 2) -> dict[str, t.Any]:
    """The three variables."""
    return {
        "ha_storage_cluster": {
            "name": "lab",
            "nodes": [
                {"name": "node1", "links": ["10.77.10.11", "10.77.20.11"], "replication": "10.77.20.11"},
                {"name": "node2", "links": ["10.77.10.12", "10.77.20.12"], "replication": "10.77.20.12"},
            ],
            "arbiter": {"name": "arbiter", "address": "10.77.10.13"},
        },
        "ha_storage_volume_groups": [{"name": "vg0", "devices": ["/dev/vdb"]}],
        "ha_storage_services": [service(number) for number in range(services)],
    }


_GONE = object()
GONE: t.Any = _GONE


def changed(raw: dict[str, t.Any], path: str, value: t.Any) -> dict[str, t.Any]:
    """A copy of *raw* with *value* at *path* (``ha_storage_services[1].name``); GONE takes the key away."""
    raw = copy.deepcopy(raw)
    steps = [int(step) if step.isdigit() else step for step in re.findall(r"\w+", path)]
    at: t.Any = raw
    for step in steps[:-1]:
        at = at.setdefault(step, {}) if isinstance(at, dict) else at[step]
    if value is _GONE:
        del at[steps[-1]]
    elif isinstance(at, list) and steps[-1] == len(at):
        at.append(value)
    else:
        at[steps[-1]] = value
    return raw
