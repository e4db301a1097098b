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
_HISTORY = 2


def judge(one: Side, other: Side) -> Verdict:
    """The verdict on both sides together. A node that is connected knows best; else the identifiers decide."""
    if one.settled or other.settled:
        return _judge_connected(one, other)
    pairs = _pairs(one, other)
    relations = [relation(mine, theirs) for mine, theirs in pairs]
    split = [pair for pair, kind in zip(pairs, relations) if kind == SPLIT]
    ahead = {relation for relation in relations if relation != _SAME}
    if UNRELATED in relations:
        return Verdict(UNRELATED)
    if split:
        return Verdict(SPLIT, ancestor=ancestor(*split[0]), traced=all(traced(*pair) for pair in split))
    if not pairs or len(ahead) == 2:
        # Nothing to go by; or each side is ahead with another volume.
        return Verdict(UNKNOWN)
    return Verdict(DISCONNECTED, ahead={_AHEAD: one.node, _BEHIND: other.node}.get("".join(ahead), ""))


def _judge_connected(one: Side, other: Side) -> Verdict:
    if one.up_to_date or other.up_to_date:
        return Verdict(IN_SYNC)
    return Verdict(CONNECTED if one.percent is None and other.percent is None else RESYNCING)


def relation(mine: Generations, theirs: Generations) -> str:
    """What one copy is to the other."""
    if mine.current == theirs.current:
        return _SAME
    if mine.current == _JUST_CREATED or mine.current in theirs.past:
        return _BEHIND
    if theirs.current == _JUST_CREATED or theirs.current in mine.past:
        return _AHEAD
    # DRBD 8.4 compares empty places of the history as well, and refuses for good only where there are none.
    holes = len(mine.history) < _HISTORY and len(theirs.history) < _HISTORY
    return SPLIT if holes or ancestor(mine, theirs) else UNRELATED


def traced(mine: Generations, theirs: Generations) -> bool:
    """Whether the bitmaps of both begin with the same generation.

    Not so where a copy was forced to be taken for up to date (drbdadm primary --force): its bitmap begins anew.
    """
    return bool(mine.bitmap) and mine.bitmap == theirs.bitmap


def ancestor(mine: Generations, theirs: Generations) -> str:
    """The youngest generation that both copies come from; empty where it is forgotten."""
    if traced(mine, theirs):
        return mine.bitmap
    return next((each for each in mine.history if each in theirs.history), "")


def _pairs(one: Side, other: Side) -> list[tuple[Generations, Generations]]:
    """The identifiers of each volume on both sides; empty unless all are known of the same volumes."""
    mine, theirs = _known(one.parts), _known(other.parts)
    if not mine or mine.keys() != theirs.keys() or len(mine) != len(one.parts) or len(theirs) != len(other.parts):
        return []
    return [(mine[number], theirs[number]) for number in sorted(mine)]


def _known(parts: t.Iterable[Part]) -> dict[int, Generations]:
    return {part.number: part.generations for part in parts if part.generations}
