# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What two copies are to each other, by their generation identifiers: as DRBD compares them in its handshake."""

from __future__ import annotations

import typing as t

from .model import Generations, Part, Side, Verdict

# Kinds of verdicts, from good to bad.
IN_SYNC, RESYNCING, CONNECTED = "in_sync", "resyncing", "connected"
DISCONNECTED, SPLIT, UNRELATED, UNKNOWN = "disconnected", "split_brain", "unrelated", "unknown"
# Relations of a volume's copy to the other one.
_SAME, _AHEAD, _BEHIND = "same", "ahead", "behind"
_JUST_CREATED = "0000000000000004"


def judge(one: Side, other: Side) -> Verdict:
    """The verdict on both sides together. A node that is connected knows best; else the identifiers decide."""
    sides = (one, other)
    if any(side.settled for side in sides):
        if any(side.up_to_date for side in sides):
            return Verdict(IN_SYNC)
        return Verdict(RESYNCING if any(side.percent is not None for side in sides) else CONNECTED)
    pairs = _pairs(one, other)
    if not pairs:
        return Verdict(UNKNOWN)
    relations = [relation(mine, theirs) for mine, theirs in pairs]
    for kind in (UNRELATED, SPLIT):
        if kind in relations:
            mine, theirs = pairs[relations.index(kind)]
            return Verdict(kind, ancestor=ancestor(mine, theirs))
    ahead = {relation for relation in relations if relation != _SAME}
    if len(ahead) == 2:
        # Each side is ahead with another volume.
        return Verdict(UNKNOWN)
    return Verdict(DISCONNECTED, ahead={_AHEAD: one.node, _BEHIND: other.node}.get("".join(ahead), ""))


def relation(mine: Generations, theirs: Generations) -> str:
    """What one copy is to the other."""
    if mine.current == theirs.current:
        return _SAME
    if mine.current == _JUST_CREATED or mine.current in theirs.past:
        return _BEHIND
    if theirs.current == _JUST_CREATED or theirs.current in mine.past:
        return _AHEAD
    return SPLIT if ancestor(mine, theirs) else UNRELATED


def ancestor(mine: Generations, theirs: Generations) -> str:
    """The generation that both copies come from; empty where DRBD would not see one either."""
    if mine.bitmap and mine.bitmap == theirs.bitmap:
        return mine.bitmap
    return next((each for each in mine.history if each and each in theirs.history), "")


def _pairs(one: Side, other: Side) -> list[tuple[Generations, Generations]]:
    """The identifiers of each volume on both sides; empty unless all are known of the same volumes."""
    mine, theirs = _known(one.parts), _known(other.parts)
    if not mine or mine.keys() != theirs.keys() or len(mine) != len(one.parts) or len(theirs) != len(other.parts):
        return []
    return [(mine[number], theirs[number]) for number in sorted(mine)]


def _known(parts: t.Iterable[Part]) -> dict[int, Generations]:
    return {part.number: part.generations for part in parts if part.generations}
