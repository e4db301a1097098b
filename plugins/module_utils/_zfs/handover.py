# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who serves: the steps that make one side of a replication the primary, or a replica, or close it for writing.

The side that changes is always the source of the replication, as it will be, or has been, from there.
"""

from __future__ import annotations

import dataclasses
import typing as t

from .._core.plan import Operation, Plan
from .meeting import meet
from .model import SOURCE, TARGET, Conflict, Dataset, Wanted
from .properties import assignments
from .roles import OWN, PRIMARY, REPLICA, Claim, Writes, claim_of, claim_properties, demote, forbids_start, take_over
from .steps import Abort, Assign, Step

# Primary still, but nothing is written any more: the last increment can follow.
SEALED = "sealed"
STATES = (PRIMARY, SEALED, REPLICA)


@dataclasses.dataclass(frozen=True)
class Sides:
    """A data set of this side, and that of the *other* one; None where the other one does not answer."""

    own: Dataset
    other: Dataset | None


@dataclasses.dataclass(frozen=True)
class Handover:
    """What this side shall be: one of STATES; *wanted* says which data sets, where, and when.

    other_is_down -- an operator vouches that the other side serves nobody, and will not without asking
    leave_unsent -- what the other side has and this one has not stays behind
    overrule_epoch -- this side's data count although the other one has been primary since
    abandon_unfinished -- what has come of a snapshot that is still on its way is given up
    """

    wanted: Wanted
    state: str
    other_is_down: bool = False
    leave_unsent: bool = False
    overrule_epoch: bool = False
    abandon_unfinished: bool = False


def plan_handover(current: t.Sequence[Sides], handover: Handover) -> Plan:
    """The steps for all pairs. Any conflict of any of them: nothing is done for the whole group."""
    planned = [_plan_pair(sides, handover) for sides in current]
    steps = [step for found in planned for step in found if not isinstance(step, Conflict)]
    return Plan(
        before={each.own.name: _shown(each.own) for each in current},
        after={each.own.name: _after(each.own, steps) for each in current},
        operations=tuple(Operation(str(step), step) for step in steps),
        refusals=tuple(step for found in planned for step in found if isinstance(step, Conflict)),
    )


def unsent(holder: Dataset, copy: Dataset) -> int:
    """Bytes that were written to *holder* after the newest snapshot that *copy* knows."""
    return holder.written + sum(each.written for each in meet(copy, holder, False).tail)


def _plan_pair(sides: Sides, handover: Handover) -> list[Step | Conflict]:
    own, other = sides.own, sides.other
    if not own.exists:
        return [Conflict("it does not exist", "correct its name", "source_missing", own.name)]
    try:
        claim = claim_of(own)
        others = claim_of(other) if other else None
    except ValueError as error:
        return [Conflict(str(error), "set it to what it is", "role", own.name)]
    if handover.state == PRIMARY:
        return [*_obstacles(sides, claim, handover), *_to_primary(sides, claim, others, handover)]
    if handover.state == SEALED:
        return [*_both(own, claim, others), *_writable(own, "on")]
    # A side may always give up: it takes nothing from anybody, and what it has stays.
    return [*_writable(own, "on"), *_claiming(SOURCE, own, demote(claim))]


def _to_primary(sides: Sides, claim: Claim, others: Claim | None, handover: Handover) -> t.Iterator[Step | Conflict]:
    own, now, down = sides.own, handover.wanted.now, handover.other_is_down
    both = list(_both(own, claim, others))
    passed_over = bool(others and handover.overrule_epoch and others.epoch > claim.epoch)
    if both:
        yield both[0]
        return
    writes: Writes = ()
    if claim.role == PRIMARY and not passed_over:
        reason = forbids_start(claim, others, now, other_is_down=down)
    else:
        since = dataclasses.replace(claim, role=REPLICA, epoch=others.epoch) if others and passed_over else claim
        found = take_over(since, others, now, other_is_down=down)
        reason, writes = (found, ()) if isinstance(found, str) else ("", found)
    if reason:
        yield Conflict(reason, _way_out(reason), "role", own.name)
        return
    if own.token:
        yield Abort(own.name, SOURCE)
    for whose, new in writes:
        dataset = own if whose == OWN else sides.other
        if dataset:
            yield from _claiming(SOURCE if whose == OWN else TARGET, dataset, new)
    yield from _writable(own, "off")


def _obstacles(sides: Sides, claim: Claim, handover: Handover) -> t.Iterator[Conflict]:
    """Why the data of this side are not to be served, whatever anybody claims."""
    own, other = sides.own, sides.other
    if own.encrypted and not own.key_loaded:
        yield Conflict("its key is not loaded", "zfs load-key", "key", own.name)
    if own.token and not own.snapshots:
        yield Conflict("nothing has wholly arrived there yet", "replicate first", "no_copy", own.name)
    elif own.token and not handover.abandon_unfinished:
        reason = "a snapshot is still on its way to it"
        yield Conflict(reason, "let it arrive, or give it up by abandon_unfinished=true", "unfinished", own.name)
    # What a copy has of its own is no reason for a primary to stop.
    missing = unsent(other, own) if other and other.exists and claim.role != PRIMARY else 0
    if other and missing and not handover.leave_unsent:
        reason = f"{missing} bytes of {other.name} at the other side never arrived here"
        way_out = "replicate first; to leave them behind, leave_unsent=true"
        yield Conflict(reason, way_out, "unsent", own.name)


def _both(own: Dataset, claim: Claim, others: Claim | None) -> t.Iterator[Conflict]:
    if others and claim.role == others.role == PRIMARY:
        reason = f"both sides claim to be primary (here in epoch {claim.epoch}, there in epoch {others.epoch})"
        way_out = "decide whose data count, and run zfs_role with state=replica on the side that has lost"
        yield Conflict(reason, way_out, "role", own.name)


def _way_out(reason: str) -> str:
    if "vouch" in reason:
        return "vouch_other_is_down=true, once you have made sure of it"
    if "has seen epoch" in reason:
        return "the other side's data are newer; if those of this side are to count, overrule_epoch=true"
    return "zfs_role with state=replica on that side"


def _claiming(side: str, dataset: Dataset, claim: Claim) -> t.Iterator[Assign]:
    """A replica is one before it loses its lease, and a primary has its epoch before it is one."""
    properties = claim_properties(claim)
    return assignments(dataset, reversed(properties) if claim.role == REPLICA else properties, side)


def _writable(own: Dataset, read_only: str) -> t.Iterator[Assign]:
    if own.value("readonly") != read_only:
        yield Assign(own.name, "readonly", read_only, SOURCE)


def _shown(dataset: Dataset) -> dict[str, str]:
    names = (*(name for name, _value in claim_properties(Claim(PRIMARY))), "readonly")
    return {name: dataset.value(name) for name in names}


def _after(dataset: Dataset, steps: t.Iterable[Step]) -> dict[str, str]:
    mine = (each for each in steps if isinstance(each, Assign) and (each.dataset, each.side) == (dataset.name, SOURCE))
    return {**_shown(dataset), **{each.name: each.value for each in mine}}
