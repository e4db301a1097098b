# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A service on a host, from the LUNs that it alone may write to, up to its units."""

from __future__ import annotations

import dataclasses
import typing as t


@dataclasses.dataclass(frozen=True)
class Lun:
    """A LUN. *multipath*: *device* is a map of multipathd. *paths*: its devices, made writable with it."""

    device: str
    multipath: bool = False
    paths: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True)
class Filesystem:
    """A file system and where it is mounted."""

    device: str
    mountpoint: str
    type: str
    options: str = "defaults"


@dataclasses.dataclass(frozen=True)
class Wish:
    """The options of ``host_service``. *key*: of this host's reservations, as 0x... in lower case; '' for none."""

    name: str
    started: bool = False
    luns: tuple[Lun, ...] = ()
    key: str = ""
    preempt: bool = False
    vg: str = ""
    tag: str = ""
    other_tags: tuple[str, ...] = ()
    take_over_vg: bool = False
    filesystems: tuple[Filesystem, ...] = ()
    units: tuple[str, ...] = ()
    timeout: int = 120


@dataclasses.dataclass(frozen=True)
class Device:
    """A block device. *there*: it exists. *disks*: the kernel's names of the SCSI disks that it is, or has below."""

    there: bool = True
    readonly: bool = False
    disks: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True)
class Reservations:
    """Who may write to a LUN: *keys* that are registered, and the *holder* of a reservation of *type* ('' for none)."""

    keys: frozenset[str] = frozenset()
    holder: str = ""
    type: str = ""


@dataclasses.dataclass(frozen=True)
class Group:
    """A volume group, with the number of its volumes and of the active ones among them.

    automatic -- hosts activate it by themselves, as soon as they see its disks
    """

    tags: frozenset[str] = frozenset()
    volumes: int = 0
    active: int = 0
    automatic: bool = False


@dataclasses.dataclass(frozen=True)
class Unit:
    """A unit, in systemd's words."""

    load: str
    active: str


@dataclasses.dataclass(frozen=True)
class State:
    """What is on the host.

    devices -- by path, of LUNs and of their paths
    reservations -- by device of a LUN; none where no key is given
    group -- None where there is no such volume group
    mounts -- by mountpoint its source; all paths here with symbolic links followed
    real -- by the path of a file system's device the real one
    """

    devices: t.Mapping[str, Device] = dataclasses.field(default_factory=dict)
    reservations: t.Mapping[str, Reservations] = dataclasses.field(default_factory=dict)
    group: Group | None = None
    mounts: t.Mapping[str, str] = dataclasses.field(default_factory=dict)
    real: t.Mapping[str, str] = dataclasses.field(default_factory=dict)
    units: t.Mapping[str, Unit] = dataclasses.field(default_factory=dict)

    def mounted(self, filesystem: Filesystem) -> bool:
        """Whether it is, where it belongs."""
        return self.mounts.get(filesystem.mountpoint) == self.real[filesystem.device]


@dataclasses.dataclass(frozen=True)
class Rescan:
    """The kernel asks a SCSI disk (its name) again what it is: it does not notice by itself that it was promoted."""

    disk: str


@dataclasses.dataclass(frozen=True)
class Command:
    """One command, with its time limit and the return codes that are well."""

    argv: tuple[str, ...]
    seconds: float = 30
    ok: tuple[int, ...] = (0,)
