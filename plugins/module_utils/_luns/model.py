# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an initiator has of a target's LUNs, beside what the target offers it now."""

from __future__ import annotations

import dataclasses
import typing as t

from .._iscsi.model import Session


@dataclasses.dataclass(frozen=True)
class Offer:
    """A session and what its target answers.

    sizes -- bytes by LUN number; None for a LUN that has no disk here yet. None as a whole: nobody could be asked,
        since the session has no disk at all
    """

    session: Session
    sizes: t.Mapping[int, int | None] | None


@dataclasses.dataclass(frozen=True)
class State:
    """The sessions with one target."""

    offers: tuple[Offer, ...] = ()


@dataclasses.dataclass(frozen=True)
class Wanted:
    """The disks of the target *iqn* shall be what it offers; *allow_remove_in_use*: also those that somebody uses."""

    iqn: str
    allow_remove_in_use: bool = False
