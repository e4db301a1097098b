# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The course from one data set to its copy: one stream for each snapshot, each on the newest one that both have.

``send -I`` is never used: where the target already has a snapshot in between, it is ignored, the exit code is 0, and
what comes after it is not received. Nothing is forced: what the target has of its own is a conflict, and goes only
where the operator has named the snapshot after which it may (``discard_after``).
"""

from __future__ import annotations

import dataclasses
import typing as t

from .keep import secure
from .lineage import flags_of
from .meeting import Meeting, consented, first_after, lost, meet, obstacles, pending, rollback_point
from .model import SOURCE, TARGET, Conflict, Dataset, Options, Pool, Snapshot
from .properties import assignments, target_properties
from .retention import surplus_at_source, surplus_at_target
from .roles import sending_conflicts
from .steps import Abort, Destroy, Flags, Resume, Rollback, Send, Step

_HEALTHY = ("ONLINE", "DEGRADED")


@dataclasses.dataclass(frozen=True)
class Course:
    """What is to be done for one pair, or the *conflicts* why nothing can be.

    meeting -- where both are now; sent -- the snapshots that go over, in order; the first of them is the rest of one
    if *resumed*
    """

    steps: tuple[Step, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    meeting: Meeting = dataclasses.field(default_factory=Meeting)
    sent: tuple[Snapshot, ...] = ()
    resumed: bool = False
    flags: Flags = dataclasses.field(default_factory=Flags)


def plan_pair(source: Dataset, target: Dataset, options: Options, now: int, pools: tuple[Pool, Pool]) -> Course:
    """The course from *source* to *target*; *now* in seconds since 1970, *pools* of source and target."""
    if not source.exists:
        return _stop(Conflict("it does not exist", "correct its name", "source_missing", source.name))
    conflicts = [*sending_conflicts(source, target), *_pool_conflicts(pools), *_parent_conflicts(target)]
    flags = flags_of(source, target, options, pools)
    if isinstance(flags, list):
        return _stop(*conflicts, *flags)
    course = _arrival(source, target, options, flags)
    if conflicts or course.conflicts:
        return _stop(*conflicts, *course.conflicts)
    after = [*_settings(source, target, options, course), *_bases(source, target, options, course, now)]
    return dataclasses.replace(course, steps=(*course.steps, *after))


def expected(target: Dataset, course: Course) -> Dataset:
    """*target* as it will be once everything of *course* has arrived."""
    gone = {name for step in course.steps if isinstance(step, Rollback) for name in step.losing}
    stay = [each for each in target.snapshots if each.name not in gone]
    first = stay[-1].txg + 1 if stay else 1
    new = (each._replace(txg=txg, holds=0, tags=(), clones=()) for txg, each in enumerate(course.sent, first))
    return dataclasses.replace(target, snapshots=(*stay, *new))


def _arrival(source: Dataset, target: Dataset, options: Options, flags: Flags) -> Course:
    """How the newest snapshot gets there."""
    meeting = meet(source, target, flags.raw)
    if not target.snapshots:
        conflicts = list(_no_copy(target))
    elif meeting.base is None or (flags.raw and meet(source, target, False).copy != meeting.copy):
        conflicts = [_nothing_common(source, target, flags)]
    else:
        conflicts = []
    if conflicts:
        return _stop(*conflicts)
    resumed = _resumable(source, target, meeting, options)
    sent = pending(source, resumed or meeting.base, options)
    sent = [resumed, *sent] if resumed else sent
    if not target.snapshots and not sent:
        reason = f"it has no snapshot that matches {options.match.pattern}"
        return _stop(Conflict(reason, "set snapshot=create, or correct match", "nothing_to_send", source.name))
    course = Course((), (), meeting, tuple(sent), resumed is not None, flags)
    steps = (*_preparations(source, target, course, options), *_sends(source, target, course, options))
    conflicts = [*obstacles(meeting, sent, target, options), *_in_use(steps, target)]
    return dataclasses.replace(course, steps=steps, conflicts=tuple(conflicts))


def _resumable(source: Dataset, target: Dataset, meeting: Meeting, options: Options) -> Snapshot | None:
    """The snapshot of *source* whose receive can go on where it was cut off."""
    token = target.token
    if token is None or not token.goal or not options.resume or lost(meeting, target):
        return None
    if token.base != (meeting.copy.guid if meeting.copy else ""):
        return None
    newer = source.snapshots[first_after(source.snapshots, meeting.base.txg) if meeting.base else 0 :]
    return next((each for each in newer if each.guid == token.goal), None)


def _preparations(source: Dataset, target: Dataset, course: Course, options: Options) -> t.Iterator[Step]:
    if target.token and course.resumed:
        goal = course.sent[0]
        yield Resume(source.name, goal.name, goal.guid, target.name, target.token.text)
    elif target.token:
        yield Abort(target.name)
    meeting = course.meeting
    if lost(meeting, target) and consented(meeting, target, options):
        point = rollback_point(meeting, target)
        losing = tuple(each.name for each in meeting.tail if each.txg > point.txg)
        yield Rollback(target.name, point.name, losing)


def _sends(source: Dataset, target: Dataset, course: Course, options: Options) -> t.Iterator[Send]:
    """One stream for each snapshot after the one before it."""
    sent, flags, meeting = course.sent, course.flags, course.meeting
    base = meeting.base.mark if meeting.base else ""
    properties = () if base or course.resumed else target_properties(source, target, options, flags)
    if course.resumed:
        base, sent = sent[0].mark, sent[1:]
    for each in sent:
        yield Send(source.name, each.name, base, each.guid, target.name, flags, properties)
        base, properties = each.mark, ()


def _settings(source: Dataset, target: Dataset, options: Options, course: Course) -> t.Iterator[Step]:
    """A copy that is new gets its properties as it is received."""
    if target.snapshots or course.resumed:
        yield from assignments(target, target_properties(source, target, options, course.flags))


def _bases(source: Dataset, target: Dataset, options: Options, course: Course, now: int) -> t.Iterator[Step]:
    """The new base is kept, and then what is not needed any more goes."""
    base = course.sent[-1] if course.sent else course.meeting.base
    copy = course.sent[-1] if course.sent else course.meeting.copy
    if base is None or copy is None:
        return
    yield from secure(source, target, base, copy.name, options)
    for each in surplus_at_source(source, base, options, now):
        yield Destroy(SOURCE, source.name, each.name, each.guid)
    if options.keep_target:
        there = expected(target, course)
        for each in surplus_at_target(there, there.snapshots[-1] if course.sent else copy, options, now):
            yield Destroy(TARGET, target.name, each.name, each.guid)


def _no_copy(target: Dataset) -> t.Iterator[Conflict]:
    if target.exists and not target.token:
        reason = "it exists, and has no snapshot: it is no copy"
        yield Conflict(reason, "rename or destroy it by hand", "target_not_replica", target.name)


def _nothing_common(source: Dataset, target: Dataset, flags: Flags) -> Conflict:
    if flags.raw and meet(source, target, False).base:
        reason = "its newest common snapshot came by a stream that was not raw, and no raw one can follow (IV set guid)"
        way_out = "roll it back by hand to its last raw snapshot, or begin with a new target"
        return Conflict(reason, way_out, "ivset", target.name)
    reason = f"it has no snapshot that {source.name} has, too, not even as a bookmark"
    return Conflict(reason, "begin with a new target", "no_common", target.name)


def _in_use(steps: t.Sequence[Step], target: Dataset) -> t.Iterator[Conflict]:
    """A rollback would lose what somebody needs."""
    losing = {name for step in steps if isinstance(step, Rollback) for name in step.losing}
    for each in target.snapshots if losing else ():
        if each.name in losing and (each.holds or each.clones):
            what = f"the clone {each.clones[0]}" if each.clones else f"a hold ({', '.join(each.tags) or 'unknown'})"
            yield Conflict(f"its snapshot {each.name} has {what}", "remove that first", "in_use", target.name)


def _pool_conflicts(pools: tuple[Pool, Pool]) -> t.Iterator[Conflict]:
    for pool in pools:
        if pool.health not in _HEALTHY:
            yield Conflict(f"the pool is {pool.health}", "see zpool status", "pool", pool.name)
    if pools[1].read_only:
        yield Conflict("the pool is imported read-only", "import it for writing", "pool", pools[1].name)


def _parent_conflicts(target: Dataset) -> t.Iterator[Conflict]:
    if not target.exists and not target.parent_exists:
        parent = target.name.rpartition("/")[0]
        yield Conflict(f"there is no {parent}", f"zfs create -p {parent}", "no_parent", target.name)


def _stop(*conflicts: Conflict) -> Course:
    return Course(conflicts=conflicts)
