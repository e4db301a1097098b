# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Bytes of a device -> partitions and volumes."""

from __future__ import annotations

import re
import struct
import typing as t
import uuid
import zlib

from .._core.errors import Unparsable
from . import layout
from .model import Partition, Table, Volume

# Gives the bytes at (offset, size), fewer at the end of the device.
Read = t.Callable[[int, int], bytes]
_SECTORS = (512, 4096)
_UUID_TEXT = re.compile(r"[0-9a-f]{8}-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{12}")


def parse_table(read: Read, size: int) -> Table:
    """The partitions with VMFS on a device of *size* bytes. Raises Unparsable where there is no valid table."""
    for sector in _SECTORS:
        header = read(sector, 92)
        if len(header) == 92 and header[:8] == b"EFI PART":
            return Table(_gpt(read, header, sector, size), sector)
    boot = read(0, 512)
    if boot[510:512] != b"\x55\xaa":
        raise Unparsable("the device", "partition table", "neither GPT nor MBR")
    if layout.PROTECTIVE in (boot[450 + 16 * index] for index in range(4)):
        raise Unparsable("the device", "GPT", "its header is gone")
    return Table(tuple(_mbr(boot)), gpt=False)


def parse_volume(read: Read, partition: Partition) -> Volume:
    """The volume on *partition*. Raises Unparsable where there is no header of VMFS."""
    header = read(partition.start + layout.LVM_HEADER, layout.LVM_LENGTH)
    if len(header) < layout.LVM_LENGTH or _number(header, 0, "I") != layout.LVM_MAGIC:
        raise Unparsable(f"partition {partition.number}", "volume manager", "no header of VMFS")
    major, data_offset = _number(header, layout.MAJOR, "I"), _number(header, layout.DATA_OFFSET, "Q")
    found: dict[str, t.Any] = {
        "version": f"{major}.{_number(header, layout.MINOR, 'I')}",
        "disk": _text(header, layout.DISK_ID, layout.DISK_ID_LENGTH),
        "device_uuid": _uuid(header, layout.DEVICE_UUID),
        "total": _number(header, layout.TOTAL, "Q"),
        "data_offset": data_offset,
    }
    found.update(_logical_volume(read, partition, header, major))
    found.update(_file_system(read, partition, data_offset))
    return Volume(partition, **found)


def _gpt(read: Read, header: bytes, sector: int, size: int) -> tuple[Partition, ...]:
    length = _number(header, 12, "I")
    whole = read(sector, length)
    blanked = whole[:16] + bytes(4) + whole[20:]
    if not 92 <= length <= sector or zlib.crc32(blanked) != _number(header, 16, "I"):
        raise Unparsable("the device", "GPT", "the checksum of its header is wrong")
    first, count, width = _number(header, 72, "Q"), _number(header, 80, "I"), _number(header, 84, "I")
    entries = read(first * sector, count * width) if width >= 128 and count <= 4096 else b""
    if zlib.crc32(entries) != _number(header, 88, "I"):
        raise Unparsable("the device", "GPT", "the checksum of its partitions is wrong")
    found = []
    for index in range(count):
        entry = entries[index * width : (index + 1) * width]
        begin, end = _number(entry, 32, "Q") * sector, (_number(entry, 40, "Q") + 1) * sector
        if str(uuid.UUID(bytes_le=bytes(entry[:16]))) == layout.GPT_TYPE and begin < end <= size:
            found.append(Partition(index + 1, begin, end - begin))
    return tuple(found)


def _mbr(boot: bytes) -> t.Iterator[Partition]:
    for index in range(4):
        entry = boot[446 + 16 * index : 462 + 16 * index]
        begin, count = _number(entry, 8, "I"), _number(entry, 12, "I")
        if entry[4] == layout.MBR_TYPE and count:
            yield Partition(index + 1, begin * 512, count * 512)


def _logical_volume(read: Read, partition: Partition, header: bytes, major: int) -> dict[str, t.Any]:
    """The first entry of the table of volumes; {} where none is found. Its place in VMFS 6 is unverified."""
    alignment = _number(header, layout.ALIGNMENT, "I") if major >= 6 else 0
    base = partition.start + layout.LVM_HEADER
    for offset in (alignment, layout.LVM_LENGTH + alignment):
        entry = read(base + offset, layout.ENTRY_LENGTH) if offset else b""
        name = _text(entry, layout.NAME, layout.NAME_LENGTH)
        if _UUID_TEXT.fullmatch(name):
            return {
                "name": name,
                "lv_uuid": _uuid(entry, layout.LV_UUID),
                "snapshot": _number(entry, layout.SNAPSHOT, "I"),
            }
    return {}


def _file_system(read: Read, partition: Partition, data_offset: int) -> dict[str, t.Any]:
    """The header of the file system; {} where none is found. From where data are counted is unverified."""
    for data in (data_offset, layout.LVM_HEADER + data_offset, layout.USUAL_DATA):
        header = read(partition.start + data + layout.FS_HEADER, layout.FS_LENGTH)
        if len(header) == layout.FS_LENGTH and _number(header, 0, "I") in layout.FS_MAGICS:
            return {
                "uuid": _uuid(header, layout.FS_UUID),
                "label": _text(header, layout.FS_LABEL, layout.FS_LABEL_LENGTH),
                "block_size": _number(header, layout.FS_BLOCK_SIZE, "I"),
            }
    return {}


def _uuid(data: bytes, offset: int) -> str:
    """As VMware writes it: two words, a half one, and the MAC address of the host that made it."""
    one, two, three = struct.unpack_from("<IIH", data, offset)
    return f"{one:08x}-{two:08x}-{three:04x}-{data[offset + 10 : offset + 16].hex()}"


def _text(data: bytes, offset: int, length: int) -> str:
    return data[offset : offset + length].split(b"\0")[0].decode("utf-8", "replace").strip()


def _number(data: bytes, offset: int, kind: str) -> int:
    return int(struct.unpack_from(f"<{kind}", data, offset)[0])
