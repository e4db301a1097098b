# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A service of the site as options of drbd_resource."""

from __future__ import annotations

import typing as t

Data = t.Mapping[str, t.Any]

# What is to be told, by DRBD's handler and the word of ours.
_TOLD = {
    "before-resync-target": "resync-begun",
    "after-resync-target": "resync-ended",
    "local-io-error": "local-io-error",
    "out-of-sync": "out-of-sync",
    "pri-lost-after-sb": "pri-lost-after-sb",
    "pri-on-incon-degr": "pri-on-incon-degr",
    "split-brain": "split-brain",
}
_SNAPSHOTS = {"before-resync-target": "begin", "after-resync-target": "end"}


def resource_options(
    service: Data, node: str, reports: t.Mapping[str, Data], snapshots: bool = False
) -> dict[str, t.Any]:
    """The options of drbd_resource for an expanded *service* on *node*.

    reports -- by node name, what drbd_resource_info returned there for the backing devices of the services
    snapshots -- whether there is a snapshot of a copy while a resync overwrites it
    """
    drbd = service["drbd"]
    sections = drbd.get("options") or {}
    others = [host["name"] for host in drbd["hosts"] if host["name"] != node]
    return {
        "name": drbd["resource"],
        "hosts": drbd["hosts"],
        "port": drbd["port"],
        "volumes": [{"number": 0, "minor": drbd["minor"], "disk": service["backing"]["device"]}],
        "protocol": drbd["protocol"],
        "secret": drbd["secret"],
        "fencing": drbd["fencing"],
        **{kind: dict(sections.get(kind) or {}) for kind in ("net", "disk", "options")},
        "handlers": {**handlers(snapshots), **(sections.get("handlers") or {})},
        "initial_sync": drbd["initial_sync"],
        "sync_source": service["preferred_node"],
        "peers_with_data": [name for name in others if has_data(service, reports.get(name) or {})],
    }


def handlers(snapshots: bool) -> dict[str, str]:
    """What DRBD runs besides its fencing. Its exit code never matters: before a resync it would drop the connection."""
    commands = {}
    for name, word in _TOLD.items():
        line = f"/usr/lib/quorate/alert {word}"
        if snapshots and name in _SNAPSHOTS:
            line += f"; /usr/lib/quorate/drbd-snapshot {_SNAPSHOTS[name]}"
        commands[name] = f"{line}; true"
    return commands


def has_data(service: Data, report: Data) -> bool:
    """Whether a node's metadata of *service* has a history, by what drbd_resource_info returned there."""
    name, device = service["drbd"]["resource"], service["backing"]["device"]
    if any(resource["has_data"] for resource in report.get("resources") or () if resource["name"] == name):
        return True
    metadata = [disk["metadata"] for disk in report.get("disks") or () if disk["path"] == device]
    return any(found and not found["fresh"] for found in metadata)
