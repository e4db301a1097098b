# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an iSCSI initiator has: node records (what it would log in to) and sessions (where it is logged in)."""

from __future__ import annotations

import dataclasses
import typing as t


@dataclasses.dataclass(frozen=True, order=True)
class Portal:
    """Where a target listens."""

    ip: str
    port: int = 3260

    def __str__(self) -> str:
        return f"[{self.ip}]:{self.port}" if ":" in self.ip else f"{self.ip}:{self.port}"


@dataclasses.dataclass(frozen=True)
class Chap:
    """How initiator and target prove who they are; the *mutual* pair is what the target answers with, if given."""

    user: str = ""
    password: str = dataclasses.field(default="", repr=False)
    mutual_user: str = ""
    mutual_password: str = dataclasses.field(default="", repr=False)


NO_CHAP = Chap()


@dataclasses.dataclass(frozen=True)
class Record:
    """One node record of open-iscsi. *settings* are its other lines, without ``<empty>`` ones."""

    iqn: str
    portal: Portal
    chap: Chap = NO_CHAP
    settings: t.Mapping[str, str] = dataclasses.field(default_factory=dict)


@dataclasses.dataclass(frozen=True)
class Lun:
    """A disk as the initiator sees it.

    size -- bytes
    serial -- unit serial number (VPD page 0x80)
    wwid -- of VPD page 0x83, such as ``naa.6001405...``
    users -- what uses it here: mounts, swap, device-mapper devices
    """

    number: int
    device: str
    size: int = 0
    serial: str = ""
    wwid: str = ""
    users: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True)
class Session:
    """A session of the kernel.

    state -- ``LOGGED_IN``, ``FAILED`` (lost, being recovered) or ``FREE``
    chap -- what it was logged in with; None where the kernel does not tell
    settings -- values in use, as far as the kernel tells, named as in a record
    scanned -- the kernel has looked for LUNs, and each one that is a disk has its device
    """

    sid: int
    iqn: str
    portal: Portal
    state: str = "LOGGED_IN"
    chap: Chap | None = None
    settings: t.Mapping[str, str] = dataclasses.field(default_factory=dict)
    luns: tuple[Lun, ...] = ()
    scanned: bool = True


@dataclasses.dataclass(frozen=True)
class Initiator:
    """Everything that is read at once. *name* is the IQN of this host."""

    name: str = ""
    records: tuple[Record, ...] = ()
    sessions: tuple[Session, ...] = ()


@dataclasses.dataclass(frozen=True)
class Desired:
    """What the user wants of one target.

    state -- ``present``, ``logged_in``, ``logged_out`` or ``absent``
    relogin -- sessions that use outdated values may be logged out and in again
    """

    iqn: str
    portals: tuple[Portal, ...]
    state: str = "logged_in"
    chap: Chap = NO_CHAP
    settings: t.Mapping[str, str] = dataclasses.field(default_factory=dict)
    relogin: bool = False
    allow_logout_in_use: bool = False
