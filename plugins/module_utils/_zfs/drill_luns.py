# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Clones of copies -> LUNs of a LIO target, under the identity that came with the data."""

from __future__ import annotations

import itertools
import typing as t
import uuid

Data = t.Dict[str, t.Any]


def lio_luns(clones: t.Sequence[t.Mapping[str, t.Any]]) -> list[Data]:
    """``luns`` of the module lio_target for *clones*, each as ``clone`` of the module zfs_dr_clone.

    A clone without a number gets the lowest free one; without a serial, one that its name makes, always the same.
    """
    taken = {each["lun"] for each in clones if each.get("lun") is not None}
    free = (number for number in itertools.count() if number not in taken)
    return [
        {
            "name": each["name"].replace("/", "-"),
            "number": each["lun"] if each.get("lun") is not None else next(free),
            "device": each["device"],
            "serial": each.get("serial") or str(uuid.uuid5(uuid.NAMESPACE_URL, f"zfs:{each['name']}")),
        }
        for each in clones
    ]
