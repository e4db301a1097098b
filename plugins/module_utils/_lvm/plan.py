# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The way from the LVM that is there to the one that is wanted.

Volumes only grow. A share such as ``100%FREE`` counts when the volume is made and never again: else a snapshot that
goes, or a disk that is added, would silently change the size of a replicated device on one node.
"""

from __future__ import annotations

import typing as t

from .._core.plan import Operation, Plan
from .._core.size import format_size, is_share
from . import render
from .model import Device, Group, Storage, Volume, Wanted, WantedVolume
from .parse import EXTENT
from .safety import reasons_against, reasons_against_removal

Operations = t.List[Operation]
Data = t.Dict[str, t.Any]


def plan(current: Storage, wanted: Wanted) -> Plan:
    """The operations that bring *current* to *wanted*, or the reasons why they must not be done."""
    if not wanted.present:
        return _plan_removal(current, wanted)
    operations = _group_operations(current, wanted) + _volume_operations(current.group, wanted)
    return Plan(_before(current), _after(current, wanted), tuple(operations), reasons_against(current, wanted))


def growing(group: Group | None, wanted: Wanted) -> list[tuple[Volume, int]]:
    """The volumes that have to become larger, with their new size in bytes."""
    found = []
    for item in wanted.volumes if wanted.present else ():
        volume = group.volume(item.name) if group else None
        if group and volume and item.present and not is_share(item.size):
            size = group.rounded(item.size)
            if size > volume.size:
                found.append((volume, size))
    return found


def _group_operations(current: Storage, wanted: Wanted) -> Operations:
    vg, group = wanted.vg, current.group
    fresh = [device.path for device in current.devices if device.vg != vg]
    operations = [
        Operation(f"make {device.path} a physical volume", render.make_physical_volume(device.path))
        for device in current.devices
        if device.vg is None
    ]
    if group is None:
        summary = f"make volume group {vg} on {', '.join(fresh)}"
        return [*operations, Operation(summary, render.make_group(vg, fresh, wanted.autoactivation))]
    if fresh:
        operations.append(Operation(f"add {', '.join(fresh)} to volume group {vg}", render.extend_group(vg, fresh)))
    operations += [
        Operation(
            f"use {format_size(device.usable - device.pv_size)} more of {device.path}, which has grown",
            render.resize_physical_volume(device.path),
        )
        for device in current.devices
        if has_grown(device, group)
    ]
    if wanted.autoactivation is not None and wanted.autoactivation != group.autoactivation:
        word = "on" if wanted.autoactivation else "off"
        summary = f"turn {word} autoactivation of volume group {vg}"
        operations.append(Operation(summary, render.set_autoactivation(vg, wanted.autoactivation)))
    return operations


def has_grown(device: Device, group: Group) -> bool:
    """Whether LVM could use more of a device that is in *group*."""
    return device.vg == group.name and device.usable > device.pv_size


def _volume_operations(group: Group | None, wanted: Wanted) -> Operations:
    vg = wanted.vg
    there = {volume.name for volume in group.volumes} if group else set()
    new = [item for item in wanted.volumes if item.present and item.name not in there]
    # Removals first: what they free may be what the others need. Shares last: they take what is left.
    return [
        *(
            Operation(f"destroy volume {vg}/{item.name}", render.remove_volume(vg, item.name), disturbs_io=True)
            for item in wanted.volumes
            if not item.present and item.name in there
        ),
        *(
            Operation(f"grow {vg}/{volume.name} to {format_size(size)}", render.grow_volume(vg, volume.name, size))
            for volume, size in growing(group, wanted)
        ),
        *(
            Operation(f"make volume {vg}/{item.name} of {item.size}", render.make_volume(vg, item.name, item.size))
            for item in sorted(new, key=lambda item: is_share(item.size))
        ),
    ]


def _plan_removal(current: Storage, wanted: Wanted) -> Plan:
    vg, group = wanted.vg, current.group
    operations: Operations = []
    if group:
        operations += [
            Operation(f"destroy volume {vg}/{volume.name}", render.remove_volume(vg, volume.name), disturbs_io=True)
            for volume in group.volumes
        ]
        operations.append(Operation(f"remove volume group {vg}", render.remove_group(vg)))
    operations += [
        Operation(f"take LVM's label off {device.path}", render.remove_label(device.path))
        for device in current.devices
        if device.vg in (vg, "")
    ]
    return Plan(_before(current), {}, tuple(operations), reasons_against_removal(current, wanted))


def _before(current: Storage) -> Data:
    group = current.group
    if group is None:
        return {}
    return {
        "vg": group.name,
        "devices": [device.path for device in current.devices if device.vg == group.name],
        "autoactivation": group.autoactivation,
        "volumes": {volume.name: format_size(volume.size) for volume in group.volumes},
    }


def _after(current: Storage, wanted: Wanted) -> Data:
    group = current.group or Group(wanted.vg, 0, 0, EXTENT, True)
    volumes = {volume.name: format_size(volume.size) for volume in group.volumes}
    volumes.update({volume.name: format_size(size) for volume, size in growing(current.group, wanted)})
    for item in wanted.volumes:
        if not item.present:
            volumes.pop(item.name, None)
        else:
            volumes.setdefault(item.name, _size_made(item, group))
    return {
        "vg": wanted.vg,
        "devices": [device.path for device in current.devices],
        "autoactivation": group.autoactivation if wanted.autoactivation is None else wanted.autoactivation,
        "volumes": volumes,
    }


def _size_made(item: WantedVolume, group: Group) -> str:
    return item.size if is_share(item.size) else format_size(group.rounded(item.size))
