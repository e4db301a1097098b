# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The way to a group of copies that are as new as their sources."""

from __future__ import annotations

import dataclasses

from .._core.plan import Operation, Plan
from .course import Course, plan_pair
from .model import SOURCE, TARGET, Conflict, Dataset, Pair, Pool, Scene, Snapshot, Wanted
from .steps import Take


def plan(current: Scene, wanted: Wanted) -> Plan:
    """The steps for all pairs. Any conflict of any of them: nothing is done for the whole group."""
    takes, refusals = _taking(current, wanted)
    scene = with_snapshot(current, wanted)
    courses = [course_of(pair, scene, wanted) for pair in scene.pairs]
    refusals += [conflict for course in courses for conflict in course.conflicts]
    steps = [*takes, *(step for course in courses for step in course.steps)]
    return Plan(
        before={pair.target.name: _newest(pair.target) for pair in current.pairs},
        after={pair.target.name: _goal(pair, course) for pair, course in zip(scene.pairs, courses)},
        operations=tuple(Operation(str(step), step) for step in steps),
        refusals=tuple(refusals),
    )


def course_of(pair: Pair, scene: Scene, wanted: Wanted) -> Course:
    """The course of one pair of *scene*."""
    pools = (_pool(scene, SOURCE, pair.source), _pool(scene, TARGET, pair.target))
    return plan_pair(pair.source, pair.target, wanted.options, wanted.now, pools)


def with_snapshot(scene: Scene, wanted: Wanted) -> Scene:
    """*scene* with the snapshot that is still to be made."""
    pairs = (dataclasses.replace(pair, source=_with(pair.source, wanted)) for pair in scene.pairs)
    return dataclasses.replace(scene, pairs=tuple(pairs)) if wanted.snapshot else scene


def as_far_as_known(scene: Scene, first: Scene, made: str) -> Scene:
    """*scene* without what others have added to the sources since *first*: that is a matter of the next run.

    made -- the name of the snapshot that is ours
    """
    pairs = []
    for pair, before in zip(scene.pairs, first.pairs):
        known = {each.guid for each in before.source.snapshots}
        stay = tuple(each for each in pair.source.snapshots if each.guid in known or each.name == made)
        pairs.append(dataclasses.replace(pair, source=dataclasses.replace(pair.source, snapshots=stay)))
    return dataclasses.replace(scene, pairs=tuple(pairs))


def _taking(current: Scene, wanted: Wanted) -> tuple[list[Take], list[Conflict]]:
    """The step that takes the wanted snapshot of all sources at one moment, unless they have it."""
    sources = [pair.source for pair in current.pairs if pair.source.exists]
    without = [each.name for each in sources if not _has(each, wanted.snapshot)]
    if not wanted.snapshot or not without:
        return [], []
    reason = f"it has a snapshot {wanted.snapshot}, and others of the group have not"
    clashes = [
        Conflict(reason, "give another snapshot_name, or run again", "name_clash", each.name)
        for each in sources
        if each.name not in without
    ]
    return [Take(tuple(without), wanted.snapshot, wanted.snapshot_properties)], clashes


def _with(source: Dataset, wanted: Wanted) -> Dataset:
    if not source.exists or _has(source, wanted.snapshot):
        return source
    txg = max((each.txg for each in (*source.snapshots[-1:], *source.bookmarks[-1:])), default=0) + 1
    new = Snapshot(wanted.snapshot, "", txg, wanted.now, source.written)
    return dataclasses.replace(source, snapshots=(*source.snapshots, new))


def _has(dataset: Dataset, name: str) -> bool:
    return any(each.name == name for each in dataset.snapshots)


def _pool(scene: Scene, side: str, dataset: Dataset) -> Pool:
    return scene.pools.get((side, dataset.pool), Pool(dataset.pool, "missing"))


def _newest(dataset: Dataset) -> str:
    return dataset.snapshots[-1].name if dataset.snapshots else ""


def _goal(pair: Pair, course: Course) -> str:
    return course.sent[-1].name if course.sent else _newest(pair.target)
