# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A whole iSCSI target, as it is described."""

from __future__ import annotations

import dataclasses
import typing as t

Values = t.Dict[str, str]

# Where saved targets lie, the same on both nodes.
FOLDER = "/etc/quorate/targets"
# What configfs has in the folder of an HBA beside those of its backstores; no LUN can have such a name.
HBA_FILES = frozenset({"hba_info", "hba_mode"})


@dataclasses.dataclass(frozen=True)
class Portal:
    """Where the target listens. *ip* is canonical, IPv6 without brackets."""

    ip: str
    port: int = 3260

    @property
    def folder(self) -> str:
        """The portal's name in configfs: ``10.0.0.1:3260`` or ``[fd00::1]:3260``."""
        return f"[{self.ip}]:{self.port}" if ":" in self.ip else f"{self.ip}:{self.port}"


@dataclasses.dataclass(frozen=True)
class Chap:
    """Credentials; a *mutual_user* means that the target proves itself to the initiator too."""

    user: str
    password: str = dataclasses.field(repr=False)
    mutual_user: str = ""
    mutual_password: str = dataclasses.field(default="", repr=False)


NO_CHAP = Chap("", "")


@dataclasses.dataclass(frozen=True)
class Lun:
    """A block device exported under *number*; *name* is the backstore's, *serial* the unit serial (VPD page 0x80)."""

    name: str
    number: int
    device: str
    serial: str
    readonly: bool = False
    attributes: Values = dataclasses.field(default_factory=dict)


@dataclasses.dataclass(frozen=True)
class Mapping:
    """What one initiator sees as LUN *number*: the target's LUN *lun*."""

    number: int
    lun: int
    write_protect: bool = False


@dataclasses.dataclass(frozen=True)
class Acl:
    """An initiator that may log in, and what it sees."""

    iqn: str
    chap: Chap = NO_CHAP
    luns: tuple[Mapping, ...] = ()
    attributes: Values = dataclasses.field(default_factory=dict)


@dataclasses.dataclass(frozen=True)
class Target:
    """An IQN with its one portal group (tag 1)."""

    iqn: str
    portals: tuple[Portal, ...] = ()
    luns: tuple[Lun, ...] = ()
    acls: tuple[Acl, ...] = ()
    attributes: Values = dataclasses.field(default_factory=dict)
    parameters: Values = dataclasses.field(default_factory=dict)


@dataclasses.dataclass(frozen=True)
class Discovery:
    """CHAP for discovery sessions; it holds for the whole node, not for one target."""

    enabled: bool
    chap: Chap = NO_CHAP


@dataclasses.dataclass(frozen=True)
class Config:
    """What one saved file describes. *discovery* None: not described, left as it is."""

    target: Target
    discovery: Discovery | None = None


@dataclasses.dataclass(frozen=True)
class Wanted:
    """What shall be.

    iqn -- the target that is meant
    config -- its description, or None for "gone"
    saved -- path of the saved file, or "" for "no file"
    live -- reconcile the kernel: ``always``, ``if_present`` or ``never``
    take_luns_away -- LUNs may be removed from initiators that are logged in
    reservations -- folder in which the kernel keeps the LUNs' registrations, and from which they come back; "": on
        this node only, and they do not come back
    """

    iqn: str
    config: Config | None
    saved: str = ""
    live: str = "always"
    take_luns_away: bool = False
    reservations: str = ""
