# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the operations of a plan carry, and only ``system.apply`` understands."""

from __future__ import annotations

import dataclasses
import typing as t


class Step(t.NamedTuple):
    """One configfs call below the configfs root.

    verb -- ``mkdir``, ``rmdir``, ``write`` *value*, ``attempt`` (a write that an older kernel may not know),
        ``link`` to *value*, ``unlink``
    """

    verb: str
    path: str
    value: str = ""


@dataclasses.dataclass(frozen=True)
class Calls:
    """Configfs calls, in order. *needs* is a device that must exist before the first of them."""

    steps: tuple[Step, ...] = dataclasses.field(repr=False)
    needs: str = ""


@dataclasses.dataclass(frozen=True)
class Prepare:
    """Load the kernel modules and make the folders for reservations."""


@dataclasses.dataclass(frozen=True)
class Keep:
    """Make *path*, where the kernel writes a LUN's reservations, a link to *goal*; "": no link."""

    path: str
    goal: str


@dataclasses.dataclass(frozen=True)
class Discard:
    """Remove *paths*: a LUN of the same name that is made later must not inherit reservations."""

    paths: tuple[str, ...]


@dataclasses.dataclass(frozen=True)
class Save:
    """Write the saved file."""

    path: str
    text: str = dataclasses.field(repr=False)


@dataclasses.dataclass(frozen=True)
class Forget:
    """Remove the saved file and its generations, which hold secrets."""

    path: str
