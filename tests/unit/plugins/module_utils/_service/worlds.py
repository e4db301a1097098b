# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A cluster of two nodes with one service, well unless a test breaks it."""

from __future__ import annotations

import dataclasses
import typing as t

from ansible_collections.quorate.ha_storage.plugins.module_utils._drbd.model import Live, LiveVolume, Peer, PeerVolume
from ansible_collections.quorate.ha_storage.plugins.module_utils._service.model import (
    Cluster,
    Constraint,
    Instance,
    Member,
    Service,
    Situation,
    Wanted,
)

SERVICE = Service("san0", "san0", "san0-drbd-clone", "san0-drbd", "san0")
BOTH = ("node1", "node2")


def instances(node: str) -> tuple[Instance, ...]:
    """The service on *node*, and DRBD on both."""
    roles = [Instance("san0-drbd", each, "Promoted" if each == node else "Unpromoted") for each in BOTH]
    return (*roles, Instance("san0", node, "Started"))


def cluster(node: str = "node1", **others: t.Any) -> Cluster:
    """The service runs on *node*."""
    given: dict[str, t.Any] = {
        "dc": True,
        "quorum": True,
        "fencing": True,
        "watchdog": True,
        "members": tuple(Member(name, online=True) for name in BOTH),
        "resources": frozenset({"san0", "san0-drbd", "san0-drbd-clone", "web"}),
        "instances": instances(node),
        "constraints": (Constraint("san0-prefers-node1", "san0", "node1"),),
    }
    return Cluster(**{**given, **others})


def live(
    connection: str = "Connected", disk: str = "UpToDate", peer: str = "UpToDate", replication: str = "Established"
) -> Live:
    """DRBD as node1 sees it; 100 KiB of 1 MiB are out of sync during a resync."""
    missing = 0 if replication in ("Established", "Off") else 100 << 10
    far = PeerVolume(0, replication, peer, missing, None)
    return Live(
        "san0", "Primary", False, (LiveVolume(0, 0, disk, 1 << 20),), (Peer("peer", connection, "Secondary", (far,)),)
    )


def situation(node: str = "node1", **others: t.Any) -> Situation:
    """Cluster and replication."""
    return Situation(cluster(node, **others), live())


def wanted(**others: t.Any) -> Wanted:
    """The service on the other node."""
    return dataclasses.replace(Wanted(SERVICE), **others)
