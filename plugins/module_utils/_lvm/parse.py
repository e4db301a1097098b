# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Output of LVM's report commands and of blkid, as values. Sizes come in bytes (``--units b --nosuffix``)."""

from __future__ import annotations

import dataclasses
import json
import typing as t

from .._core.errors import Unparsable
from .model import Group, Volume

VG_FIELDS = "vg_name,vg_size,vg_free,vg_extent_size,vg_autoactivation,vg_missing_pv_count"
PV_FIELDS = "pv_name,vg_name,dev_size,pv_size,pe_start,pv_mda_count,vg_extent_size"
LV_FIELDS = "lv_name,vg_name,lv_size,lv_active,lv_device_open"
# What LVM uses for new volume groups and physical volumes.
EXTENT = 4 << 20
DATA_START = 1 << 20
Row = t.Dict[str, str]


@dataclasses.dataclass(frozen=True)
class PhysicalVolume:
    """A device with LVM's label; *vg* is "" where it is in no volume group."""

    path: str
    vg: str
    pv_size: int
    usable: int


def parse_report(text: str, kind: str) -> list[Row]:
    """The rows of one kind (``vg``, ``pv``, ``lv``) of a JSON report. Raises Unparsable."""
    try:
        rows = json.loads(text)["report"][0][kind]
        return [dict(row) for row in rows]
    except (ValueError, LookupError, TypeError) as error:
        raise Unparsable(f"LVM's report of {kind}s", "report", str(error)) from error


def parse_groups(vgs: str, lvs: str) -> list[Group]:
    """Every volume group with its volumes. Volumes of namesakes cannot be told apart and show in each."""
    volumes = [(row["vg_name"], _volume(row)) for row in parse_report(lvs, "lv")]
    return [
        Group(
            name=row["vg_name"],
            size=_number(row, "vg_size"),
            free=_number(row, "vg_free"),
            extent=_number(row, "vg_extent_size"),
            autoactivation=row["vg_autoactivation"] == "enabled",
            missing_devices=_number(row, "vg_missing_pv_count"),
            volumes=tuple(volume for vg, volume in volumes if vg == row["vg_name"]),
        )
        for row in parse_report(vgs, "vg")
    ]


def _volume(row: Row) -> Volume:
    active, opened = row["lv_active"] == "active", row["lv_device_open"] == "open"
    return Volume(row["lv_name"], _number(row, "lv_size"), active, opened)


def parse_physical_volumes(pvs: str) -> list[PhysicalVolume]:
    """Every physical volume, with what it has and what it could have after a pvresize."""
    return [_physical_volume(row) for row in parse_report(pvs, "pv")]


def _physical_volume(row: Row) -> PhysicalVolume:
    pv_size = _number(row, "pv_size")
    usable = pv_size
    # A second metadata area lies at the end of the device: how much it takes is LVM's business.
    if _number(row, "pv_mda_count") == 1 and row["vg_name"]:
        usable = usable_size(_number(row, "dev_size"), _number(row, "vg_extent_size"), _number(row, "pe_start"))
    return PhysicalVolume(row["pv_name"], row["vg_name"], pv_size, usable)


def usable_size(device: int, extent: int = EXTENT, start: int = DATA_START) -> int:
    """What LVM gets out of a device: whole extents behind its label and metadata."""
    return max(0, device - start) // extent * extent


def parse_signature(text: str) -> str | None:
    """The type of the content, or of the partition table, out of ``blkid -p -o export``; None for a blank device."""
    found = dict(line.split("=", 1) for line in text.splitlines() if "=" in line)
    return found.get("TYPE") or found.get("PTTYPE")


def _number(row: Row, field: str) -> int:
    try:
        return int(row[field])
    except (KeyError, ValueError) as error:
        raise Unparsable("LVM's report", field, f"no number: {row.get(field)!r}") from error
