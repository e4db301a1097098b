# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where two data sets meet: the newest snapshot that both have, and what either has beyond it."""

from __future__ import annotations

import bisect
import dataclasses
import typing as t

from .model import Conflict, Dataset, Options, Snapshot


@dataclasses.dataclass(frozen=True)
class Meeting:
    """*base* as the source has it (a bookmark will do), *copy* as the target has it; None: nothing in common.

    tail -- what the target has beyond it, in order
    """

    base: Snapshot | None = None
    copy: Snapshot | None = None
    tail: tuple[Snapshot, ...] = ()


def meet(source: Dataset, target: Dataset, raw: bool) -> Meeting:
    """The newest snapshot of *target* that *source* knows by its guid; names do not count.

    A raw stream needs the same IV set as well: after a receive that was not raw, guids are still equal and the next raw
    stream is refused by the target.
    """
    # A snapshot counts more than its bookmark.
    known = {_key(each, raw): each for each in (*source.bookmarks, *source.snapshots)}
    for index in range(len(target.snapshots) - 1, -1, -1):
        copy = target.snapshots[index]
        base = known.get(_key(copy, raw))
        if base is not None:
            return Meeting(base, copy, target.snapshots[index + 1 :])
    return Meeting(tail=target.snapshots)


def pending(source: Dataset, base: Snapshot | None, options: Options) -> list[Snapshot]:
    """What has to be sent, in order; without a *base*, from the first on."""
    newer = source.snapshots[first_after(source.snapshots, base.txg) if base else 0 :]
    matches = options.match.fullmatch
    wanted = [each for each in newer if matches(each.name)]
    return wanted[-1:] if options.latest else wanted


def first_after(snapshots: t.Sequence[Snapshot], txg: int) -> int:
    """The index of the first of *snapshots* that was made after *txg*."""
    # bisect takes no key before Python 3.10.
    return bisect.bisect_right(_Txgs(snapshots), txg)


class _Txgs(t.Sequence[int]):
    """The transaction groups of snapshots, without a copy of them."""

    def __init__(self, snapshots: t.Sequence[Snapshot]) -> None:
        self.snapshots = snapshots

    def __len__(self) -> int:
        return len(self.snapshots)

    def __getitem__(self, index: t.Any) -> t.Any:
        return self.snapshots[index].txg


def obstacles(meeting: Meeting, due: t.Sequence[Snapshot], target: Dataset, options: Options) -> list[Conflict]:
    """Why the target cannot take what is *due* onto the meeting's base."""
    found = []
    if lost(meeting, target) and not consented(meeting, target, options):
        found.append(_changed(meeting, target))
    names = {each.name for each in target.snapshots} - set(_discarded(meeting, target))
    clashes = [each.name for each in due if each.name in names]
    if clashes:
        reason = f"the target has another snapshot of the name {', '.join(clashes[:3])}"
        found.append(Conflict(reason, "rename it there: zfs rename", "name_clash", target.name))
    return found


def lost(meeting: Meeting, target: Dataset) -> bool:
    """Whether the target holds data that a further receive would need thrown away; empty snapshots are no obstacle."""
    return bool(target.snapshots) and bool(target.written or any(each.written for each in meeting.tail))


def rollback_point(meeting: Meeting, target: Dataset) -> Snapshot:
    """The snapshot of the target down to which it would be rolled back."""
    changed = any(each.written for each in meeting.tail)
    return meeting.copy if changed and meeting.copy else target.snapshots[-1]


def consented(meeting: Meeting, target: Dataset, options: Options) -> bool:
    """Whether the operator has named exactly the snapshot after which everything may go."""
    return rollback_point(meeting, target).guid in options.discard_after


def _discarded(meeting: Meeting, target: Dataset) -> list[str]:
    if not lost(meeting, target):
        return []
    point = rollback_point(meeting, target)
    return [each.name for each in meeting.tail if each.txg > point.txg]


def _changed(meeting: Meeting, target: Dataset) -> Conflict:
    point = rollback_point(meeting, target)
    way_out = f"look at it there; to throw away all that is newer than {point.name}, add {point.guid} to discard_after"
    diverged = [f"{each.name} ({each.written} bytes)" for each in meeting.tail if each.written]
    if diverged:
        reason = f"the target has snapshots of its own after {point.name}: {', '.join(diverged[:5])}"
        return Conflict(reason, way_out, "diverged", target.name)
    reason = f"{target.written} bytes were written to the target after {point.name}"
    return Conflict(reason, way_out, "modified", target.name)


def _key(snapshot: Snapshot, raw: bool) -> tuple[str, str]:
    return snapshot.guid, snapshot.ivset if raw else ""
