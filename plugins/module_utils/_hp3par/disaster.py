# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A take-over without the other array, and the way back from it (the role table of HPE's troubleshooting guide)."""

from __future__ import annotations

import dataclasses

from .loss import declared, discarding, unaccepted
from .model import Group, Path, Role, Status, Step, Sync, Verb, View, Where
from .pairing import Pairing, both, group_of, irregular, lagging, mismatch, pairing, unreachable, way, worst
from .running import complete
from .wish import Do, Done, For, No, Verdict, Wait, Wish, no

_TAKES_OVER = frozenset({Sync.SYNCED, Sync.STOPPED, Sync.SYNCING, Sync.STALE})


def failed_over(view: View, wish: Wish) -> Verdict:
    """The local side takes writes though the other array is lost, with what the copy has."""
    here = group_of(view, Where.LOCAL)
    if here.role.primary:
        return _not_given_up(view, wish, here) or Done()
    wrong = _no_disaster(view)
    if wrong:
        return wrong
    if view.progress.failed_readings < wish.link_down_confirmations:
        return Wait(For.CONFIRMATION)
    if here.status is Status.STARTED:
        return Wait(For.SETTLED)
    return _take_over(view, wish, here)


def _take_over(view: View, wish: Wish, here: Group) -> Verdict:
    if here.status is Status.NEW or not worst(view) <= _TAKES_OVER:
        return no("not_synced", volumes=lagging([here]) or "never started")
    if here.role is Role.SECONDARY:
        return unaccepted(view, wish) or Do(Step(Verb.FAILOVER, Where.LOCAL, here.name))
    # The array fails over plain secondaries only; this turns the local side alone (OpenSVC om3 does the same).
    step = Step(Verb.REVERSE, Where.LOCAL, here.name, ("-local", "-current"))
    return _ambiguous(here) or unaccepted(view, wish) or Do(step)


def _ambiguous(here: Group) -> No | None:
    """The refusal where this side, as a natural primary, would look like the one from which the other took over.

    What arrays with auto_synchronize make of two primaries is known for the usual case only: the natural one follows.
    """
    return no("ambiguous_roles") if "auto_synchronize" in here.policies else None


def _not_given_up(view: View, wish: Wish, here: Group) -> No | None:
    """The refusal where this side takes writes, but the other one may have taken over from it.

    Two primaries do not tell which of them has: from a natural pair the reversed one, from a reversed pair the natural
    one. An array that is declared lost may have taken over before it was, unless this one is known to have.
    """
    if view.progress.did(Verb.FAILOVER, Verb.REVERSE):
        return None
    if view.peer is not None or here.status is Status.STARTED:
        return irregular(view)
    if here.role is Role.PRIMARY:
        return _ambiguous(here) or unaccepted(view, wish)
    return declared(wish)


def _no_disaster(view: View) -> Wait | No | None:
    """What shows that the other array is not lost, or not surely."""
    if view.local.path is Path.READY:
        return no("not_a_disaster")
    if view.peer is not None:
        status = group_of(view, Where.PEER).status
        running = None if status is Status.STOPPED else no("peer_still_started", status=status.value)
        wrong = irregular(view) or running
        if wrong:
            return wrong
    return Wait(For.PATH) if view.local.path is Path.FAILING else None


def recovered(view: View, wish: Wish) -> Verdict:
    """After a disaster take-over, the other array follows this one again."""
    here = group_of(view, Where.LOCAL)
    if not here.role.primary:
        return no("not_failed_over", role=here.role.value)
    if view.peer is None:
        return unreachable(view)
    there = group_of(view, Where.PEER)
    if pairing(view) is Pairing.LOCAL and Status.STARTED in (here.status, there.status):
        return complete(view, wish) if here.status is there.status else mismatch(view)
    return (
        _not_recoverable(view, here, there)
        or way(view, Where.LOCAL)
        or discarding(wish, peer=True)
        or Do(Step(Verb.RECOVER, Where.LOCAL, here.name))
    )


def _not_recoverable(view: View, here: Group, there: Group) -> Verdict | None:
    """What does not look like the time after a disaster: this side turned and stopped, the other one not running."""
    if here.role is not Role.PRIMARY_REV:
        return irregular(view) or no("not_failed_over", role=here.role.value)
    if pairing(view) is not Pairing.LOCAL and there.role is not Role.PRIMARY:
        return irregular(view) or no("both_primary")
    if there.status is Status.STARTED:
        return no("peer_still_started", status=there.status.value)
    return mismatch(view) if here.status is not Status.STOPPED or there.status is Status.NEW else None


def restored(view: View, wish: Wish) -> Verdict:
    """The natural direction again: the other array takes writes, and this one follows."""
    here = group_of(view, Where.LOCAL)
    if here.role is Role.PRIMARY:
        return irregular(view) or no("array_swapped")
    if view.peer is None:
        return unreachable(view)
    if here.role is Role.PRIMARY_REV:
        verdict = recovered(view, dataclasses.replace(wish, wait=True))
        return Do(Step(Verb.RESTORE, Where.LOCAL, here.name)) if isinstance(verdict, Done) else verdict
    reversed_ = no("run_on_other_array") if here.role is Role.SECONDARY_REV else None
    return irregular(view) or reversed_ or _follows(view, wish)


def _follows(view: View, wish: Wish) -> Verdict:
    here, there = both(view)
    if (here.status is Status.STARTED) != (there.status is Status.STARTED):
        return mismatch(view)
    return complete(view, wish) if here.status is Status.STARTED else Done()
