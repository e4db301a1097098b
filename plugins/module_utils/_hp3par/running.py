# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Replication started, stopped, or brought up to date; the direction stays."""

from __future__ import annotations

from .loss import discarding
from .model import Group, Mode, Role, Status, Step, Sync, Verb, View, Where
from .pairing import OTHER, Pairing, group_of, irregular, lagging, mismatch, pairing, unreachable, way
from .wish import Do, Done, For, No, Verdict, Wait, Wish, no

_AT_REST = (Status.STOPPED, Status.NEW)


def started(view: View, wish: Wish) -> Verdict:
    """The group replicates, from the side that takes writes."""
    kind = pairing(view)
    if kind is Pairing.ALONE:
        here = group_of(view, Where.LOCAL)
        return Done() if here.role.primary and here.status is Status.STARTED else unreachable(view)
    return irregular(view) or start(view, wish, Where.LOCAL if kind is Pairing.LOCAL else Where.PEER)


def start(view: View, wish: Wish, active: Where) -> Verdict:
    """Replication runs from the *active* side of a regular pair."""
    source, copy = group_of(view, active), group_of(view, OTHER[active])
    if (source.status is Status.STARTED) != (copy.status is Status.STARTED):
        return mismatch(view)
    if source.status is Status.STARTED:
        return complete(view, wish)
    # Started from the side that failed over, the writes that the other one had not sent are gone. After a reverse by
    # this run, there are none.
    safe = source.role is Role.PRIMARY or view.progress.did(Verb.REVERSE)
    return (
        way(view, active)
        or (None if safe else discarding(wish, peer=active is Where.LOCAL))
        or Do(Step(Verb.START, active, source.name))
    )


def complete(view: View, wish: Wish) -> Verdict:
    """Replication runs; with *wait*, until the copy is complete."""
    return Done() if not wish.wait or all(group.synced for group in view.groups) else Wait(For.SYNC)


def stopped(view: View, _wish: Wish) -> Verdict:
    """The group does not replicate."""
    if all(group.status in _AT_REST for group in view.groups):
        return Done()
    kind = pairing(view)
    if kind is Pairing.ALONE and not group_of(view, Where.LOCAL).role.primary:
        return unreachable(view)
    active = Where.PEER if kind is Pairing.PEER else Where.LOCAL
    source = group_of(view, active)
    at_rest = mismatch(view) if source.status in _AT_REST else None
    return irregular(view) or at_rest or Do(Step(Verb.STOP, active, source.name))


def synced(view: View, wish: Wish) -> Verdict:
    """The copy has all that was written before this run began."""
    kind = pairing(view)
    if kind is Pairing.ALONE and not group_of(view, Where.LOCAL).role.primary:
        return unreachable(view)
    active = Where.PEER if kind is Pairing.PEER else Where.LOCAL
    source = group_of(view, active)
    at_rest = no("not_started", status=source.status.value) if source.status is not Status.STARTED else None
    blocked = irregular(view) or at_rest or way(view, active)
    if blocked:
        return blocked
    if source.mode is Mode.SYNC:
        return Done() if source.synced else Wait(For.SYNC)
    return _periodic(view, wish, active)


def _periodic(view: View, wish: Wish, active: Where) -> Verdict:
    source = group_of(view, active)
    asked = view.progress.did(Verb.SYNC)
    if any(volume.sync not in (Sync.SYNCED, Sync.STALE) for volume in source.volumes):
        return Wait(For.SYNC)
    if source.synced and (asked or _young(source, wish, view.now)):
        return (unproven(view, active) if asked else None) or Done()
    return no("not_synced", volumes=lagging([source])) if asked else synchronize(view, active)


def synchronize(view: View, active: Where) -> Verdict:
    """A synchronization of a periodic group now; only where it can be proven afterwards."""
    source = group_of(view, active)
    if source.last_sync is None:
        return no("last_sync_unknown")
    return Do(Step(Verb.SYNC, active, source.name))


def unproven(view: View, active: Where) -> No | None:
    """The refusal where the time of a volume's last synchronization has not moved on since this run asked for one."""
    before = dict(view.progress.before_sync)
    late = [
        volume.name for volume in group_of(view, active).volumes if not newer(volume.last_sync, before.get(volume.name))
    ]
    return no("sync_not_proven", volumes=", ".join(late)) if late else None


def newer(moment: int | None, than: int | None) -> bool:
    """Whether both are known, and *moment* is later."""
    return moment is not None and than is not None and moment > than


def _young(group: Group, wish: Wish, now: int) -> bool:
    age = None if group.last_sync is None else now - group.last_sync
    return wish.max_sync_age is not None and age is not None and age <= wish.max_sync_age
