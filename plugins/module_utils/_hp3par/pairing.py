# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""How the two sides of a group stand to each other, and what forbids any command in that state."""

from __future__ import annotations

import enum
import typing as t

from .declared import Declared
from .model import Group, Mode, Path, Status, Sync, View, Where
from .wish import For, No, Verdict, Wait, Wish, no

OTHER = {Where.LOCAL: Where.PEER, Where.PEER: Where.LOCAL}
_TRANSIENT = (Status.STARTING, Status.STOPPING)


class Pairing(enum.Enum):
    """Which array takes writes. *ALONE*: the other one's management does not answer."""

    LOCAL = enum.auto()
    PEER = enum.auto()
    BOTH = enum.auto()
    NONE = enum.auto()
    MIXED = enum.auto()
    ALONE = enum.auto()


def pairing(view: View) -> Pairing:
    """How the roles fit; both sides' groups, where they are known, are there."""
    if view.peer is None:
        return Pairing.ALONE
    here, there = both(view)
    if here.role.primary and there.role.primary:
        return Pairing.BOTH
    if not here.role.primary and not there.role.primary:
        return Pairing.NONE
    if here.role.reversed != there.role.reversed:
        return Pairing.MIXED
    return Pairing.LOCAL if here.role.primary else Pairing.PEER


def group_of(view: View, where: Where) -> Group:
    """The group as one side tells it. The rules may ask for it: ``obstacle`` has seen that it is there."""
    side = view.side(where)
    if side is None or side.group is None:
        raise AssertionError(f"no group on the {where.value} side")
    return side.group


def both(view: View) -> tuple[Group, Group]:
    """The group as both sides tell it."""
    return group_of(view, Where.LOCAL), group_of(view, Where.PEER)


def obstacle(view: View, wish: Wish | Declared, *, failsafe: bool = False) -> Verdict | None:
    """What forbids any decision, whatever is wished for; *failsafe* may be the status of the peer's group."""
    here = view.local.group
    if here is None:
        return no("absent", array=view.local.array, group=wish.name)
    if view.peer is not None and view.peer.group is None:
        return no("absent_on_peer", array=view.peer.array, group=wish.peer_name)
    if any(group.mode is Mode.ASYNC for group in view.groups):
        return no("async_mode")
    difference = _difference(*view.groups)
    if difference:
        return no("not_partners", group=wish.name, peer_group=wish.peer_name, difference=difference)
    return _status_obstacle(view, failsafe)


def _status_obstacle(view: View, failsafe: bool) -> Verdict | None:
    statuses = [group.status for group in view.groups]
    if any(status in _TRANSIENT for status in statuses):
        return Wait(For.SETTLED)
    if Status.BACKUP in statuses:
        return no("backup")
    if Status.FAILSAFE in (statuses[:1] if failsafe else statuses):
        return no("failsafe")
    return None


def _difference(here: Group, there: Group | None = None) -> str:
    """What shows that these are not the same group, or ''."""
    if there is None:
        return ""
    if here.mode is not there.mode:
        return f"mode {here.mode.value} and {there.mode.value}"
    pairs = {(volume.name, volume.remote) for volume in here.volumes}
    mirrored = {(volume.remote, volume.name) for volume in there.volumes}
    odd = sorted(f"{name}:{remote}" for name, remote in pairs ^ mirrored)
    return "volumes " + ", ".join(odd) if odd else ""


def irregular(view: View) -> No | None:
    """The refusal where not exactly one side takes writes."""
    kind = pairing(view)
    if kind is Pairing.BOTH:
        return no("both_primary")
    if kind is Pairing.NONE:
        return no("no_primary")
    if kind is Pairing.MIXED:
        here, there = both(view)
        return no("mixed_roles", role=here.role.value, peer_role=there.role.value)
    return None


def unreachable(view: View) -> No:
    """The refusal where the peer's management would be needed."""
    return no("peer_unreachable", error=view.silence or "no peer was given")


def mismatch(view: View) -> Wait | No:
    """One side is Started and the other is not: for a moment after a step of this run, else nobody knows why."""
    if view.progress.steps:
        return Wait(For.SETTLED)
    here, there = both(view)
    return no("status_mismatch", status=here.status.value, peer_status=there.status.value)


def cut_off(view: View) -> Verdict | None:
    """What keeps the local side from changing the direction together with the other one."""
    return way(view, Where.LOCAL) or (unreachable(view) if view.peer is None else irregular(view))


def way(view: View, where: Where) -> Verdict | None:
    """What keeps one side from replicating to its partner: a refusal, something to wait for, or nothing."""
    side = view.side(where)
    if side is None or side.path is Path.FAILED:
        return no("target_failed")
    return Wait(For.PATH) if side.path is Path.FAILING else None


def worst(view: View) -> set[Sync]:
    """The states of synchronization of all volumes, as both sides tell them."""
    return {volume.sync for group in view.groups for volume in group.volumes}


def lagging(groups: t.Iterable[Group]) -> str:
    """The volumes that are not Synced, for people."""
    told = {
        f"{volume.name} {volume.sync.value}"
        for group in groups
        for volume in group.volumes
        if volume.sync is not Sync.SYNCED
    }
    return ", ".join(sorted(told))
