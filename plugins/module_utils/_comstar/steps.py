# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Steps of a plan. Only ``system.py`` carries them out."""

from __future__ import annotations

import dataclasses
import shlex
import typing as t

from .._core.errors import Refusal
from .._core.plan import Operation
from .render import PLACEHOLDERS, Argv, turn


def typed(argv: Argv) -> str:
    """The command as one would type it; what stands for something that is not known yet is left as it is."""
    return " ".join(part if part in PLACEHOLDERS else shlex.quote(part) for part in argv)


@dataclasses.dataclass(frozen=True)
class Run:
    """A command; *secret* is what a file has to hold meanwhile, *owner* whose it is."""

    argv: Argv
    secret: str = dataclasses.field(default="", repr=False)
    owner: str = ""

    @property
    def lines(self) -> tuple[str, ...]:
        """The command as one would type it."""
        return (typed(self.argv),)


@dataclasses.dataclass(frozen=True)
class Series:
    """Commands that belong together. A target in *offline* is off line meanwhile, and on line again afterwards,
    whatever becomes of them.
    """

    steps: tuple[Argv, ...]
    offline: str = ""

    @property
    def lines(self) -> tuple[str, ...]:
        """All commands, in order."""
        begin, end = (turn("target", self.offline, False),), (turn("target", self.offline, True),)
        argvs = (*begin, *self.steps, *end) if self.offline else self.steps
        return tuple(typed(argv) for argv in argvs)


Step = t.Union[Run, Series]


def do(summary: str, argv: Argv, disturbs_io: bool = False) -> Operation:
    """One command as an operation."""
    return Operation(summary, Run(argv), disturbs_io)


def in_use(what: str, users: t.Sequence[t.Any]) -> t.Iterator[Refusal]:
    """The reason not to do *what* while there are *users*."""
    if users:
        shown = ", ".join(str(user) for user in users[:3]) + (f" and {len(users) - 3} more" if len(users) > 3 else "")
        yield Refusal(f"{what} would take it away from {shown}", "log them out first, or set allow_remove_in_use=true")
