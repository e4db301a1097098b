# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A site of two services on two nodes, and what its nodes tell."""

from __future__ import annotations

import copy
import typing as t

Data = t.Dict[str, t.Any]
BOTH = ("node1", "node2")
SERVICES = ("san0", "san1")
SITE: Data = {
    "cluster": {
        "nodes": [{"name": name} for name in BOTH],
        "arbiter": {"name": "arbiter"},
        "fencing": {"method": "sbd"},
    },
    "services": [
        {
            "name": name,
            "drbd": {"resource": name},
            "backing": {"vg": "vg0", "volume": name, "device": f"/dev/vg0/{name}"},
        }
        for name in SERVICES
    ],
}
VOTES = """\
Quorum information
------------------
Flags:            Quorate Qdevice

Membership information
----------------------
    Nodeid      Votes    Qdevice Name
         1          1    A,V,NMW node1 (local)
         2          1   A,NV,NMW node2
         0          1            Qdevice
"""
SILENT: Data = {"results": [{"item": name, "msg": "the cluster does not run on this host"} for name in SERVICES]}


def live(disk: str = "UpToDate", connection: str = "Connected", percent: float | None = 100.0) -> Data:
    """DRBD, as far as it counts."""
    return {"volumes": [{"disk_state": disk}], "peers": [{"connection": connection}], "percent": percent}


def answer(name: str, on: str = "node1", *, cluster: Data | None = None, **service: t.Any) -> Data:
    """What ``service_info`` tells of the service *name*."""
    members = [
        {"name": node, "online": True, "standby": False, "maintenance": False, "unclean": False} for node in BOTH
    ]
    view = {"dc": True, "quorum": True, "fencing": True, "watchdog": True, "fence_devices": [], "maintenance": False}
    found = {"node": on, "failures": [], "constraints": [f"{name}-prefers-node1"], "replication": live()}
    return {
        "item": name,
        "cluster": {**view, "nodes": members, **(cluster or {})},
        "service": {**found, **service},
    }


def asked(places: t.Mapping[str, str] | None = None, down: t.Sequence[str] = (), **service: t.Any) -> dict[str, Data]:
    """By node what was registered; of those that are *down* nothing."""
    where = places or dict.fromkeys(SERVICES, "node1")
    cluster = {}
    if down:
        cluster["nodes"] = [{**each, "online": each["name"] not in down} for each in answer("san0")["cluster"]["nodes"]]
    results = [answer(name, on, cluster=cluster, **service) for name, on in where.items()]
    return {node: SILENT if node in down else {"results": copy.deepcopy(results)} for node in BOTH}
