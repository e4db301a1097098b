# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where replications stand, in plain data."""

from __future__ import annotations

import typing as t

from .._core.plan import Plan
from .course import Course
from .drill import Stage, identity_of
from .handover import Sides, unsent
from .model import EPOCH, ROLE, Dataset, Drill, Pair, Scene, Snapshot, Wanted
from .plan import course_of
from .render import commands, line

Data = t.Dict[str, t.Any]


def command_lines(todo: Plan, wanted: Wanted) -> list[str]:
    """The command lines of a plan, in order, as one would type them here."""
    return [line(command, wanted) for operation in todo.operations for command in commands(operation.action)]


def overview(scene: Scene, wanted: Wanted) -> list[Data]:
    """One entry for each pair; see RETURN of the module zfs_info."""
    return [_entry(pair, course_of(pair, scene, wanted), wanted.now) for pair in scene.pairs]


def _entry(pair: Pair, course: Course, now: int) -> Data:
    base = course.meeting.base
    return {
        "source": pair.source.name,
        "target": pair.target.name,
        "base": _base(base),
        "lag_seconds": max(now - base.created, 0) if base else None,
        "pending": [each.name for each in course.sent],
        "estimated_bytes": sum(each.written for each in course.sent),
        "resumes": course.resumed,
        "roles": {"source": standing(pair.source), "target": standing(pair.target)},
        "conflicts": [
            {"kind": each.kind, "dataset": each.dataset, "reason": each.reason, "way_out": each.way_out}
            for each in course.conflicts
        ],
    }


def standing(dataset: Dataset | None) -> Data | None:
    """What a side claims to be, and whether it can be written to; None where it does not answer."""
    if dataset is None:
        return None
    return {
        "role": dataset.value(ROLE),
        "epoch": int(dataset.value(EPOCH) or 0),
        "writable": dataset.exists and dataset.value("readonly") != "on",
    }


def standings(sides: t.Sequence[Sides]) -> list[Data]:
    """One entry for each pair; see RETURN of the module zfs_role."""
    return [
        {
            "source": each.own.name,
            "roles": {"source": standing(each.own), "target": standing(each.other)},
            "behind_bytes": unsent(each.other, each.own) if each.other else None,
        }
        for each in sides
    ]


def clone_data(stage: Stage, wanted: Drill) -> Data | None:
    """The clone as it is, for whoever presents it; None where there is none (in check mode, too)."""
    if not stage.clone.exists:
        return None
    name = stage.clone.name
    return {
        "name": name,
        "snapshot": stage.clone.value("origin").partition("@")[2],
        "device": f"/dev/zvol/{name}",
        "raw_device": f"/dev/zvol/rdsk/{name}",
        **(identity_of(stage.clone) if wanted.same else {}),
    }


def _base(base: Snapshot | None) -> Data | None:
    if base is None:
        return None
    return {"name": base.name, "guid": base.guid, "kind": "bookmark" if base.bookmark else "snapshot"}
