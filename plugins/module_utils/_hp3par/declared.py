# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a group shall be, and the changes of a group that an array can be told."""

from __future__ import annotations

import dataclasses
import enum

from .model import Mode, Where


@dataclasses.dataclass(frozen=True)
class Pair:
    """A volume and its copy. *create*: the array makes the copy's volume."""

    name: str
    remote: str
    create: bool = False


@dataclasses.dataclass(frozen=True)
class Declared:
    """The options of ``hp3par_rcg``; what is None is left as it is.

    period -- seconds
    policies -- by the name of each whether it is set
    volumes -- None: any; else these, and with *purge* no others
    """

    name: str
    peer_name: str = ""
    absent: bool = False
    target: str | None = None
    mode: Mode | None = None
    period: int | None = None
    policies: tuple[tuple[str, bool], ...] = ()
    cpg: str | None = None
    target_cpg: str | None = None
    volumes: tuple[Pair, ...] | None = None
    purge: bool = False
    stop_started: bool = False
    confirm: str = ""


class Change(str, enum.Enum):
    """What can be changed of a group."""

    CREATE = "create"
    REMOVE = "remove"
    ADMIT = "admit"
    DISMISS = "dismiss"
    PERIOD = "period"
    POLICY = "policy"


@dataclasses.dataclass(frozen=True)
class Edit:
    """One change of one group on the local array; of the values, those that the kind of change has.

    policy -- the name, with ``no_`` before it where it is taken away
    """

    change: Change
    group: str
    target: str = ""
    mode: Mode | None = None
    cpg: str = ""
    target_cpg: str = ""
    period: int = 0
    policy: str = ""
    volume: Pair | None = None

    @property
    def where(self) -> Where:
        """Always the array that the task is about."""
        return Where.LOCAL
