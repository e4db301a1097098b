# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Predicates on the live state, for waiting."""

from __future__ import annotations

from .._core.errors import HaStorageError
from .model import Live

# Connections that come up by themselves; in the others somebody has to act.
_SYNCING = ("SyncSource", "SyncTarget", "PausedSyncS", "PausedSyncT", "WFBitMapS", "WFBitMapT")


class SplitBrain(HaStorageError):
    """A connection is down for good until somebody decides whose data stays."""


def connected(live: Live | None) -> bool:
    """Every peer answers, and the handshake is over: 8.4 says Connected while it may still break off."""
    return (
        live is not None
        and bool(live.peers)
        and all(peer.connection == "Connected" for peer in live.peers)
        and all(volume.replication != "Off" for peer in live.peers for volume in peer.volumes)
    )


def up_to_date(live: Live | None) -> bool:
    """Every copy of every volume is whole, here and on every peer."""
    return bool(
        live
        and connected(live)
        and all(volume.disk_state == "UpToDate" for volume in live.volumes)
        and all(volume.disk_state == "UpToDate" for peer in live.peers for volume in peer.volumes)
    )


def all_blank(live: Live | None) -> bool:
    """Connected, and no host has valid data: the first sync was not decided yet."""
    return bool(
        live
        and connected(live)
        and live.role != "Primary"
        and all(volume.disk_state == "Inconsistent" for volume in live.volumes)
        and all(
            peer.role != "Primary" and volume.disk_state == "Inconsistent" and volume.replication == "Established"
            for peer in live.peers
            for volume in peer.volumes
        )
    )


def standalone(live: Live | None) -> tuple[str, ...]:
    """The connections that do not try any more."""
    return tuple(peer.name for peer in live.peers if peer.connection == "StandAlone") if live else ()


def require_no_split_brain(live: Live | None) -> None:
    """Raises SplitBrain where waiting is in vain."""
    if live and standalone(live):
        raise SplitBrain(
            f"the connection of {live.name} is StandAlone: its data differ (split brain, or unrelated data), or the "
            "secrets or protocols of the two sides do; the kernel log of both hosts says which",
            resource=live.name,
        )


def reached(live: Live | None, goal: str) -> bool:
    """Whether *goal* (``connected`` or ``up_to_date``) holds. Raises SplitBrain where it never will."""
    require_no_split_brain(live)
    return up_to_date(live) if goal == "up_to_date" else connected(live)


def percent(live: Live | None) -> float | None:
    """How far the slowest resync is, in per cent; 100 when all is in sync, None when it cannot be told.

    Module 8.4 reports no share in events2: there it is the share of the volume that is in sync.
    """
    if up_to_date(live):
        return 100.0
    sizes = {volume.number: volume.size for volume in live.volumes} if live else {}
    shares = []
    for volume in [volume for peer in live.peers for volume in peer.volumes] if live else []:
        if volume.done is not None:
            shares.append(volume.done)
        elif volume.replication in _SYNCING and sizes.get(volume.number):
            shares.append(100.0 * max(0.0, 1 - volume.out_of_sync / sizes[volume.number]))
    return round(min(shares), 1) if shares else None


def describe(live: Live | None) -> str:
    """One line for a log."""
    if live is None:
        return "down"
    disks = ", ".join(f"{volume.number}:{volume.disk_state}" for volume in live.volumes)
    links = ", ".join(f"{peer.name} {peer.connection}" for peer in live.peers)
    share = percent(live)
    return f"{live.role} disks {disks or '-'} peers {links or '-'}" + ("" if share is None else f" {share:g}%")
