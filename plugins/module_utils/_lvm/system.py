# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""LVM on this host: the only place that runs its commands."""

from __future__ import annotations

import dataclasses
import os
import stat
import typing as t

from .._core.plan import Operation
from .._core.runner import Runner, run
from .model import Device, Group, Storage, Wanted
from .parse import (
    EXTENT,
    LV_FIELDS,
    PV_FIELDS,
    VG_FIELDS,
    PhysicalVolume,
    parse_groups,
    parse_physical_volumes,
    parse_signature,
    usable_size,
)
from .plan import growing

REPORT = ("--reportformat", "json", "--units", "b", "--nosuffix")
# LVM waits for locks and, on a frozen device, for ever.
READ_TIMEOUT = 60
CHANGE_TIMEOUT = 300
NOTHING_FOUND, SEVERAL_FOUND = 2, 8


def block_device(path: str) -> str | None:
    """Where the symbolic links of *path* lead to, or None where that is no block device."""
    real = os.path.realpath(path)
    try:
        return real if stat.S_ISBLK(os.stat(real).st_mode) else None
    except OSError:
        return None


class LvmSystem:
    """The System of ``lvm_volumes`` for one wanted volume group."""

    def __init__(
        self,
        wanted: Wanted,
        runner: Runner = run,
        resolve: t.Callable[[str], str | None] = block_device,
    ) -> None:
        self.wanted, self.run, self.resolve = wanted, runner, resolve
        # --devices overrides the devices file of EL 9 and newer, which never lists a device that is Primary elsewhere.
        self.scope = ("--devices", ",".join(wanted.devices)) if wanted.only_devices else ()

    def read(self) -> Storage:
        """The wanted group's namesakes and the wanted devices. Raises ToolMissing, Unparsable."""
        physical = self.physical_volumes()
        groups = tuple(group for group in self.groups() if group.name == self.wanted.vg)
        devices = self.devices(self.wanted.devices, physical, groups[0].extent if groups else EXTENT)
        return Storage(tuple(self._with_signatures(group) for group in groups), devices)

    def absent(self) -> Storage:
        """No volume group, and blank devices."""
        return Storage(devices=tuple(Device(path, real=path, readable=True) for path in self.wanted.devices))

    def apply(self, operation: Operation) -> None:
        """Runs the command that *operation* carries."""
        command, *rest = operation.action
        self.run((command, *self.scope, *rest), timeout=CHANGE_TIMEOUT)

    def groups(self) -> list[Group]:
        """Every volume group that this host sees."""
        return parse_groups(self._report("vgs", VG_FIELDS), self._report("lvs", LV_FIELDS))

    def physical_volumes(self) -> list[PhysicalVolume]:
        """Every device with LVM's label."""
        return parse_physical_volumes(self._report("pvs", PV_FIELDS))

    def devices(
        self, paths: t.Sequence[str], physical: t.Sequence[PhysicalVolume], extent: int = EXTENT
    ) -> tuple[Device, ...]:
        """What the devices at *paths* are; *physical* are the known physical volumes."""
        known = {self.resolve(volume.path): volume for volume in physical}
        return tuple(self._device(path, known, extent) for path in paths)

    def _report(self, command: str, fields: str) -> str:
        return self.run((command, *self.scope, *REPORT, "--options", fields), timeout=READ_TIMEOUT).stdout

    def _device(self, path: str, volumes: t.Mapping[str | None, PhysicalVolume], extent: int) -> Device:
        real = self.resolve(path)
        if real is None:
            return Device(path)
        volume = volumes.get(real)
        if volume and volume.vg:
            return Device(path, real, True, None, volume.vg, volume.usable, volume.pv_size)
        size = self.run(("blockdev", "--getsize64", real), ok=(0, 1))
        if size.rc:
            return Device(path, real)
        usable = usable_size(int(size.stdout), extent)
        if volume:
            return Device(path, real, True, None, "", usable)
        return Device(path, real, True, self._signature(real), None, usable)

    def _signature(self, path: str) -> str | None:
        found = self.run(("blkid", "-p", "-o", "export", path), ok=(0, NOTHING_FOUND, SEVERAL_FOUND))
        return "several signatures" if found.rc == SEVERAL_FOUND else parse_signature(found.stdout)

    def _with_signatures(self, group: Group) -> Group:
        grow = {volume.name for volume, _size in growing(group, self.wanted)}
        volumes = (
            dataclasses.replace(volume, signature=self._signature(f"/dev/{group.name}/{volume.name}"))
            if volume.name in grow and volume.active
            else volume
            for volume in group.volumes
        )
        return dataclasses.replace(group, volumes=tuple(volumes))
