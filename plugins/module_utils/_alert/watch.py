# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Looks at a node, one after the other -> what happened in between."""

from __future__ import annotations

import dataclasses
import typing as t

from .model import Event

# What is looked at (kind, subject) and how it is; None or missing: it cannot be told, as where the cluster is stopped.
Point = t.Tuple[str, str]
Sight = t.Mapping[Point, str]
# Looks that must agree before a change counts; more where nothing is known yet, as while a node is starting. A node
# that has lost quorum is about to be reset.
_AGREEING, _AT_FIRST = {"quorum": 1}, 6
# By kind and state: severity and text.
_WORDS = {
    ("quorum", "yes"): ("ok", "{node} has quorum"),
    ("quorum", "no"): ("critical", "{node} has lost quorum: its services stop"),
    ("arbiter", "votes"): ("ok", "the arbiter votes for {node}"),
    ("arbiter", "silent"): ("warning", "the arbiter does not vote for {node}: the loss of one more is not survived"),
    ("replication", "up"): ("ok", "{subject}: {node} is connected to its peer"),
    ("replication", "interrupted"): (
        "warning",
        "{subject}: {node} is not connected to its peer, nothing is replicated",
    ),
    ("replication", "StandAlone"): ("critical", "{subject}: {node} refuses to connect to its peer (StandAlone)"),
    ("disk", "there"): ("ok", "{subject}: {node} has its disk again"),
    ("disk", "lost"): ("critical", "{subject}: {node} has lost its disk, and works on the peer's"),
}
_WELL = ("yes", "votes", "up", "there")


@dataclasses.dataclass
class _Course:
    """What is known of a point, and what may become known."""

    known: str = ""
    seen: str = ""
    times: int = 0

    def look(self, state: str, agreeing: int) -> bool:
        """Whether *state* is now known, and was not before."""
        self.times = self.times + 1 if state == self.seen else 1
        self.seen = state
        if state == self.known or self.times < (agreeing if self.known else _AT_FIRST):
            return False
        self.known = state
        return True


class Watch:
    """What was seen on *node* so far."""

    def __init__(self, node: str) -> None:
        self.node = node
        self._courses: dict[Point, _Course] = {}

    def look(self, sight: Sight, at: float) -> list[Event]:
        """What has changed, for the better or worse. That all is well at first is not told."""
        # What was stopped in an orderly way begins anew.
        self._courses = {point: course for point, course in self._courses.items() if point in sight}
        events = []
        for point, state in sight.items():
            course = self._courses.setdefault(point, _Course())
            before = course.known
            if course.look(state, _AGREEING.get(point[0], 2)) and (before or state not in _WELL):
                events.append(self._event(point, state, at))
        return events

    def _event(self, point: Point, state: str, at: float) -> Event:
        kind, subject = point
        severity, text = _WORDS[kind, state]
        return Event(kind, subject, severity, text.format(node=self.node, subject=subject), at)
