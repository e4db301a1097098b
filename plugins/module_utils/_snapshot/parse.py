# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""LVM's reports -> values."""

from __future__ import annotations

from .._lvm.parse import parse_report
from .model import TAG, Snapshot, Volume

FIELDS = "vg_name,lv_name,lv_size,vg_free,vg_extent_size,segtype,origin,lv_attr,lv_tags"


def parse_volumes(report: str) -> list[Volume]:
    """The volumes of a report of FIELDS in bytes that are no snapshots of ours, each with those of it."""
    rows = parse_report(report, "lv")
    ours = [row for row in rows if TAG in row["lv_tags"].split(",")]
    snapshots = [Snapshot(row["vg_name"], row["lv_name"], row["origin"], _is_valid(row["lv_attr"])) for row in ours]
    return [
        Volume(
            row["vg_name"],
            row["lv_name"],
            int(row["lv_size"]),
            int(row["vg_free"]),
            int(row["vg_extent_size"]),
            row["segtype"] == "thin",
            tuple(each for each in snapshots if (each.vg, each.origin) == (row["vg_name"], row["lv_name"])),
        )
        for row in rows
        if row not in ours
    ]


def _is_valid(attributes: str) -> bool:
    """By lv_attr: the state is I or S for a snapshot that cannot be read any more."""
    return attributes[4:5] not in ("I", "S")
