# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The commands that change LVM, as argv, and volume groups as plain data."""

from __future__ import annotations

import typing as t

from .._core.size import format_size, is_share, parse_size
from .model import Group

Argv = t.Tuple[str, ...]


def make_physical_volume(device: str) -> Argv:
    """The command that labels *device*; without --yes, so that LVM itself refuses one that carries something."""
    return ("pvcreate", device)


def make_group(vg: str, devices: t.Sequence[str], autoactivation: bool | None) -> Argv:
    """The command that makes the volume group."""
    flag = () if autoactivation is None else ("--setautoactivation", _flag(autoactivation))
    return ("vgcreate", *flag, vg, *devices)


def extend_group(vg: str, devices: t.Sequence[str]) -> Argv:
    """The command that adds labelled devices."""
    return ("vgextend", vg, *devices)


def resize_physical_volume(device: str) -> Argv:
    """The command that lets LVM use all of a device that has grown."""
    return ("pvresize", device)


def set_autoactivation(vg: str, on: bool) -> Argv:
    """The command that sets whether udev and systemd activate the volume group by themselves."""
    return ("vgchange", "--setautoactivation", _flag(on), vg)


def make_volume(vg: str, name: str, size: str) -> Argv:
    """The command that makes a volume; signatures of whatever lay there before are wiped.

    Shares go to LVM as they are: where its data begins on a new device, only LVM knows.
    """
    amount = ("--extents", size) if is_share(size) else ("--size", f"{parse_size(size)}b")
    return ("lvcreate", "--yes", "--wipesignatures", "y", "--zero", "y", *amount, "--name", name, vg)


def grow_volume(vg: str, name: str, size: int) -> Argv:
    """The command that makes a volume larger, in use or not."""
    return ("lvextend", "--size", f"{size}b", f"{vg}/{name}")


def remove_volume(vg: str, name: str) -> Argv:
    """The command that destroys a volume."""
    return ("lvremove", "--yes", f"{vg}/{name}")


def remove_group(vg: str) -> Argv:
    """The command that removes an empty volume group."""
    return ("vgremove", vg)


def remove_label(device: str) -> Argv:
    """The command that takes LVM's label off *device*."""
    return ("pvremove", device)


def _flag(on: bool) -> str:
    return "y" if on else "n"


def render_group(group: Group, devices: t.Sequence[str]) -> dict[str, t.Any]:
    """*group* as ``lvm_volumes`` takes it, with its size and free space beside."""
    return {
        "vg": group.name,
        "devices": list(devices),
        "autoactivation": group.autoactivation,
        "volumes": [{"name": volume.name, "size": format_size(volume.size)} for volume in group.volumes],
        "size": group.size,
        "free": group.free,
    }
