# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether a backing device may be used, and whether it needs metadata.

A device belongs to the resource when the installed file or the kernel says so. What it carries then is never destroyed,
whatever the options say.
"""

from __future__ import annotations

import typing as t

from .._core.errors import Refusal
from .._core.plan import Operation
from .model import CreateMetadata, Current, Desired, Disk, Volume, WipeData, WipeMetadata


def judge(current: Current, desired: Desired) -> tuple[list[Operation], list[Refusal]]:
    """What is to be done to the devices that are not attached, and what speaks against using them."""
    operations: list[Operation] = []
    refusals: list[Refusal] = []
    for volume in desired.volumes:
        disk = current.disk(volume.number) or Disk(volume.disk)
        if current.live and current.live.attached(volume.number):
            if not current.owns(volume):
                reason = f"volume {volume.number} is attached to another device than {volume.disk}"
                refusals.append(Refusal(reason, f"'drbdadm detach {desired.name}/{volume.number}' first"))
            continue
        refusal = _unusable(disk, desired) or _foreign(current, desired, volume, disk)
        if refusal:
            refusals.append(refusal)
        elif not _keeps(current, desired, volume, disk):
            operations += _creation(current, desired, volume, disk)
    return operations, refusals


def _keeps(current: Current, desired: Desired, volume: Volume, disk: Disk) -> bool:
    """Whether the metadata on *disk* is taken as it is: our own, or blank."""
    found = disk.metadata
    if found is None or found.dialect != current.dialect:
        return False
    return desired.use_existing_metadata or current.owns(volume) or (found.fresh and not disk.signature)


def _creation(current: Current, desired: Desired, volume: Volume, disk: Disk) -> t.Iterator[Operation]:
    if disk.metadata:
        action = WipeMetadata(volume, disk.metadata.dialect)
        yield Operation(f"destroy the DRBD metadata on {volume.disk}", action)
    if disk.signature:
        yield Operation(f"destroy {disk.signature} on {volume.disk}", WipeData(volume))
    create = CreateMetadata(volume, current.dialect, desired.max_peers)
    yield Operation(f"create DRBD metadata on {volume.disk}", create)


def _unusable(disk: Disk, desired: Desired) -> Refusal | None:
    if not disk.exists and desired.expect_disks:
        return Refusal(f"{disk.path} does not exist", "create the backing device first")
    if disk.busy:
        return Refusal(f"{disk.path} is in use by something else", "lsblk and dmsetup show by what")
    return None


def _foreign(current: Current, desired: Desired, volume: Volume, disk: Disk) -> Refusal | None:
    """Why what *disk* carries forbids its use."""
    found = disk.metadata
    if _keeps(current, desired, volume, disk):
        return None
    if current.owns(volume):
        return _owned_but_odd(current, disk)
    if found and not found.fresh and not desired.destroy_existing_metadata:
        reason = f"{disk.path} carries DRBD {found.dialect} metadata with a history, and no file here says whose"
        return Refusal(
            reason,
            "use_existing_metadata=true if it belongs to this resource, "
            "destroy_existing_metadata=true if its data may go",
        )
    if disk.signature and not desired.destroy_existing_data:
        return Refusal(f"{disk.path} carries {disk.signature}", "destroy_existing_data=true if that may go")
    return None


def _owned_but_odd(current: Current, disk: Disk) -> Refusal | None:
    """Our device without usable metadata: blank ones may be replaced disks, others need a person."""
    found = disk.metadata
    if found and not found.fresh:
        reason = f"{disk.path} carries DRBD {found.dialect} metadata, this host runs {current.dialect}"
        return Refusal(reason, "'drbdadm create-md' converts it")
    if disk.signature:
        return Refusal(
            f"{disk.path} carries {disk.signature}, but no DRBD metadata at its end",
            "if it was grown while the resource was down, 'drbdadm check-resize' finds the metadata; if it is another "
            "device, blank it",
        )
    return None
