# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is to be done, as values: seen in check mode, compared in tests, refused by roles."""

from __future__ import annotations

import dataclasses
import typing as t

from .errors import Refusal


@dataclasses.dataclass(frozen=True)
class Operation:
    """One step.

    summary -- for people; never holds a secret
    action -- a value that only the subject's ``system.apply`` understands
    disturbs_io -- a client may notice it: an error, a lost session or a pause
    """

    summary: str
    action: t.Any
    disturbs_io: bool = False


@dataclasses.dataclass(frozen=True)
class Plan:
    """The way from *before* to *after* (plain data for the diff, secrets masked).

    With any *refusals* nothing is applied at all.
    """

    before: t.Any
    after: t.Any
    operations: tuple[Operation, ...] = ()
    refusals: tuple[Refusal, ...] = ()

    @property
    def disturbing(self) -> tuple[Operation, ...]:
        """The operations that a client may notice."""
        return tuple(operation for operation in self.operations if operation.disturbs_io)
