# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Synthetic devices with VMFS, written after the layout in the reference and with no code of the collection."""

from __future__ import annotations

import struct
import uuid
import zlib

MIB = 1 << 20
SIZE = 96 * MIB
TYPE = uuid.UUID("AA31E02A-400F-11DB-9590-000C2911D1B8").bytes_le
NAA = "naa.600144f0deadbeef0000000000000001"
UUID = struct.pack("<IIH", 0x5921CAFE, 0x00112233, 0x4455) + bytes.fromhex("0050569a0001")
UUID_TEXT = "5921cafe-00112233-4455-0050569a0001"


class Image(dict):
    """Bytes by their place; everything else is zero."""

    size = SIZE

    def read(self, offset, size):
        data = bytearray(max(min(size, self.size - offset), 0))
        for place, what in self.items():
            begin, end = max(place, offset), min(place + len(what), offset + len(data))
            if begin < end:
                data[begin - offset : end - offset] = what[begin - place : end - place]
        return bytes(data)

    def save(self, path):
        """A sparse file."""
        with open(path, "wb") as stream:
            stream.truncate(self.size)
            for place, what in self.items():
                stream.seek(place)
                stream.write(what)
        return str(path)


def gpt(sector=512, first=MIB, size=SIZE, kind=TYPE):
    """A protective MBR, and both tables with one partition up to the second one."""
    begin, end, last = first // sector, size // sector - 34, size // sector - 1
    entries = (kind + bytes(16) + struct.pack("<QQQ", begin, end, 0)).ljust(128, b"\0").ljust(128 * 128, b"\0")

    def header(own, other, table):
        parts = struct.pack(
            "<8sIIIIQQQQ16sQIII",
            b"EFI PART",
            1 << 16,
            92,
            0,
            0,
            own,
            other,
            34,
            end,
            bytes(16),
            table,
            128,
            128,
            zlib.crc32(entries),
        )
        return parts[:16] + struct.pack("<I", zlib.crc32(parts)) + parts[20:]

    return {
        446: bytes([0, 0, 0, 0, 0xEE, 0, 0, 0]) + struct.pack("<II", 1, last),
        510: b"\x55\xaa",
        sector: header(1, last, 2),
        2 * sector: entries,
        (last - 32) * sector: entries,
        last * sector: header(last, 1, last - 32),
    }


def mbr(first=65536, size=SIZE):
    """A table with one partition of VMFS 3."""
    entry = bytes([0, 0, 0, 0, 0xFB, 0, 0, 0]) + struct.pack("<II", first // 512, (size - first) // 512)
    return {446: entry, 510: b"\x55\xaa"}


def vmfs(first=MIB, major=5, label="store1", disk=NAA, text=UUID_TEXT, data=17 * MIB, magic=0x2FABF15E):
    """Both headers, the table of volumes, and a heartbeat."""
    lvm = bytearray(0x200)
    struct.pack_into("<III", lvm, 0, 0xC001D00D, major, 58)
    lvm[0x2E : 0x2E + len(disk)] = disk.encode()
    struct.pack_into("<IQ", lvm, 0x5A, MIB, SIZE)
    struct.pack_into("<Q", lvm, 0x7A, data)
    lvm[0x82:0x92] = UUID
    struct.pack_into("<I", lvm, 0xCA, 0x1000 if major >= 6 else 0)
    volume = bytearray(0x70)
    volume[0x14 : 0x14 + len(text)] = text.encode()
    volume[0x54:0x64] = UUID
    struct.pack_into("<I", volume, 0x64, 7)
    fs = bytearray(0x200)
    struct.pack_into("<I", fs, 0, magic)
    fs[0x09:0x19] = UUID
    fs[0x1D : 0x1D + len(label)] = label.encode()
    struct.pack_into("<I", fs, 0xA1, MIB)
    base, begin = first + MIB, first + data + 2 * MIB
    return {
        base: bytes(lvm),
        base + (0x1000 if major >= 6 else 0x200): bytes(volume),
        begin: bytes(fs),
        begin + MIB: struct.pack("<I", 0xABCDEF01) + b"beat",
    }


def image(**values):
    """A device with a GPT and VMFS 5."""
    return Image({**gpt(), **vmfs(**values)})
