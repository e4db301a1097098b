# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is written about a logical unit on its own volume: in a hidden ZFS property, or behind the first 4 KiB.

So its identity can be told, and compared, before anything is registered. All numbers are in the byte order of the host
that wrote them; the magic number tells which one that is.
"""

from __future__ import annotations

import struct

from .._core.errors import Unparsable
from .model import Metadata

PROPERTY = "stmf_sbd_lu"
# Where it begins on files and disks, and on volumes of early builds.
OFFSET, LENGTH = 4096, 60 * 1024
MAGIC = 0x53554E5342444C55
HEADER, SECTION = 48, 16
LU_INFO = 1
# 512 bytes to 32 KiB.
BLOCK_SHIFTS = (9, 15)
WHAT = "metadata of a logical unit"
WRITE_PROTECTED, SERIAL_VALID, ALIAS_VALID, NO_WRITE_CACHE = 0x002, 0x080, 0x100, 0x200


def decode_property(text: str) -> Metadata:
    """Metadata out of the property's hex digits. Raises Unparsable."""
    try:
        data = bytes.fromhex(text.strip())
    except ValueError as error:
        raise Unparsable(PROPERTY, "value", "no hex digits") from error
    found = decode(data)
    if found is None:
        raise Unparsable(PROPERTY, "header", "not the magic number SUNSBDLU")
    return found


def decode(data: bytes, start: int = 0) -> Metadata | None:
    """Metadata, or None where *data*, which begins at byte *start*, is none.

    Raises Unparsable where it begins as metadata and goes on otherwise.
    """
    order = next((order for order in "<>" if data[:8] == struct.pack(f"{order}Q", MAGIC)), "")
    if not order:
        return None
    try:
        # Each section tells where it lies. One after the other in the property, on block boundaries on a disk.
        for position in range(HEADER, len(data) - SECTION + 1, 8):
            own, size, section = struct.unpack_from(f"{order}QIH", data, position)
            if own == start + position and section == LU_INFO:
                return _fields(data[position : position + size], order)
    except struct.error as error:
        raise Unparsable(WHAT, "sections", str(error)) from error
    raise Unparsable(WHAT, "sections", "none describes the unit")


def _fields(section: bytes, order: str) -> Metadata:
    (flags,) = struct.unpack_from(f"{order}I", section, 16)
    (size,) = struct.unpack_from(f"{order}Q", section, 48)
    serial, alias = struct.unpack_from(f"{order}QQ", section, 72)
    shift, _order, serial_length = struct.unpack_from(f"{order}BBB", section, 88)
    (guid,) = struct.unpack_from("16s", section, 96)
    if not BLOCK_SHIFTS[0] <= shift <= BLOCK_SHIFTS[1]:
        raise Unparsable(WHAT, "block size", f"2 to the power of {shift}")
    return Metadata(
        guid=guid.hex().upper(),
        size=size,
        block_size=1 << shift,
        alias=_text(section, alias) if flags & ALIAS_VALID else "",
        serial=_text(section, serial, serial_length) if flags & SERIAL_VALID else "",
        write_protected=bool(flags & WRITE_PROTECTED),
        write_cache=not flags & NO_WRITE_CACHE,
    )


def _text(section: bytes, offset: int, length: int | None = None) -> str:
    end = section.find(b"\0", offset) if length is None else offset + length
    return section[offset : end if end >= 0 else None].decode("utf-8", "replace")
