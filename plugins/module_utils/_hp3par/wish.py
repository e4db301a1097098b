# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an operator asks for, and what is answered."""

from __future__ import annotations

import dataclasses
import enum
import typing as t

from .model import Step, Where
from .refusals import Named, named


class State(str, enum.Enum):
    """States that a group can be brought to, seen from the local array."""

    STARTED = "started"
    STOPPED = "stopped"
    SYNCED = "synced"
    PRIMARY = "primary"
    SWITCHED_OVER = "switched_over"
    FAILED_OVER = "failed_over"
    RECOVERED = "recovered"
    RESTORED = "restored"
    REVERTED = "reverted"


@dataclasses.dataclass(frozen=True)
class Wish:
    """The options of ``hp3par_rcg_state``, as its documentation explains them.

    max_sync_age -- seconds, or None
    wsapi -- the arrays that are reached by the WSAPI, which cannot do everything
    """

    state: State
    name: str
    peer_name: str
    wait: bool = True
    peer_required: bool = True
    resume: bool = False
    keep_natural: bool = False
    sync_before: str = "auto"
    max_sync_age: int | None = None
    resync_stopped: bool = False
    disaster: bool = False
    accept_data_loss: bool = False
    discard_peer_changes: bool = False
    discard_local_changes: bool = False
    confirm: str = ""
    link_down_confirmations: int = 3
    wsapi: frozenset[Where] = frozenset()

    @property
    def confirmed(self) -> bool:
        """Whether the name of the group was typed once more."""
        return self.confirm == self.name


@dataclasses.dataclass(frozen=True)
class Done:
    """Nothing is left to do."""


@dataclasses.dataclass(frozen=True)
class Do:
    """The next step."""

    step: Step


class For(str, enum.Enum):
    """What there can be to wait for."""

    SYNC = "the volumes to be Synced"
    SETTLED = "the array to finish what it is doing"
    PATH = "the way to the partner to be either ready or failed"
    CONFIRMATION = "the way to the partner to be read as failed once more"


@dataclasses.dataclass(frozen=True)
class Wait:
    """Nothing can be decided before this has come about."""

    for_: For


@dataclasses.dataclass(frozen=True)
class No:
    """It must not be done, for each of these reasons."""

    refusals: tuple[Named, ...]


Verdict = t.Union[Done, Do, Wait, No]


def no(name: str, **facts: str) -> No:
    """Refused by the refusal *name*."""
    return No((named(name, **facts),))


def together(*found: No | None) -> No | None:
    """All of the refusals that were *found*, so that nobody meets them one by one."""
    refusals = tuple(refusal for one in found if one is not None for refusal in one.refusals)
    return No(refusals) if refusals else None
