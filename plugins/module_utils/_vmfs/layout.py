# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where VMFS keeps what, in bytes, little-endian. Facts of vmfs-tools and dissect.vmfs; VMFS 6 is unverified."""

from __future__ import annotations

MIB = 1 << 20
MBR_TYPE = 0xFB
# Of the one entry that stands for a whole GPT.
PROTECTIVE = 0xEE
GPT_TYPE = "aa31e02a-400f-11db-9590-000c2911d1b8"
# From the begin of the partition.
LVM_HEADER = MIB
LVM_MAGIC = 0xC001D00D
# From the begin of the volume manager's header.
MAJOR, MINOR, DISK_ID, DISK_ID_LENGTH = 0x04, 0x08, 0x2E, 44
TOTAL, DATA_OFFSET, DEVICE_UUID, ALIGNMENT = 0x5E, 0x7A, 0x82, 0xCA
LVM_LENGTH = 0x200
# From the begin of an entry of its table of volumes.
NAME, NAME_LENGTH, LV_UUID, SNAPSHOT, ENTRY_LENGTH = 0x14, 64, 0x54, 0x64, 0x70
# From where data begin.
FS_HEADER = 2 * MIB
FS_MAGICS = (0x2FABF15E, 0x2FABF15F, 0x2FABF160, 0x2FABF161)
# From the begin of the file system's header.
FS_UUID, FS_LABEL, FS_LABEL_LENGTH, FS_BLOCK_SIZE, FS_LENGTH = 0x09, 0x1D, 128, 0xA1, 0x200
# Where data begin if nothing else fits: seen with VMFS 3.
USUAL_DATA = 17 * MIB
# Less would miss the header of the file system and its heartbeats.
LEAST_HEAD = 32 * MIB
# Sectors of the first table with the protective MBR, and of the one at the end.
TABLE_SECTORS, BACKUP_SECTORS = 34, 33
