# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A whole iSCSI target, as described (Target) and as found in the kernel (Live)."""

from __future__ import annotations

import dataclasses
import typing as t

Values = t.Dict[str, str]


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
    """

    iqn: str
    config: Config | None
    saved: str = ""
    live: str = "always"
    take_luns_away: bool = False


# The kernel's side: the same things with what only the kernel knows.


@dataclasses.dataclass(frozen=True)
class Backstore:
    """``core/iblock_<index>/<name>``. *owner* is the IQN that the engine wrote into it, or empty."""

    index: int
    name: str
    device: str = ""
    serial: str = ""
    readonly: bool = False
    enabled: bool = False
    owner: str = ""
    attributes: Values = dataclasses.field(default_factory=dict)

    @property
    def path(self) -> str:
        """Its folder below the configfs root."""
        return f"core/iblock_{self.index}/{self.name}"


@dataclasses.dataclass(frozen=True)
class LiveLun:
    """``lun/lun_<number>``. Without *link* it is half made; *backstore* is a path below the configfs root."""

    number: int
    link: str = ""
    backstore: str = ""


@dataclasses.dataclass(frozen=True)
class LiveMapping:
    """``acls/<iqn>/lun_<number>``. Without *link* it is half made and *lun* is None."""

    number: int
    link: str = ""
    lun: int | None = None
    write_protect: bool = False


@dataclasses.dataclass(frozen=True)
class LiveAcl:
    """An ACL.

    session -- the initiator is logged in
    gate -- ``attrib/authentication`` (Linux 6.0): -1 as the portal group says, 1 on, 0 off; None on older kernels
    """

    iqn: str
    chap: Chap = NO_CHAP
    luns: dict[int, LiveMapping] = dataclasses.field(default_factory=dict)
    attributes: Values = dataclasses.field(default_factory=dict)
    session: bool = False
    gate: str | None = None


@dataclasses.dataclass(frozen=True)
class LiveTarget:
    """An IQN found in configfs. *tpg*: portal group 1 exists; *foreign*: names of other portal groups."""

    tpg: bool = False
    enabled: bool = False
    portals: tuple[str, ...] = ()
    luns: dict[int, LiveLun] = dataclasses.field(default_factory=dict)
    acls: dict[str, LiveAcl] = dataclasses.field(default_factory=dict)
    attributes: Values = dataclasses.field(default_factory=dict)
    parameters: Values = dataclasses.field(default_factory=dict)
    foreign: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True)
class Live:
    """What the kernel has.

    ready -- modules are loaded and the folders for reservations exist
    target -- None: there is no such IQN
    backstores -- by path: those of this target, and those in the way of a wanted name
    indexes -- every used index of an iblock HBA
    empty -- those of them that hold no backstore: left behind by a killed run
    discovery -- None: was not asked for
    """

    ready: bool = False
    target: LiveTarget | None = None
    backstores: dict[str, Backstore] = dataclasses.field(default_factory=dict)
    indexes: frozenset[int] = frozenset()
    empty: frozenset[int] = frozenset()
    discovery: Discovery | None = None


@dataclasses.dataclass(frozen=True)
class SavedFile:
    """The saved file as it lies there; *text* None: no file."""

    text: str | None = dataclasses.field(default=None, repr=False)
    mode: int | None = None


@dataclasses.dataclass(frozen=True)
class State:
    """Kernel and file together."""

    live: Live = Live()
    saved: SavedFile = SavedFile()


# Actions: what system.apply() understands.


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
class Save:
    """Write the saved file."""

    path: str
    text: str = dataclasses.field(repr=False)


@dataclasses.dataclass(frozen=True)
class Forget:
    """Remove the saved file and its generations, which hold secrets."""

    path: str
