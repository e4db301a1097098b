# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Everything that can go wrong, as classes with facts.

Text is made here and matched nowhere: callers tell errors apart by class, and ``details`` goes to ``fail_json``.
"""

from __future__ import annotations

import dataclasses
import typing as t


@dataclasses.dataclass(frozen=True)
class Problem:
    """One wrong input: where it stands (``luns[2].size``) and what is wrong with it."""

    path: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}: {self.message}" if self.path else self.message


@dataclasses.dataclass(frozen=True)
class Refusal:
    """Why a plan must not be carried out, and what the operator can do about it."""

    reason: str
    way_out: str = ""

    def __str__(self) -> str:
        return f"{self.reason} ({self.way_out})" if self.way_out else self.reason


class HaStorageError(Exception):
    """Base of all errors of the collection; *details* are facts for the caller, never secrets."""

    def __init__(self, message: str, **details: t.Any) -> None:
        super().__init__(message)
        self.details = details


class InvalidInput(HaStorageError):
    """The parameters contradict themselves or the rules; *problems* has all of them."""

    def __init__(self, problems: t.Sequence[Problem]) -> None:
        lines = [str(problem) for problem in problems]
        super().__init__("invalid input: " + "; ".join(lines), problems=lines)
        self.problems = tuple(problems)


class Refused(HaStorageError):
    """The plan would do what must not be done; nothing was changed."""

    def __init__(self, refusals: t.Sequence[Refusal]) -> None:
        lines = [str(refusal) for refusal in refusals]
        super().__init__("refused, nothing was changed: " + "; ".join(lines), refusals=lines)
        self.refusals = tuple(refusals)


class NotThereYet(HaStorageError):
    """What the subject needs on this host is not there yet: in check mode that means that nothing exists."""


class ToolMissing(NotThereYet):
    """A command the subject needs is not installed on this host."""

    def __init__(self, tool: str) -> None:
        super().__init__(f"the command {tool} is not installed on this host", tool=tool)
        self.tool = tool


class CommandFailed(HaStorageError):
    """A command ended with another return code than it may."""

    def __init__(self, argv: t.Sequence[str], rc: int, stdout: str, stderr: str) -> None:
        said = (stderr.strip() or stdout.strip() or "no output").splitlines()[-1]
        super().__init__(
            f"{argv[0]} failed with return code {rc}: {said}", argv=list(argv), rc=rc, stdout=stdout, stderr=stderr
        )
        self.rc, self.stdout, self.stderr = rc, stdout, stderr


class CommandTimedOut(HaStorageError):
    """A command did not end within its time limit and was killed."""

    def __init__(self, argv: t.Sequence[str], seconds: float) -> None:
        super().__init__(f"{argv[0]} did not end within {seconds:g} s", argv=list(argv), seconds=seconds)


class Unparsable(HaStorageError):
    """Output of a tool, or a file, does not have the documented form."""

    def __init__(self, source: str, where: str, message: str) -> None:
        super().__init__(f"cannot read {source}: {where}: {message}", source=source, where=where)


class NotConverged(HaStorageError):
    """Everything was applied, and yet the next plan is not empty."""


class DeadlineExceeded(HaStorageError):
    """A state that was waited for did not come about in time."""
