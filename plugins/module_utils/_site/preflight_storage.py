# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether the disks of a host can hold what the site puts on them. Sizes are bytes."""

from __future__ import annotations

import typing as t

from .._core.size import format_size, is_share, parse_size, share_size
from .capacity import EXTENT, lun_room, rounded

Data = t.Dict[str, t.Any]
Lines = t.Iterator[str]
# Its volume group can be told only where LVM is installed.
LVM_LABEL = "LVM2_member"


def storage_problems(site: Data, fact: Data, existing_metadata: bool = False) -> list[str]:
    """All that is wrong with the disks of one host; *existing_metadata* of DRBD is welcome or not."""
    found = list(_devices(fact))
    found += _contents(site, fact, existing_metadata)
    # Sizes say little while devices are not what they should be.
    return found or list(_sizes(site, fact))


def _devices(fact: Data) -> Lines:
    for device in fact["devices"]:
        path, wanted = device["path"], device["vg_wanted"]
        at = f"ha_storage_volume_groups: {path}"
        if not device["exists"]:
            yield f"{at} is no block device here (correct the path or attach the disk)"
        elif device["vg"] not in (None, "", wanted):
            yield f"{at} belongs to the volume group {device['vg']} (give another device, or vgreduce it there first)"
        elif device["vg"] is None and not device["readable"]:
            yield f"{at} cannot be read (look at the kernel's log)"
        elif device["vg"] is None and device["signature"] == "drbd":
            yield f"{at} carries DRBD metadata (if nothing of it is needed: wipefs --all {path})"
        elif device["vg"] is None and device["signature"] not in (None, LVM_LABEL):
            yield f"{at} carries {device['signature']} (if nothing of it is needed: wipefs --all {path})"


def _contents(site: Data, fact: Data, existing_metadata: bool) -> Lines:
    configured = {resource["name"] for resource in fact["drbd"]["resources"]}
    disks = {disk["path"]: disk for disk in fact["drbd"]["disks"]}
    for index, service in enumerate(site["services"]):
        backing = next((b for b in fact["backings"] if b["resource"] == service["drbd"]["resource"]), None)
        if backing is None or not backing["exists"] or backing["resource"] in configured:
            continue
        at = f"ha_storage_services[{index}].backing: {backing['device']}"
        way_out = f"(rename the volume, or if nothing of it is needed: wipefs --all {backing['device']})"
        disk = disks.get(backing["device"])
        metadata = disk and disk["metadata"]
        if backing["holds_vg"] not in (None, ""):
            yield f"{at} belongs to the volume group {backing['holds_vg']} {way_out}"
        elif metadata and not metadata["fresh"]:
            if not existing_metadata:
                yield (
                    f"{at} carries DRBD metadata with a history, but no resource here uses it (to go on with it "
                    f"set ha_storage_allow_existing_metadata_on: [{fact['name']}])"
                )
        elif backing["signature"] not in (None, "drbd"):
            yield f"{at} carries {backing['signature']} {way_out}"


def _sizes(site: Data, fact: Data) -> Lines:
    if fact["volume_groups"] is None and not fact["devices"]:
        return
    groups = {group["name"]: group for group in fact["volume_groups"] or []}
    wanted = {device["vg_wanted"] for device in fact["devices"]}
    for name in dict.fromkeys(service["backing"]["vg"] for service in site["services"]):
        if name not in groups and name not in wanted:
            if fact["volume_groups"] is not None:
                yield f"ha_storage_volume_groups: there is no volume group {name} (name its devices)"
        else:
            yield from _group(name, groups.get(name), site, fact)


def _group(name: str, group: Data | None, site: Data, fact: Data) -> Lines:
    """Gives every service its part of the volume group: fixed sizes first, as ``lvm_volumes`` does it."""
    free = _free(name, group, fact)
    total = free + (group["size"] - group["free"] if group else 0)
    there = {volume["name"]: volume["size"] for volume in group["volumes"]} if group else {}
    services = [pair for pair in enumerate(site["services"]) if pair[1]["backing"]["vg"] == name]
    for index, service in sorted(services, key=lambda pair: is_share(pair[1]["backing"]["size"])):
        backing = service["backing"]
        has = there.get(backing["volume"], 0)
        if not is_share(backing["size"]):
            size = max(rounded(parse_size(backing["size"])), has)
        else:
            size = has or share_size(backing["size"], free, total) // EXTENT * EXTENT
        if size - has > free or size == 0:
            yield (
                f"ha_storage_services[{index}].backing.size: {backing['size']} is more than the volume group {name} "
                f"has, {format_size(free)} are free (give a smaller size or more devices)"
            )
        else:
            free -= size - has
            yield from _luns(index, service, size)


def _free(name: str, group: Data | None, fact: Data) -> int:
    added = 0
    for device in fact["devices"]:
        if device["vg_wanted"] == name:
            added += device["usable"] - (device["pv_size"] if device["vg"] == name else 0)
    return added + (group["free"] if group else 0)


def _luns(index: int, service: Data, backing: int) -> Lines:
    sizes = [lun["size"] for lun in service["luns"] if not is_share(lun["size"])]
    needed = sum(rounded(parse_size(size)) for size in sizes)
    room = max(0, lun_room(backing, service["reservations"] is not None))
    if needed > room:
        yield (
            f"ha_storage_services[{index}].luns: need {format_size(needed)}, the backing volume of "
            f"{format_size(backing)} has room for {format_size(room)} (give smaller sizes or more devices)"
        )
