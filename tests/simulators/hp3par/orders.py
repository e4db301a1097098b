# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an operator can tell an array to do with a group, and when it declines (sections 2.4, 2.5 and 3)."""

from __future__ import annotations

import dataclasses
import typing as t

from .engine import begin, follow, halt, tick, transfer
from .pair import Group, Pair


@dataclasses.dataclass
class Declined(Exception):
    """An array says no. Numbers are those of the WSAPI; texts of the CLI are [unverified] but where noted."""

    http: int
    code: int
    text: str


def start(pair: Pair, side: int, group: Group, _flags: t.Collection[str] = ()) -> None:
    """``startrcopygroup``; on a secondary it is forwarded (``mirror_config``)."""
    here = group.sides[side]
    if here.status == "Started":
        raise Declined(403, 215, f"group {here.name} is already started")
    if pair.now < pair.promoting_until:
        # The two phrases that om3 waits for (2.3).
        raise Declined(403, 0, f"{here.name}: a volume is currently being promoted, start could be retried later")
    need_way(pair)
    if group.source is None:
        raise Declined(403, 0, f"the roles of group {here.name} are no pair, start refused")
    others = {one.mode for one in pair.groups.values() if one is not group and one.sides[side].status == "Started"}
    if pair.personality.one_mode and others - {group.mode}:
        raise Declined(400, 236, "target has started groups of another mode, start refused")
    begin(pair, group)


def stop(pair: Pair, side: int, group: Group, _flags: t.Collection[str] = ()) -> None:
    """``stoprcopygroup -f``: on the primary only (2.4; ``-remote`` is left out)."""
    here = group.sides[side]
    if here.status != "Started":
        raise Declined(403, 0, f"Group {here.name} isn't started")
    if not here.primary:
        raise Declined(403, 0, f"group {here.name} is secondary here: stop refused")
    halt(pair, group, side)
    if pair.joined:
        halt(pair, group, 1 - side)
    group.stopped_by_link = False


def sync(pair: Pair, side: int, group: Group, _flags: t.Collection[str] = ()) -> None:
    """``syncrcopy``: a synchronization begins now, instead of the one that is under way."""
    here = group.sides[side]
    if here.status != "Started":
        raise Declined(403, 0, "Group isn't started")  # text: 2.3
    if not here.primary:
        raise Declined(403, 0, f"group {here.name} is secondary here: synchronization refused")
    need_way(pair)
    if group.mode == "Periodic":
        transfer(pair, group, pair.resync_seconds)


def reverse(pair: Pair, side: int, group: Group, flags: t.Collection[str] = ()) -> None:
    """``setrcopygroup reverse``: turns roles, never looks at data (finding 2)."""
    natural = "-natural" in flags or "-current" not in flags
    current = "-current" in flags or "-natural" not in flags
    local = "-local" in flags
    if not local:
        need_way(pair)
    if "-stopgroups" in flags:
        halt(pair, group, side)
        if pair.joined:
            halt(pair, group, 1 - side)
    if current and "Started" in [one.status for one in (group.sides[side : side + 1] if local else group.sides)]:
        raise Declined(403, 284, "the group is not stopped, reverse refused")
    for index in (side,) if local else (0, 1):
        group.sides[index].turn(natural, current)
    pair.promoting_until = pair.now


def failover(pair: Pair, side: int, group: Group, _flags: t.Collection[str] = ()) -> None:
    """``setrcopygroup failover``: the array does not ask whether its partner is lost."""
    here = group.sides[side]
    if here.role != "Secondary":
        raise Declined(403, 0, f"group {here.name} is not secondary: failover refused")
    if here.status == "Started" and "auto_synchronize" not in group.policies:
        raise Declined(403, 284, "the group is not stopped, failover refused")
    if any(volume.sync in ("New", "NotSynced") for volume in here.volumes):
        raise Declined(403, 0, "a volume was never synchronized, failover refused")
    here.role = "Primary-Rev"
    halt(pair, group, side)
    group.stopped_by_link = False
    if pair.joined and pair.personality.self_acting and "auto_synchronize" in group.policies:
        follow(pair, group)


def recover(pair: Pair, side: int, group: Group, _flags: t.Collection[str] = ()) -> None:
    """``setrcopygroup recover``: the old primary follows; what it had not sent is gone once that is done."""
    here, there = group.sides[side], group.sides[1 - side]
    need_way(pair)
    if here.role != "Primary-Rev" or not there.role.startswith(("Primary", "Secondary-Rev")):
        raise Declined(400, 29, "the role of the group was not previously switched, recover refused")
    if "Started" in (here.status, there.status):
        raise Declined(403, 284, "the group is not stopped, recover refused")
    there.role = "Secondary-Rev"
    begin(pair, group)


def restore(pair: Pair, side: int, group: Group, _flags: t.Collection[str] = ()) -> None:
    """``setrcopygroup restore``. That it recovers first where needed is left out: no module asks for it."""
    here, there = group.sides[side], group.sides[1 - side]
    need_way(pair)
    if here.role != "Primary-Rev" or there.role != "Secondary-Rev":
        raise Declined(400, 29, "the role of the group was not previously switched, restore refused")  # text: live
    if here.status != "Started" or any(volume.sync != "Synced" for volume in (*here.volumes, *there.volumes)):
        raise Declined(403, 0, "the group is not in sync, restore refused")
    here.role, there.role = "Secondary", "Primary"
    _pull(group, here.volumes, there.volumes)


def switchover(pair: Pair, side: int, group: Group, _flags: t.Collection[str] = ()) -> None:
    """``setrcopygroup switchover``: on the primary, synchronous groups in sync only; the roles are [unverified]."""
    here, there = group.sides[side], group.sides[1 - side]
    need_way(pair)
    in_sync = all(volume.sync == "Synced" for volume in (*here.volumes, *there.volumes))
    if group.mode != "Sync" or not here.primary or here.status != "Started" or not in_sync:
        raise Declined(403, 0, "switchover refused")
    for one in group.sides:
        one.turn(natural=False, current=True)
    _pull(group, there.volumes, here.volumes)


def _pull(group: Group, *sides: t.Any) -> None:
    """A change of direction under way leaves a synchronous pair with the same data; a periodic one syncs first."""
    for mine, theirs in zip(*sides):
        theirs.writes = set(mine.writes)


def need_way(pair: Pair) -> None:
    """Raises Declined where data cannot go between the arrays."""
    if not pair.joined:
        raise Declined(403, 0, "the remote copy target is not ready: refused")  # RCOPY_TARGET_IS_NOT_READY


ORDERS: dict[str, t.Callable[..., None]] = {
    order.__name__: order for order in (start, stop, sync, reverse, failover, recover, restore, switchover)
}


def obey(pair: Pair, order: str, side: int, group: Group, flags: t.Collection[str] = ()) -> int:
    """Carries *order* out, within the time of its task; the number of the task. Raises Declined."""
    if order in ("start", "stop", "sync"):
        ORDERS[order](pair, side, group, flags)
        return 0
    tick(pair, pair.task_seconds)
    number = 2576 + len(pair.tasks)
    pair.tasks[number] = 4
    primaries = sum(one.primary for one in group.sides)
    ORDERS[order](pair, side, group, flags)
    if pair.joined and primaries < 2 and all(one.primary for one in group.sides):
        pair.split.append((side, order))
    pair.tasks[number] = 1
    return number
