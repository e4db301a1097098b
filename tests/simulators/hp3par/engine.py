# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What arrays do by themselves while time goes by: replicate, give their partner up, and find it again."""

from __future__ import annotations

from .pair import Group, Pair, Transfer


def tick(pair: Pair, seconds: int) -> None:
    """*seconds* go by."""
    for _second in range(seconds):
        pair.now += 1
        _watch(pair)
        for group in pair.groups.values():
            _replicate(pair, group)


def _watch(pair: Pair) -> None:
    """ready, failing, and failed after a while (7.9); ready again as soon as there is a way (links: 2.2)."""
    if pair.joined:
        found = any(array.state != "ready" for array in pair.arrays)
        pair.cut_at = None
        for array in pair.arrays:
            array.state = "ready"
        if found:
            for group in pair.groups.values():
                _rejoin(pair, group)
        return
    pair.cut_at = pair.now if pair.cut_at is None else pair.cut_at
    for index, array in enumerate(pair.arrays):
        if array.up and array.state != "failed":
            array.state = "failed" if pair.now - pair.cut_at >= pair.fail_after else "failing"
            if array.state == "failed":
                _give_up(pair, index)


def _give_up(pair: Pair, index: int) -> None:
    """Groups stop on an array that has given its partner up."""
    for group in pair.groups.values():
        if group.sides[index].status == "Started":
            group.stopped_by_link = True
            halt(pair, group, index)


def halt(pair: Pair, group: Group, index: int) -> None:
    """A group stops on one array: what was in sync is Stopped, what was being copied is Stale (2.5)."""
    side = group.sides[index]
    side.status = "Stopped"
    for volume in side.volumes:
        if volume.sync == "Synced":
            volume.sync = "Stopped"
            # Finding 8: the time of a stopped synchronous group is when it stopped.
            volume.last_sync = pair.now if group.mode == "Sync" else volume.last_sync
        elif volume.sync == "Syncing":
            volume.sync = "Stale"
    group.transfer = None


def _rejoin(pair: Pair, group: Group) -> None:
    """An array that comes back after its group was started elsewhere stops; ``auto_recover`` starts a pair again."""
    for index, side in enumerate(group.sides):
        if side.status == "Started" and group.sides[1 - index].status != "Started":
            halt(pair, group, index)
    if group.source is None and "auto_synchronize" in group.policies and pair.personality.self_acting:
        follow(pair, group)
    elif group.stopped_by_link and group.source is not None and "auto_recover" in group.policies:
        begin(pair, group)


def follow(pair: Pair, group: Group) -> None:
    """Finding 4 (live): the array makes the old primary follow the one that has failed over, and starts."""
    roles = [side.role for side in group.sides]
    if sorted(roles) == ["Primary", "Primary-Rev"]:
        group.sides[roles.index("Primary")].role = "Secondary-Rev"
        begin(pair, group)


def begin(pair: Pair, group: Group) -> None:
    """Replication starts with a synchronization of everything that differs."""
    for side in group.sides:
        side.status = "Started"
        for volume in side.volumes:
            volume.sync = "Syncing"
    group.stopped_by_link = False
    transfer(pair, group, pair.resync_seconds)


def transfer(pair: Pair, group: Group, seconds: int) -> None:
    """A synchronization begins. A periodic one brings a snapshot of now."""
    source = group.source
    if source is None:
        raise AssertionError("a transfer needs a source")
    brings = [set(volume.writes) for volume in group.sides[source].volumes] if group.mode == "Periodic" else None
    group.transfer, group.last_began = Transfer(pair.now, pair.now + seconds, brings), pair.now
    for side in group.sides:
        for volume in side.volumes:
            volume.sync = "Syncing"


def _replicate(pair: Pair, group: Group) -> None:
    started = all(side.status == "Started" for side in group.sides)
    if not pair.joined or not started or group.source is None:
        return
    if group.transfer is not None:
        if pair.now >= group.transfer.ends:
            _arrive(pair, group, group.transfer)
    elif group.mode == "Periodic" and group.period and pair.now - group.last_began >= group.period:
        transfer(pair, group, pair.resync_seconds)


def _arrive(pair: Pair, group: Group, done: Transfer) -> None:
    """The copy is what was brought; what it had beside that is gone."""
    source = group.source or 0
    group.transfer = None
    for at, (mine, theirs) in enumerate(zip(group.sides[source].volumes, group.sides[1 - source].volumes)):
        theirs.writes = set(done.brings[at] if done.brings is not None else mine.writes)
        for volume in (mine, theirs):
            volume.sync, volume.last_sync = "Synced", (done.began if group.mode == "Periodic" else None)
    if pair.personality.self_acting and "auto_synchronize" in group.policies:
        for side in group.sides:  # finding 4 (live): once in sync, the direction is the natural one
            side.role = side.role[: -len("-Rev")] if side.reversed else side.role
