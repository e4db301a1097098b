# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Logical units and what is written about them on their volumes (sections 4 to 8)."""

from __future__ import annotations

import struct

from .state import Dataset, System, Unit

MAGIC = 0x53554E5342444C55
PROPERTY = "stmf_sbd_lu"
INSIDE = 64 << 10
# (STMF_ERROR + 1) & 0xff, as sbdadm returns them (section 8).
RC = {
    "in use": 1,
    "invalid block size": 2,
    "guid in use": 3,
    "meta file error": 4,
    "data file error": 5,
    "invalid size": 6,
    "resource busy": 7,
}


class Refused(Exception):
    """An operation that failed, with the text for it and what sbdadm returns."""

    def __init__(self, text: str, rc: int = 1) -> None:
        super().__init__(text)
        self.text, self.rc = text, rc


def dataset_of(system: System, path: str) -> Dataset | None:
    """The volume that a path leads to."""
    for prefix in ("/dev/zvol/rdsk/", "/dev/zvol/dsk/"):
        if path.startswith(prefix):
            found = system.datasets.get(path[len(prefix) :])
            return found if found and found.volsize else None
    return None


def size_of(text: str) -> int:
    """Digits and an optional unit (section 4.1). Raises Refused."""
    units = {"k": 10, "m": 20, "g": 30, "t": 40, "p": 50, "e": 60, "b": 0}
    digits, unit = (text[:-1], text[-1].lower()) if text[-1:].lower() in units else (text, "b")
    if not digits.isdigit():
        raise Refused("s: size param invalid", RC["invalid size"])
    return int(digits) << units[unit]


def register(system: System, path: str, values: dict[str, str], size: str) -> str:
    """A new logical unit on *path*; its GUID in lower case. Raises Refused."""
    volume = _free_volume(system, path)
    block = int(values.get("blk", "512"))
    if block & (block - 1) or not 512 <= block <= 32768:
        raise Refused("invalid block size", RC["invalid block size"])
    room = volume.volsize - (INSIDE if system.metadata_inside else 0)
    length = size_of(size) if size else room
    if length < 1 << 20 or length % block or length > room:
        raise Refused("invalid size", RC["invalid size"])
    guid = values.get("guid", "").lower() or _next_guid(system)
    if guid in system.units:
        raise Refused("guid in use", RC["guid in use"])
    system.units[guid] = Unit(
        path,
        length,
        block,
        alias=values.get("alias", path),
        serial=values.get("serial", ""),
        url=values.get("mgmt-url", ""),
        write_protected=values.get("wp") == "true",
        wcd=values.get("wcd") == "true",
    )
    write_down(system, guid)
    return guid


def _free_volume(system: System, path: str) -> Dataset:
    volume = dataset_of(system, path)
    if volume is None:
        raise Refused("data file error", RC["data file error"])
    if any(dataset_of(system, unit.path) is volume for unit in system.units.values()):
        raise Refused(f"filename {path}: in use", RC["in use"])
    return volume


def _next_guid(system: System) -> str:
    """Company id of Sun, a host's part, a time, a number, as those in the articles are made."""
    if system.guids:
        return system.guids.pop(0).lower()
    system.made += 1
    return f"600144f0b1c2d3e4000050a1b2c3{system.made:04x}"


def bring_back(system: System, path: str) -> str:
    """What ``import-lu`` does: identity and properties out of the metadata, whatever the path. Raises Refused."""
    volume = _free_volume(system, path)
    if PROPERTY not in volume.properties:
        raise Refused("meta file error", RC["meta file error"])
    guid, unit = read(volume.properties[PROPERTY], path)
    if guid in system.units:
        raise Refused("guid in use", RC["guid in use"])
    system.units[guid] = unit
    return guid


def modify(system: System, guid: str, values: dict[str, str], size: str) -> None:
    """Properties and size; nothing is said of a smaller size in the reference, so it is done (unverified)."""
    unit = system.units.get(guid)
    if unit is None:
        raise Refused(f"{guid}: not found")
    if unit.access.startswith("Standby"):
        raise Refused("cannot modify while in standby mode")
    volume = dataset_of(system, unit.path)
    if size:
        length = size_of(size)
        if volume is None or length > volume.volsize or length < 1 << 20:
            raise Refused("invalid size", RC["invalid size"])
        unit.size = length
    unit.alias = values.get("alias", unit.alias)
    unit.url = values.get("mgmt-url", unit.url)
    unit.wcd = values["wcd"] == "true" if "wcd" in values else unit.wcd
    unit.write_protected = values["wp"] == "true" if "wp" in values else unit.write_protected
    write_down(system, guid)


def unload(system: System, guid: str, keep_views: bool) -> None:
    """What ``delete-lu`` does: sessions do not hold it up, data and metadata stay (section 6)."""
    if guid not in system.units:
        raise Refused(f"{guid}: not found")
    del system.units[guid]
    if not keep_views:
        system.views.pop(guid, None)


def write_down(system: System, guid: str) -> None:
    """The hidden property says what the unit is (section 7)."""
    volume = dataset_of(system, system.units[guid].path)
    if volume is not None:
        volume.properties[PROPERTY] = written(guid, system.units[guid])


def written(guid: str, unit: Unit, order: str = "<") -> str:
    """The property: a header of 48 bytes, then one section of LU information (layout of section 7)."""
    texts = [unit.path, unit.serial, unit.alias, unit.url]
    offsets, tail = [], b""
    for text in texts:
        offsets.append(120 + len(tail) if text else 0)
        tail += text.encode() + b"\0" if text else b""
    data, serial, alias, url = offsets
    valid = 0x040 | 0x080 * bool(serial) | 0x100 * bool(alias) | 0x800 * bool(url) | 0x400
    flags = valid | 0x002 * unit.write_protected | 0x200 * unit.wcd
    section = struct.pack(f"{order}I4s8s16s", flags, b"1.0 ", unit.vendor.encode(), unit.product.encode())
    section += struct.pack(f"{order}QQQQQ", unit.size, 0, data, serial, alias)
    section += struct.pack(f"{order}BBB", unit.block_size.bit_length() - 1, 0xFF, len(unit.serial)) + b"\0"
    section += b"\x01\x03\x00\x10" + bytes.fromhex(guid) + struct.pack(f"{order}Q", url) + tail
    head = struct.pack(f"{order}QIHBB", 48, 16 + len(section), 1, 0xFF, 0)
    used = 48 + len(head) + len(section)
    start = struct.pack(f"{order}QQQQQHHHBB", MAGIC, 0x10000, used, 0, 0, 1, 1, 0, 0, 0)
    return (start + head + section).hex()


def read(text: str, path: str) -> tuple[str, Unit]:
    """The unit that ``written`` wrote down."""
    data = bytes.fromhex(text)
    order = "<" if data[:8] == struct.pack("<Q", MAGIC) else ">"
    section = data[48:]
    (flags,) = struct.unpack_from(f"{order}I", section, 16)
    (size,) = struct.unpack_from(f"{order}Q", section, 48)
    serial, alias = struct.unpack_from(f"{order}QQ", section, 72)
    (url,) = struct.unpack_from(f"{order}Q", section, 112)

    def at(offset: int) -> str:
        return section[offset : section.index(b"\0", offset)].decode() if offset else ""

    unit = Unit(path, size, 1 << section[88], at(alias), at(serial), at(url))
    unit.write_protected, unit.wcd = bool(flags & 0x002), bool(flags & 0x200)
    return section[96:112].hex(), unit
