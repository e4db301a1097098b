# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""One volume group, its devices and its volumes: as it is, and as it is wanted. Sizes are bytes."""

from __future__ import annotations

import dataclasses

from .._core.size import parse_size


@dataclasses.dataclass(frozen=True)
class Device:
    """A block device that is asked for.

    real -- where symbolic links lead to; None where there is no such block device
    readable -- whether it can be opened; a DRBD Secondary cannot
    signature -- what it carries besides LVM's label (``ext4``, ``drbd``, ``gpt``), or None
    vg -- the volume group it is in; "" for a physical volume in none; None for no physical volume
    usable -- what LVM would get out of it now; more than *pv_size* after the device has grown
    """

    path: str
    real: str | None = None
    readable: bool = False
    signature: str | None = None
    vg: str | None = None
    usable: int = 0
    pv_size: int = 0


@dataclasses.dataclass(frozen=True)
class Volume:
    """A logical volume; *signature* is known only for one that is about to grow."""

    name: str
    size: int
    active: bool = False
    open: bool = False
    signature: str | None = None


@dataclasses.dataclass(frozen=True)
class Group:
    """A volume group on this host."""

    name: str
    size: int
    free: int
    extent: int
    autoactivation: bool
    missing_devices: int = 0
    volumes: tuple[Volume, ...] = ()

    def rounded(self, size: str) -> int:
        """Bytes of a fixed *size* in whole extents, as LVM rounds up."""
        return -(-parse_size(size) // self.extent) * self.extent

    def volume(self, name: str) -> Volume | None:
        """The volume *name*, or None."""
        return next((volume for volume in self.volumes if volume.name == name), None)


@dataclasses.dataclass(frozen=True)
class Storage:
    """What is there: *groups* has every volume group of the wanted name (LVM allows namesakes)."""

    groups: tuple[Group, ...] = ()
    devices: tuple[Device, ...] = ()

    @property
    def group(self) -> Group | None:
        """The volume group, or None."""
        return self.groups[0] if self.groups else None


@dataclasses.dataclass(frozen=True)
class WantedVolume:
    """A logical volume to have, or not to have; *size* as LVM writes it."""

    name: str
    size: str = ""
    present: bool = True
    destroy_data: bool = False


@dataclasses.dataclass(frozen=True)
class Wanted:
    """A volume group to have, or not to have. *autoactivation* None leaves that as it is."""

    vg: str
    devices: tuple[str, ...] = ()
    autoactivation: bool | None = None
    volumes: tuple[WantedVolume, ...] = ()
    present: bool = True
    destroy_data: bool = False
    only_devices: bool = False
