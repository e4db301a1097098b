# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Why a plan of LVM must not be carried out: every rule keeps somebody's data."""

from __future__ import annotations

import typing as t

from .._core.errors import Refusal
from .._core.size import format_size, is_share, share_size
from .model import Device, Group, Storage, Volume, Wanted, WantedVolume
from .parse import EXTENT

Reasons = t.Iterator[Refusal]


def reasons_against(current: Storage, wanted: Wanted) -> tuple[Refusal, ...]:
    """All reasons against having *wanted*."""
    reasons = [*_namesakes(current), *_same_devices(current), *_group(current, wanted)]
    for device in current.devices:
        reasons += _device(device, wanted.vg)
    if current.group:
        for item in wanted.volumes:
            volume = current.group.volume(item.name)
            if volume:
                reasons += _volume(volume, item, current.group)
    # Free space says little while devices or volumes are not what they should be.
    return tuple(reasons or _room(current, wanted))


def reasons_against_removal(current: Storage, wanted: Wanted) -> tuple[Refusal, ...]:
    """All reasons against removing the whole volume group."""
    reasons, group = [*_namesakes(current)], current.group
    if group is None:
        return tuple(reasons)
    if not wanted.destroy_data:
        reasons.append(
            Refusal(f"removing volume group {group.name} destroys its data", "set destroy_data=true if you mean it")
        )
    named = {item.name for item in wanted.volumes}
    others = sorted(volume.name for volume in group.volumes if volume.name not in named)
    if others:
        reasons.append(
            Refusal(
                f"volume group {group.name} has volumes that were not named: {', '.join(others)}",
                "name every volume that may be destroyed in volumes",
            )
        )
    return (*reasons, *(reason for volume in group.volumes for reason in _in_use(volume, group)))


def _namesakes(current: Storage) -> Reasons:
    if len(current.groups) > 1:
        name = current.groups[0].name
        yield Refusal(f"there are {len(current.groups)} volume groups named {name}", "rename one by its UUID: vgrename")


def _same_devices(current: Storage) -> Reasons:
    seen: dict[str, str] = {}
    for device in current.devices:
        if device.real is not None and device.real in seen:
            yield Refusal(f"{seen[device.real]} and {device.path} are the same device", "give it once")
        elif device.real is not None:
            seen[device.real] = device.path


def _group(current: Storage, wanted: Wanted) -> Reasons:
    group = current.group
    if group is None:
        hidden = [device.path for device in current.devices if device.vg == wanted.vg]
        if hidden:
            yield Refusal(
                f"volume group {wanted.vg} lies on {', '.join(hidden)}, but this host may not use it",
                "look at vgs --foreign --shared and at the system id",
            )
        elif not wanted.devices:
            yield Refusal(f"there is no volume group {wanted.vg}", "give the devices to make it of")
    elif group.missing_devices:
        yield Refusal(
            f"volume group {group.name} misses {group.missing_devices} of its devices",
            "bring them back, or decide with vgreduce --removemissing",
        )


def _device(device: Device, vg: str) -> Reasons:
    path = device.path
    if device.real is None:
        yield Refusal(f"{path} is no block device on this host", "correct the path or attach the disk")
    elif device.vg is None and not device.readable:
        # A VG may well be on it: a DRBD device cannot be opened where it is Secondary.
        yield Refusal(f"{path} cannot be read", "on a DRBD device, work on the node where it is Primary")
    elif device.vg is None and device.signature:
        way_out = f"look at it with wipefs {path}; if nothing of it is needed: wipefs --all {path}"
        yield Refusal(f"{path} carries {device.signature}", way_out)
    elif device.vg not in (None, "", vg):
        yield Refusal(f"{path} belongs to volume group {device.vg}", "give another device, or vgreduce it there first")


def _volume(volume: Volume, item: WantedVolume, group: Group) -> Reasons:
    name = f"{group.name}/{volume.name}"
    if not item.present:
        if not item.destroy_data:
            yield Refusal(f"removing volume {name} destroys its data", "set destroy_data=true if you mean it")
        yield from _in_use(volume, group)
    elif is_share(item.size):
        return
    elif group.rounded(item.size) < volume.size:
        yield Refusal(
            f"volume {name} has {format_size(volume.size)}; making it smaller, {item.size}, would cut off data",
            f"give at least {format_size(volume.size)}",
        )
    elif group.rounded(item.size) > volume.size and volume.signature == "drbd" and not volume.open:
        # The metadata lies at the end: a stopped DRBD would not find it there any more.
        yield Refusal(f"volume {name} ends with the metadata of DRBD, which is not running", "start DRBD, then grow it")


def _in_use(volume: Volume, group: Group) -> Reasons:
    if volume.open:
        yield Refusal(f"volume {group.name}/{volume.name} is in use", "stop what uses it first (lsblk shows it)")


def _room(current: Storage, wanted: Wanted) -> Reasons:
    """In the order of the plan: removals, growth and fixed sizes, then shares of what is left."""
    group = current.group or Group(wanted.vg, 0, 0, EXTENT, True)
    sizes = {volume.name: volume.size for volume in group.volumes}
    present = [item for item in wanted.volumes if item.present]
    added = sum(device.usable - (device.pv_size if device.vg == group.name else 0) for device in current.devices)
    free = group.free + added + sum(sizes.get(item.name, 0) for item in wanted.volumes if not item.present)
    fixed = [item for item in present if not is_share(item.size)]
    needed = sum(max(0, group.rounded(item.size) - sizes.get(item.name, 0)) for item in fixed)
    if needed > free:
        yield _too_little(wanted, free, f"{format_size(needed)} are wanted")
        return
    free -= needed
    for item in present:
        if is_share(item.size) and item.name not in sizes:
            size = share_size(item.size, free, group.size + added) // group.extent * group.extent
            if 0 < size <= free:
                free -= size
            else:
                yield _too_little(wanted, free, f"not enough for {item.size} for {item.name}")


def _too_little(wanted: Wanted, free: int, what: str) -> Refusal:
    return Refusal(
        f"volume group {wanted.vg} has {format_size(free)} free, {what}", "give smaller sizes or more devices"
    )
