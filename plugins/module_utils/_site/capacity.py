# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the layers between a backing volume and its LUNs take. All sizes are bytes."""

from __future__ import annotations

EXTENT = 4 << 20
# An ext4 file system with its journal and room for 1,000 LUNs; a LUN's reservations take 4 KiB, or some more.
STORE = 16 << 20
_LVM_LABEL = 1 << 20
_ACTIVITY_LOG_AND_SUPERBLOCK = 36 << 10
_BYTES_PER_BITMAP_BYTE = 8 * 4096


def rounded(size: int) -> int:
    """*size* in whole extents, as lvcreate rounds up (extents of 4 MiB, LVM's default)."""
    return -(-size // EXTENT) * EXTENT


def drbd_room(backing: int) -> int:
    """What DRBD's internal metadata (one bit for 4 KiB, the activity log, the superblock) leave of *backing*."""
    bitmap = -(-backing // _BYTES_PER_BITMAP_BYTE)
    return backing - (-(-bitmap // 4096) * 4096) - _ACTIVITY_LOG_AND_SUPERBLOCK


def lun_room(backing: int, reservations: bool) -> int:
    """How much fits into the LUNs of a service whose backing volume is asked to have *backing* bytes.

    reservations -- the service has a volume for its reservations, too
    """
    room = (drbd_room(rounded(backing)) - _LVM_LABEL) // EXTENT * EXTENT
    return room - STORE if reservations else room
