# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every way in which every change of a run can go wrong: what a run does more is covered by itself."""

from __future__ import annotations

import typing as t

from . import host
from .state import Fault, System

# See host.run.
KINDS = ("error", "silent", "late", "busy", "denied", "killed")


class Failure(t.NamedTuple):
    """The change *number* of the run, which is *command*, goes wrong in the way of *kind*."""

    number: int
    command: str
    kind: str

    @property
    def fault(self) -> Fault:
        """For the host."""
        return Fault(self.number, self.kind)

    def __str__(self) -> str:
        return f"{self.number} {self.command} {self.kind}"


def changes(system: System) -> list[str]:
    """The commands that were meant to change *system*, by program and verb, in order."""
    return [" ".join(argv[:2]) for argv in system.log if host.changes(argv)]


def each(begin: t.Callable[[], System], play: t.Callable[[System], t.Any]) -> list[Failure]:
    """Every change of a smooth run of *play* on a host out of *begin*, with every kind of failure."""
    system = begin()
    assert not changes(system), "a host without a past"
    play(system)
    return [Failure(number, command, kind) for number, command in enumerate(changes(system), 1) for kind in KINDS]
