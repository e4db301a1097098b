# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What ``showrcopy`` prints, as CSV and as tables, in the shapes of section 2.2."""

from __future__ import annotations

import datetime

import zoneinfo

from .pair import Array, Group, Pair

TITLES = {
    "targets": ["Name", "ID", "Type", "Status", "Options", "Policy"],
    "links": ["Target", "Node", "Address", "Status", "Options"],
    "groups": ["Name", "Target", "Status", "Role", "Mode", "Options"],
    "volumes": ["LocalVV", "ID", "RemoteVV", "ID", "SyncStatus", "LastSyncTime"],
}
HEADINGS = {"targets": "Target Information", "links": "Link Information", "groups": "Group Information"}
SYSTEM = "Remote Copy System Information\nStatus: Started, Normal\n"


def moment(array: Array, at: int | None) -> str:
    """*at* on the clock of *array*, with a bare abbreviation (finding 9)."""
    if at is None:
        return "NA"
    zone = zoneinfo.ZoneInfo(array.zone)
    return datetime.datetime.fromtimestamp(at, zone).strftime(f"%Y-%m-%d %H:%M:%S {array.abbreviation}")


def target_rows(pair: Pair, side: int) -> list[list[str]]:
    """The rows of ``showrcopy targets``."""
    array = pair.arrays[side]
    return [[array.target, "2", "FC", array.state, "2FF70002AC00A001", "mirror_config"]]


def link_rows(pair: Pair, side: int) -> list[list[str]]:
    """The rows of ``showrcopy links``. The inbound side stays Up though the way out is cut (2.2)."""
    array, other = pair.arrays[side], pair.arrays[1 - side]
    rows = []
    for at, up in enumerate(pair.links):
        state = "Up" if up and other.up else "Down"
        rows.append([array.target, f"{at}:2:4", f"2{at}240002AC00A001", state, "-"])
    return [*rows, ["receive", "1:2:3", "21230002AC00A001", "Up", "-"]]


def group_row(pair: Pair, side: int, group: Group) -> list[str]:
    """The first row of a group. ``Last-Sync`` stands on the primary side only (2.2)."""
    here, array = group.sides[side], pair.arrays[side]
    options = list(group.policies)
    if group.mode == "Periodic":
        last = f"Last-Sync {moment(array, here.volumes[0].last_sync if here.volumes else None)} "
        span = f"{group.period // 60}m" if group.period % 60 == 0 else f"{group.period}s"
        period = [f"Period {span}"] if group.period else []
        options = [*([last] if here.primary and here.volumes else []), *period, *options]
    return [here.name, array.target, here.status, here.role, group.mode, ", ".join(options)]


def volume_rows(pair: Pair, side: int, group: Group) -> list[list[str]]:
    """The rows of a group's volumes."""
    rows = []
    for mine, theirs in zip(group.sides[side].volumes, group.sides[1 - side].volumes):
        sync = "Syncing (50%)" if mine.sync == "Syncing" else mine.sync
        time = moment(pair.arrays[side], mine.last_sync)
        rows.append([mine.name, str(mine.number), theirs.name, str(theirs.number), sync, time])
    return rows


def showrcopy(pair: Pair, side: int, parts: list[str], groups: list[Group], csv: bool, titles: bool) -> str:
    """The whole answer. *titles*: also headings; CSV can do without (``nohdtot``)."""
    blocks = [SYSTEM] if titles else []
    for part in parts:
        blocks += [HEADINGS[part] + "\n"] if titles else []
        if part == "groups":
            blocks += [_group_block(pair, side, group, csv, titles) for group in groups]
        else:
            rows = target_rows(pair, side) if part == "targets" else link_rows(pair, side)
            blocks.append(_lines([TITLES[part], *rows] if titles else rows, csv))
    return "\n".join(blocks) + "\n"


def _group_block(pair: Pair, side: int, group: Group, csv: bool, titles: bool) -> str:
    first, rows = [group_row(pair, side, group)], volume_rows(pair, side, group)
    if titles:
        first, rows = [TITLES["groups"], *first], [TITLES["volumes"], *rows]
    indent = " ," if csv else "  "
    return _lines(first, csv) + "".join(f"{indent}{line}\n" for line in _lines(rows, csv).splitlines())


def _lines(rows: list[list[str]], csv: bool) -> str:
    if csv:
        return "".join(",".join(_quoted(cell) for cell in row) + "\n" for row in rows)
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    return "".join(" ".join(cell.ljust(width) for cell, width in zip(row, widths)) + "\n" for row in rows)


def _quoted(cell: str) -> str:
    return f'"{cell}"' if "," in cell else cell
