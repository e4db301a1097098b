# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether a snapshot is made before a resync, how large, and when one goes."""

from __future__ import annotations

import typing as t

from .._drbd.proc import Replica
from .model import Make, Nothing, Remove, Snapshot, Volume

# The states of a copy that is whole; one in the middle of a resync is not worth a snapshot.
WHOLE = ("UpToDate", "Outdated", "Consistent")
# For the bookkeeping of the snapshot, which takes 16 bytes for each chunk of 4 KiB.
_LEAST = 16 << 20
# Of the volume, for what is written during the resync.
_SHARE = 10


def before(replica: Replica | None, volume: Volume | None) -> Make | Nothing:
    """What to do before a resync overwrites *volume*."""
    if replica is None or volume is None:
        return Nothing("the volume below DRBD is no logical volume", failed=True)
    if any(each.valid for each in volume.snapshots):
        # Of an interrupted resync: it shows the last whole state, the volume itself does not any more.
        return Nothing("there is a snapshot from before an interrupted resync already")
    if replica.disk not in WHOLE:
        return Nothing(f"the data are {replica.disk}, not worth a snapshot")
    if volume.thin:
        return Make(volume, 0)
    least = needed(replica.out_of_sync, volume)
    most = _rounded(min(least + volume.size // _SHARE, needed(volume.size, volume)), volume)
    size = min(most, volume.free // volume.extent * volume.extent)
    if size < least:
        reason = (
            f"a snapshot needs {least >> 20} MiB, and the volume group {volume.vg} has {volume.free >> 20} MiB free"
        )
        return Nothing(reason, failed=True)
    return Make(volume, size)


def needed(amount: int, volume: Volume) -> int:
    """The least size of a snapshot of *volume* that *amount* bytes of changes fit into, never more than make sense."""
    return _rounded(min(amount, volume.size) * 102 // 100 + _LEAST, volume)


def useless(volumes: t.Iterable[Volume]) -> list[Remove]:
    """Snapshots that became full: what they showed is lost, and each write would still look at them."""
    return [Remove(each) for volume in volumes for each in volume.snapshots if not each.valid]


def left_over(volumes: t.Iterable[Volume], states: t.Mapping[tuple[str, str], Replica]) -> list[Snapshot]:
    """Snapshots that nobody needs any more: both copies are up to date, so no resync is under way.

    states -- by volume group and name, how DRBD on top of it is
    """
    found = []
    for volume in volumes:
        replica = states.get((volume.vg, volume.name))
        if replica and (replica.disk, replica.peer) == ("UpToDate", "UpToDate"):
            found += list(volume.snapshots)
    return found


def _rounded(size: int, volume: Volume) -> int:
    return -(-size // volume.extent) * volume.extent
