# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A change of direction while both arrays are there: nothing is lost, or it is not done."""

from __future__ import annotations

from .loss import discarding, unconfirmed
from .model import Group, Mode, Role, Status, Step, Sync, Verb, View, Where
from .pairing import Pairing, both, cut_off, group_of, irregular, lagging, mismatch, pairing, unreachable, worst
from .running import start, started, synchronize, unproven
from .wish import Do, Done, For, Verdict, Wait, Wish, no, together

_TRANSPARENT = frozenset({"auto_failover", "path_management"})


def primary(view: View, wish: Wish) -> Verdict:
    """The local side takes writes, with all that was written on the other one. Hosts are off both meanwhile."""
    if group_of(view, Where.LOCAL).role.primary:
        return irregular(view) or _superseded(view, wish) or (started(view, wish) if wish.resume else Done())
    blocked = cut_off(view)
    if blocked:
        return blocked
    here, there = both(view)
    statuses = (here.status, there.status)
    if statuses == (Status.STARTED, Status.STARTED):
        return _stop_in_sync(view, wish, there)
    if statuses == (Status.STOPPED, Status.STOPPED):
        return _reverse(view, wish, here)
    if Status.NEW in statuses:
        return no("not_synced", volumes="never started")
    return mismatch(view)


def _superseded(view: View, wish: Wish) -> Verdict | None:
    """The refusal where an array that does not answer may have been failed over, and hold newer writes."""
    running = group_of(view, Where.LOCAL).status is Status.STARTED
    return None if view.peer is not None or running or not wish.peer_required else unreachable(view)


def _stop_in_sync(view: View, wish: Wish, there: Group) -> Verdict:
    """The group is stopped at a moment at which the copy is proven to be complete."""
    states = worst(view)
    asked = view.progress.did(Verb.SYNC)
    periodic = there.mode is Mode.PERIODIC
    if states <= {Sync.SYNCED}:
        if periodic and wish.sync_before != "never":
            if not asked:
                return synchronize(view, Where.PEER)
            unmoved = unproven(view, Where.PEER)
            if unmoved:
                return unmoved
        return Do(Step(Verb.STOP, Where.PEER, there.name))
    if states <= {Sync.SYNCED, Sync.SYNCING}:
        return Wait(For.SYNC)
    if periodic and states <= {Sync.SYNCED, Sync.SYNCING, Sync.STALE} and not asked:
        return synchronize(view, Where.PEER)
    return no("not_synced", volumes=lagging(view.groups))


def _reverse(view: View, wish: Wish, here: Group) -> Verdict:
    """The direction of a stopped group is changed, if this run has stopped it, or the user knows what is discarded."""
    own = view.progress.did(Verb.STOP)
    if not own and not wish.discard_peer_changes:
        return start(view, wish, Where.PEER) if wish.resync_stopped else no("peer_may_be_ahead")
    if not worst(view) <= {Sync.SYNCED, Sync.STOPPED}:
        return no("not_synced", volumes=lagging(view.groups))
    step = Step(Verb.REVERSE, Where.LOCAL, here.name, ("-current",) if wish.keep_natural else ())
    return (None if own else unconfirmed(wish, "discarding changes")) or Do(step)


def switched_over(view: View, _wish: Wish) -> Verdict:
    """The local side takes writes; hosts that see both arrays go on writing meanwhile (Peer Persistence)."""
    if group_of(view, Where.LOCAL).role.primary:
        return irregular(view) or Done()
    unfit = cut_off(view) or _not_transparent(*both(view))
    if unfit:
        return unfit
    states = worst(view)
    if states <= {Sync.SYNCED}:
        return Do(Step(Verb.SWITCHOVER, Where.PEER, group_of(view, Where.PEER).name))
    return Wait(For.SYNC) if states <= {Sync.SYNCED, Sync.SYNCING} else no("not_synced", volumes=lagging(view.groups))


def _not_transparent(here: Group, there: Group) -> Verdict | None:
    """All that keeps hosts from not noticing a change of direction."""
    lacking = _TRANSPARENT - (here.policies & there.policies)
    at_rest = [group.status.value for group in (here, there) if group.status is not Status.STARTED]
    return together(
        None if here.mode is Mode.SYNC else no("needs_sync_mode"),
        no("needs_policies", policies=", ".join(sorted(lacking))) if lacking else None,
        no("not_started", status=at_rest[0]) if at_rest else None,
    )


def reverted(view: View, wish: Wish) -> Verdict:
    """The local side, failed over for a test, follows the other one again; what was written here is discarded."""
    here, kind = group_of(view, Where.LOCAL), pairing(view)
    if not here.role.primary:
        return irregular(view) or Done()
    if here.role is not Role.PRIMARY_REV:
        return no("not_failed_over", role=here.role.value)
    if kind is Pairing.ALONE:
        return unreachable(view)
    if group_of(view, Where.PEER).role is not Role.PRIMARY:
        return no("already_recovered") if kind is Pairing.LOCAL else irregular(view) or no("both_primary")
    step = Step(Verb.REVERSE, Where.LOCAL, here.name, ("-stopgroups", "-local", "-current"))
    return discarding(wish, peer=False) or Do(step)
