# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where the time of a move went: the agents' actions, from the cluster's log."""

from __future__ import annotations

import datetime
import re
import statistics
import typing as t

LOG = "/var/log/pacemaker/pacemaker.log"
FINISHED = re.compile(
    r"^(?P<end>\w+ +\d+ [\d:.]+) .*\(log_finished\).*: (?P<resource>\S+) (?P<action>\w+) \(call .*"
    r"execution time (?:(?P<minutes>\d+)m(?!s))?(?:(?P<seconds>[\d.]+)s|(?P<milliseconds>\d+)ms)?",
    re.MULTILINE,
)


class Step(t.NamedTuple):
    """An action of an agent: from *begin* to *end*, in seconds of the day."""

    resource: str
    action: str
    begin: float
    end: float


def steps(log: str) -> list[Step]:
    """The actions that the text of a log says have ended, in this order; recurring monitors are not among them."""
    return sorted((_step(match) for match in FINISHED.finditer(log)), key=lambda step: step.end)


def _step(match: re.Match[str]) -> Step:
    parts = [float(match[name] or 0) for name in ("minutes", "seconds", "milliseconds")]
    time = datetime.datetime.strptime(f"2000 {match['end']}", "%Y %b %d %H:%M:%S.%f")
    end = (time - datetime.datetime(2000, 1, 1)).total_seconds()
    # Resources that differ in a number only are as good as one.
    return Step(
        re.sub(r"-\d+$", "", match["resource"]), match["action"], end - parts[0] * 60 - parts[1] - parts[2] / 1000, end
    )


def summary(moves: t.Sequence[t.Sequence[Step]]) -> list[str]:
    """One line for each kind of action, with the median of its time in the *moves*, and one for what lay between."""
    kinds = dict.fromkeys((step.resource, step.action) for move in moves for step in move)
    lines = [_line(kind, [[step for step in move if step[:2] == kind] for move in moves]) for kind in kinds]
    idle = statistics.median(_between(move) for move in moves)
    return [*lines, f"{idle:.2f} s between the first and the last, without an agent at work"]


def _line(kind: tuple[str, str], moves: list[list[Step]]) -> str:
    seconds = statistics.median(sum(step.end - step.begin for step in move) for move in moves)
    times = max(len(move) for move in moves)
    return f"{seconds:.2f} s {' '.join(kind)}" + (f", {times} times" if times > 1 else "")


def _between(move: t.Sequence[Step]) -> float:
    idle, reached = 0.0, None
    for step in sorted(move, key=lambda each: each.begin):
        idle += max(0.0, step.begin - reached) if reached is not None else 0.0
        reached = max(step.end, reached or step.end)
    return idle
