# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The steps of one node out of a split brain. The victim takes its own first, then the survivor connects."""

from __future__ import annotations

from .._core.plan import Operation, Plan
from .._core.size import format_size
from .judge import IN_SYNC, RESYNCING, SPLIT, judge
from .model import Connect, Current, Disconnect, Invalidate, KeepSnapshot, Wanted
from .refusals import refusals
from .snapshot import kept, name_of, size_of


def plan(current: Current, wanted: Wanted) -> Plan:
    """What this node has to do. Nothing, where both copies are one again or on the way to it."""
    verdict = judge(current.here, current.peer)
    before = {"split_brain": verdict.kind == SPLIT, "connection": current.here.connection}
    if verdict.kind in (IN_SYNC, RESYNCING) or _has_been_told(current):
        return Plan(before, before)
    found = tuple(refusals(current, wanted, verdict))
    if verdict.kind != SPLIT:
        return Plan(before, before, refusals=found)
    here_is_victim = current.here.node == wanted.victim
    operations = _victim(current, wanted, verdict.traced) if here_is_victim else _survivor(current)
    after = {"split_brain": False, "connection": "Connected"} if operations else before
    return Plan(before, after, tuple(operations), found)


def _has_been_told(current: Current) -> bool:
    """Whether all that is left is up to the peer; a victim that is alone again was not overwritten."""
    return current.told and current.here.connection != "StandAlone"


def _victim(current: Current, wanted: Wanted, traced: bool) -> list[Operation]:
    here, operations = current.here, []
    if wanted.keep_snapshot and current.store and not kept(current.store, here):
        name, size = name_of(current.store, here), size_of(current.store, wanted)
        summary = f"keep the data of {here.node} in {current.store.vg}/{name} of {format_size(size)}"
        operations.append(Operation(summary, KeepSnapshot(current.store, name, size)))
    if here.connection != "StandAlone":
        # Nobody can see whether it waits as one whose data go: said again, it does.
        operations.append(Operation(f"{here.node} stops waiting for its peer", Disconnect()))
    if not traced:
        # DRBD 8.4 would go by the bitmaps all the same, and leave different what neither has noted.
        operations.append(Operation(f"give up all that {here.node} has, for nobody knows what differs", Invalidate()))
    summary = f"connect {here.node}, and overwrite what it has changed since the split"
    return [*operations, Operation(summary, Connect(discard=True))]


def _survivor(current: Current) -> list[Operation]:
    if current.here.connection != "StandAlone":
        return []
    return [Operation(f"connect {current.here.node}, which keeps its data", Connect())]
