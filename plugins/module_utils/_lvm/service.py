# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""From the expanded description of the site to the options of ``lvm_volumes``, and where they are carried out."""

from __future__ import annotations

import dataclasses
import typing as t

Data = t.Dict[str, t.Any]
UNKNOWN = "Unknown"


def backing_options(site: Data) -> list[Data]:
    """Options for each volume group under DRBD, with the backing volumes in the order of the services."""
    devices = {group["name"]: group["devices"] for group in site["volume_groups"]}
    backings = [service["backing"] for service in site["services"]]
    groups = list(dict.fromkeys([*devices, *(backing["vg"] for backing in backings)]))
    return [
        {
            "vg": group,
            "devices": devices.get(group, []),
            "volumes": [
                {"name": backing["volume"], "size": backing["size"]} for backing in backings if backing["vg"] == group
            ],
        }
        for group in groups
    ]


def lun_options(service: Data) -> Data:
    """What is needed to make the LUNs of an expanded service; no secret is among it."""
    reservations = service["reservations"]
    store = [{"name": reservations["volume"], "size": reservations["size"]}] if reservations else []
    return {
        "resource": service["drbd"]["resource"],
        "cluster_id": service["ids"]["drbd"],
        "preferred_node": service["preferred_node"],
        "vg": service["vg"],
        "devices": [service["drbd"]["device"]],
        "volumes": [*store, *({"name": lun["name"], "size": lun["size"]} for lun in service["luns"])],
        "store": reservations["device"] if reservations else "",
    }


@dataclasses.dataclass(frozen=True)
class Place:
    """Whether the LUNs are made on this node, and what that takes.

    promote -- DRBD has to be promoted first
    release -- in the end nothing may be active here
    error -- why they can be made nowhere
    """

    here: bool = False
    promote: bool = False
    release: bool = False
    error: str = ""


def place(
    *, role: str, peer_role: str, disk: str, peer_disk: str, preferred: bool, known: bool, running: bool
) -> Place:
    """Where the LUNs of a service are made, seen from one node.

    known -- the cluster's configuration has the service
    running -- the cluster runs on this node
    """
    if role == "Primary":
        # Primary without being known to the cluster is what a run that was cut off left behind.
        return Place(here=True, release=not known)
    if peer_role == "Primary" or (known and running):
        return Place()
    if peer_role == UNKNOWN:
        # A lonely promotion would call the fence handler and split the data.
        return Place(error="DRBD is not connected, and whether the peer is Primary is not known; connect it first")
    if disk == "UpToDate" and (preferred or peer_disk != "UpToDate"):
        return Place(here=True, promote=True, release=True)
    if "UpToDate" not in (disk, peer_disk):
        return Place(error=f"DRBD has valid data on no node ({disk} here, {peer_disk} at the peer)")
    return Place()
