# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the modules return of a system, read when they ask. A host without open-iscsi has nothing, which is no error."""

from __future__ import annotations

from .._core.converge import System
from .._core.errors import NotThereYet
from .model import Desired, Initiator
from .plan import outdated
from .render import Data, initiator_data


def overview(system: System, iqn: str = "") -> Data:
    """``{"initiator": ..., "targets": [...], "sessions": [...]}``, of the target *iqn* only if it is given."""
    return initiator_data(_read(system), iqn)


def sessions(system: System, iqn: str) -> list[Data]:
    """The sessions with the target *iqn*."""
    found: list[Data] = overview(system, iqn)["sessions"]
    return found


def relogin_needed(system: System, desired: Desired) -> list[str]:
    """Why sessions that shall stay should be logged out and in again."""
    if desired.state in ("absent", "logged_out"):
        return []
    return list(outdated(_read(system), desired))


def _read(system: System) -> Initiator:
    try:
        found: Initiator = system.read()
    except NotThereYet:
        found = system.absent()
    return found
