# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Counters of many moments -> rates of what somebody asks for. Pure."""

from __future__ import annotations

import re
import typing as t

from .._core.natural import natural

_MIB = 1 << 20
# Quantity: the counter of a LUN, that of a LUN by an initiator, and what one of it is.
QUANTITIES = {
    "read": ("read_mbytes", "read_mbytes", _MIB),
    "written": ("write_mbytes", "write_mbytes", _MIB),
    "commands": ("in_cmds", "num_cmds", 1),
}
BY = ("target", "lun", "initiator")
_LUN = re.compile(r"iscsi/(?P<target>[^/]+)/tpgt_1/lun/lun_(?P<lun>\d+)/statistics/scsi_tgt_port/(?P<name>\w+)")
_PAIR = re.compile(
    r"iscsi/(?P<target>[^/]+)/tpgt_1/acls/(?P<initiator>[^/]+)/lun_(?P<lun>\d+)/statistics/scsi_auth_intr/(?P<name>\w+)"
)
Record = t.Tuple[int, t.Mapping[str, int]]
Rates = t.Dict[str, t.List[t.Tuple[int, t.Optional[float]]]]


def rates(records: t.Sequence[Record], quantity: str, by: str, target: str = "") -> Rates:
    """By what it is of, at each moment how much in a second since the one before; None where that cannot be told.

    target -- an IQN or its end: only this one; "" for all
    """
    totals = [(at, _totals(values, quantity, by, target)) for at, values in records]
    names = sorted({name for _at, values in totals for name in values}, key=natural)
    found: Rates = {name: [] for name in names}
    for (before, old), (at, new) in zip(totals, totals[1:]):
        for name in names:
            found[name].append((at, _rate(old.get(name), new.get(name), at - before)))
    return found


def _totals(values: t.Mapping[str, int], quantity: str, by: str, target: str) -> dict[str, int]:
    of_lun, of_pair, unit = QUANTITIES[quantity]
    pattern, counter = (_PAIR, of_pair) if by == "initiator" else (_LUN, of_lun)
    found: dict[str, int] = {}
    for path, value in values.items():
        match = pattern.fullmatch(path)
        if match and match["name"] == counter and match["target"].endswith(target):
            name = f"{match['target']} {match['lun']}" if by == "lun" else match[by]
            found[name] = found.get(name, 0) + value * unit
    return found


def _rate(old: int | None, new: int | None, seconds: int) -> float | None:
    """A counter that was made anew in between has begun at 0 again."""
    if old is None or new is None or new < old or seconds <= 0:
        return None
    return (new - old) / seconds
