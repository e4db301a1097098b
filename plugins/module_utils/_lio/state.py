# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The target as the kernel and the saved file have it: what the model describes, with what only the kernel knows."""

from __future__ import annotations

import dataclasses

from .model import NO_CHAP, Chap, Discovery, Values


@dataclasses.dataclass(frozen=True)
class Backstore:
    """``core/iblock_<index>/<name>``. *owner* is the target that exports it, or that made it."""

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
class Kept:
    """The persistent reservations of a LUN, outside the kernel.

    path -- the file that the kernel writes
    link -- where that file points to; "": it is not there, or a plain file
    text -- what is kept in the folder that the description names; None: no file there
    """

    path: str
    link: str = ""
    text: str | None = None


@dataclasses.dataclass(frozen=True)
class Live:
    """What the kernel has.

    ready -- modules are loaded and the folders for reservations exist
    target -- None: there is no such IQN
    backstores -- by path: those of this target, and those in the way of a wanted name
    indexes -- every used index of an iblock HBA
    empty -- those of them that hold no backstore: left behind by a killed run
    discovery -- None: was not asked for
    kept -- by serial, for the described LUNs and for those of the target
    folder -- the folder in which reservations shall be kept exists
    """

    ready: bool = False
    target: LiveTarget | None = None
    backstores: dict[str, Backstore] = dataclasses.field(default_factory=dict)
    indexes: frozenset[int] = frozenset()
    empty: frozenset[int] = frozenset()
    discovery: Discovery | None = None
    kept: dict[str, Kept] = dataclasses.field(default_factory=dict)
    folder: bool = True


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
