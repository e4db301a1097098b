# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who is primary: decided from what both sides claim, so that never both serve hosts.

A side claims a role in an epoch. The epoch grows with each take-over and travels with the data, so a side that was cut
off and comes back knows that its time is over. A side that cannot ask the other one takes over, or starts again, only
when an operator vouches that the other one is down. With leases even a wrong word does no harm at first: a primary acts
no longer than its lease, and the replica has promised to wait until after its end.

Whoever acts on these decisions holds the locks of all sides that answer, and writes the claims in the order given. A
crash in between leaves a beginning of them, and that is safe (the tests try every history).
"""

from __future__ import annotations

import dataclasses
import typing as t

from .model import EPOCH, LEASE, PROMISE, ROLE, Conflict, Dataset

CLAIM = (EPOCH, LEASE, PROMISE, ROLE)
PRIMARY, REPLICA = "primary", "replica"
OWN, OTHER = "own", "other"
# Seconds for what clocks of both sides differ.
MARGIN = 30


@dataclasses.dataclass(frozen=True)
class Claim:
    """What a side says of itself. Moments are in seconds since 1970 by its own clock.

    role -- ``primary``, ``replica`` or "" where roles are not in use
    lease -- until when it may act as the primary; 0: without end
    promise -- until when it has promised not to take over without being asked; 0: it knows of no lease
    """

    role: str = ""
    epoch: int = 0
    lease: int = 0
    promise: int = 0


Writes = t.Tuple[t.Tuple[str, Claim], ...]


def claim_of(dataset: Dataset) -> Claim:
    """The claim in the properties of *dataset*. Raises ValueError for what we do not know."""
    role = dataset.value(ROLE)
    if role not in ("", PRIMARY, REPLICA):
        raise ValueError(f"{ROLE} is '{role}', not {PRIMARY} or {REPLICA}")
    return Claim(role, *(_number(dataset, name) for name in (EPOCH, LEASE, PROMISE)))


def claim_properties(claim: Claim) -> tuple[tuple[str, str], ...]:
    """*claim* as properties; the role comes last, for it is what counts."""
    values = (str(claim.epoch), str(claim.lease), str(claim.promise), claim.role)
    return tuple(zip(CLAIM, values)) if claim.role else ()


def forbids_sending(source: Claim, target: Claim) -> str:
    """Why nothing may go from *source* to *target*; "" where it may."""
    if source.role == target.role == PRIMARY:
        return f"both sides claim to be primary (epochs {source.epoch} and {target.epoch})"
    if target.role == PRIMARY:
        return "the target is the primary"
    if source.role == REPLICA:
        return "the source is itself a replica"
    return _behind(source, target)


def sending_conflicts(source: Dataset, target: Dataset) -> list[Conflict]:
    """Why roles forbid to send; [] where they do not."""
    try:
        reason = forbids_sending(claim_of(source), claim_of(target))
    except ValueError as error:
        return [Conflict(str(error), "set it to what it is", "role", target.name)]
    way_out = f"decide which side's data count, and make the other one a {REPLICA} (zfs_role)"
    return [Conflict(reason, way_out, "role", target.name)] if reason else []


def received(source: Claim, target: Claim) -> Claim:
    """What the target is to claim once it is a copy of *source*; it keeps its promise."""
    return Claim(REPLICA, source.epoch, 0, target.promise) if source.role else Claim()


def may_act(claim: Claim, now: int) -> bool:
    """Whether a side that serves hosts may go on."""
    return claim.role == PRIMARY and (not claim.lease or now < claim.lease)


def forbids_start(own: Claim, other: Claim | None, now: int, *, other_is_down: bool = False) -> str:
    """Why a side must not begin to serve hosts, as after a restart; "" where it may."""
    if not may_act(own, now):
        return "its lease has ended" if own.role == PRIMARY else "it is not the primary"
    if other is not None:
        return "both sides claim to be primary" if other.role == PRIMARY else _behind(own, other)
    if other_is_down:
        return ""
    # Not even within its lease: meanwhile somebody may have vouched that it is down.
    return "the other side does not answer, and may have taken over meanwhile: vouch that it is down"


def take_over(
    own: Claim, other: Claim | None, now: int, *, other_is_down: bool = False, margin: int = MARGIN
) -> Writes | str:
    """The claims with which a side becomes primary and may serve at once, or why it must not.

    other -- what the other side claims; None: it does not answer
    other_is_down -- an operator vouches that the other side serves nobody, and will not without asking
    """
    if own.role == PRIMARY:
        return "it is the primary already: demote it first"
    if other is None:
        reason = _unanswered(own, now, margin, other_is_down)
    elif other.role == PRIMARY:
        reason = "the other side is primary: demote it first"
    else:
        reason = _behind(own, other)
    new = (OWN, Claim(PRIMARY, own.epoch + 1))
    # A former promise of the other side was about another primary.
    forgotten = ((OTHER, dataclasses.replace(other, promise=0)),) if other else ()
    return reason or (*forgotten, new)


def demote(own: Claim) -> Claim:
    """What a side claims once it serves nobody any more; it may always do that."""
    return Claim(REPLICA, own.epoch)


def renew(own: Claim, other: Claim | None, until: int) -> Writes | str:
    """The claims with a lease *until* then, or why there is none.

    The other side promises before the lease gets longer; and a primary that had none limits itself before that.
    """
    if own.role != PRIMARY:
        return "only a primary has a lease"
    if other is None:
        return "the other side does not answer, and has to promise"
    if other.role != REPLICA or other.epoch > own.epoch:
        return "the other side is no replica of this one"
    leased = (OWN, dataclasses.replace(own, lease=until))
    promised = (OTHER, dataclasses.replace(other, promise=max(until, own.lease, other.promise)))
    return (promised, leased) if own.lease else (leased, promised)


def _behind(own: Claim, other: Claim) -> str:
    return f"the other side has seen epoch {other.epoch}, this one only {own.epoch}" if other.epoch > own.epoch else ""


def _unanswered(own: Claim, now: int, margin: int, other_is_down: bool) -> str:
    if not other_is_down:
        return "the other side does not answer, and may be at work: vouch that it is down"
    left = own.promise + margin - now if own.promise else 0
    return f"the other side does not answer, and its lease ends only in {left} s" if left > 0 else ""


def _number(dataset: Dataset, name: str) -> int:
    text = dataset.value(name) or "0"
    if not text.isdigit():
        raise ValueError(f"{name} is '{text}', not a number")
    return int(text)
