# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A volume group that is active on one node at a time, as the agent wants it: fast, and without a look at disks.

Not ocf:heartbeat:LVM-activate: it forks some thirty processes (7 s of a 14 s switchover in the lab), reads the disks in
every monitor, where it hangs on frozen I/O, and reports a stop as done when it cannot read the group.
"""

from __future__ import annotations

import os
import typing as t

from .._core.errors import HaStorageError
from .._core.runner import run

SYS_BLOCK = "/sys/block"
ACTIVATION = 50.0
OPTIONS = ("--noudevsync", "--config", "activation/verify_udev_operations=1")


class StillActive(HaStorageError):
    """A volume is still active after its deactivation, or none after the activation."""


def active(vg: str) -> t.Iterator[str]:
    """The device-mapper names of the group's active volumes, from the kernel."""
    # Device-mapper names double the hyphens of a name, and join VG and LV by a single one.
    begin = vg.replace("-", "--") + "-"
    for device in os.listdir(SYS_BLOCK):
        if device.startswith("dm-"):
            try:
                with open(f"{SYS_BLOCK}/{device}/dm/name", encoding="ascii") as stream:
                    name = stream.read().strip()
            except FileNotFoundError:
                continue
            if name.startswith(begin) and name[len(begin) : len(begin) + 1] != "-":
                yield name


def is_active(vg: str) -> bool:
    """Whether any volume of the group is active."""
    return next(active(vg), None) is not None


def activate(vg: str, device: str) -> None:
    """All volumes of the group, which lies on *device*, are active. Raises StillActive where it has none."""
    _change("y", vg, device, ACTIVATION)
    if not is_active(vg):
        raise StillActive(f"{vg} has no active volume")


def deactivate(vg: str, device: str, seconds: float) -> None:
    """No volume of the group is active. Raises StillActive."""
    if not is_active(vg):
        return
    _change("n", vg, device, seconds)
    left = sorted(active(vg))
    if left:
        raise StillActive("still active: " + ", ".join(left[:5]))


def _change(active_or_not: str, vg: str, device: str, seconds: float) -> None:
    """Not ``-aay``: automatic activation is switched off for groups that the cluster runs.

    --devices: only that one is looked at, and no devices file (EL 9) need know it. --noudevsync with
    verify_udev_operations: LVM makes the links in /dev itself, and waiting for udev to do so takes 0.8 s of 1.0 s in
    the lab (LVM 2.03.31).
    """
    run(["vgchange", *OPTIONS, "--devices", device, "--activate", active_or_not, vg], timeout=seconds)
