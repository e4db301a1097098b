# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sides as the plain data that modules return, and out of what DRBD says."""

from __future__ import annotations

import typing as t

from .._drbd.model import Live
from .._drbd.ready import connected, percent, up_to_date
from .model import Generations, Part, Side

_NO_DISK = ("Diskless", "Failed", "Attaching")


def side_of(
    node: str,
    live: Live | None,
    generations: t.Mapping[int, Generations | None],
    policies: tuple[tuple[str, str], ...] = (),
) -> Side:
    """The side of *node*; *generations* by number has every volume that there is."""
    if live is None:
        return Side(node, parts=tuple(Part(number, generations=each) for number, each in generations.items()))
    peer = live.peers[0] if live.peers else None
    # Without a peer the bitmap has what was written here alone.
    changed = {volume.number: volume.out_of_sync for volume in peer.volumes} if peer else {}
    parts = [
        Part(
            volume.number,
            volume.disk_state,
            volume.size,
            None if volume.disk_state in _NO_DISK else changed.get(volume.number),
            generations.get(volume.number),
        )
        for volume in live.volumes
    ]
    whole = up_to_date(live)
    return Side(
        node=node,
        role=live.role,
        connection=peer.connection if peer else "StandAlone",
        settled=connected(live),
        up_to_date=whole,
        percent=None if whole else percent(live),
        parts=tuple(parts),
        policies=policies,
    )


def side_values(side: Side) -> dict[str, t.Any]:
    """A side as plain data; spec.read_side reads it again."""
    return {
        "node": side.node,
        "role": side.role,
        "connection": side.connection,
        "settled": side.settled,
        "up_to_date": side.up_to_date,
        "percent": side.percent,
        "changed": side.changed,
        "volumes": [_part_values(part) for part in side.parts],
        "policies": dict(side.policies),
    }


def _part_values(part: Part) -> dict[str, t.Any]:
    found = part.generations
    return {
        "number": part.number,
        "disk_state": part.disk_state,
        "size": part.size,
        "changed": part.changed,
        "generations": found and {"current": found.current, "bitmap": found.bitmap, "history": list(found.history)},
    }
