# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The snapshot that keeps the victim's data: its name, its size, and whether there is room for it."""

from __future__ import annotations

import typing as t

from .._core.errors import Refusal
from .._core.size import format_size
from .model import Current, Side, Store, Wanted

# LVM notes 16 bytes for each chunk of 4 KiB, in chunks of their own.
_NOTES = 256
_ROUND = 4 << 20


def name_of(store: Store, side: Side) -> str:
    """The name follows from the generation that goes, so that a run that was cut short finds its snapshot again."""
    generations = side.parts[0].generations if side.parts else None
    return f"{store.volume}-discarded-{(generations.current if generations else '')[:8].lower()}"


def kept(store: Store, side: Side) -> bool:
    """Whether the snapshot is there already."""
    return name_of(store, side) in dict(store.snapshots)


def size_of(store: Store, wanted: Wanted) -> int:
    """Bytes, in whole extents: as asked for, or so many that the snapshot can never overflow."""
    return _extents(wanted.snapshot_size or _with_notes(store.size), store)


def snapshot_refusals(current: Current, wanted: Wanted, traced: bool) -> t.Iterator[Refusal]:
    """Why the victim's data cannot be kept; unless *traced*, all of them are overwritten."""
    victim, store = current.side(wanted.victim), current.store
    if not wanted.keep_snapshot or current.here.node != wanted.victim:
        return
    if store is None or len(victim.parts) != 1:
        reason = f"{wanted.resource} does not lie on one logical volume on {wanted.victim}: there can be no snapshot"
        yield Refusal(reason, "keep_snapshot=false, after a backup of your own")
    elif kept(store, victim):
        if not dict(store.snapshots)[name_of(store, victim)]:
            name = f"{store.vg}/{name_of(store, victim)}"
            yield Refusal(f"the snapshot {name} has overflowed and holds nothing any more", f"lvremove {name}")
    else:
        differs = (current.here.changed or 0) + (current.peer.changed or 0) if traced else store.size
        yield from _room(size_of(store, wanted), _extents(_with_notes(differs), store), store)


def _room(size: int, least: int, store: Store) -> t.Iterator[Refusal]:
    if size < least:
        reason = f"the snapshot of {format_size(size)} would overflow while the copies become one"
        yield Refusal(reason, f"snapshot_size of at least {format_size(least)}, and more for what is written later")
    if size > store.free:
        reason = f"volume group {store.vg} has {format_size(store.free)} free, the snapshot takes {format_size(size)}"
        yield Refusal(reason, f"a smaller snapshot_size (at least {format_size(least)}), more devices, or no snapshot")


def _with_notes(size: int) -> int:
    return size + size // _NOTES + _ROUND


def _extents(size: int, store: Store) -> int:
    return -(-size // store.extent) * store.extent
