# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""``/proc/drbd`` and LVM's reports -> values."""

from __future__ import annotations

import re

from .._lvm.parse import parse_report
from .model import TAG, Replica, Snapshot, Volume

FIELDS = "vg_name,lv_name,lv_size,vg_free,vg_extent_size,segtype,origin,lv_attr,lv_tags"
_STATE = re.compile(r"^ *(\d+): cs:(\S+) ro:\S+ ds:([^/\s]+)/(\S+)")
_OUT_OF_SYNC = re.compile(r"\boos:(\d+)")


def parse_replicas(text: str) -> dict[int, Replica]:
    """By minor, the volumes in ``/proc/drbd`` of DRBD 8.4."""
    found: dict[int, Replica] = {}
    minor = -1
    for line in text.splitlines():
        state, amount = _STATE.match(line), _OUT_OF_SYNC.search(line)
        if state:
            minor = int(state[1])
            found[minor] = Replica(state[3], state[4], state[2], 0)
        elif amount and minor in found:
            found[minor] = Replica(found[minor].disk, found[minor].peer, found[minor].connection, int(amount[1]) << 10)
    return found


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
