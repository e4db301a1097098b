# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What DRBD's and LVM's tools print, as values."""

from __future__ import annotations

import re

from .._core.errors import Unparsable
from .._lvm.parse import parse_report
from .model import Generations, Store

LV_FIELDS = "vg_name,lv_name,lv_size,vg_free,vg_extent_size"
SNAPSHOT_FIELDS = "vg_name,lv_name,origin,lv_snapshot_invalid"
_IDENTIFIERS = re.compile(r"^\s*((?:[0-9A-Fa-f]{16}:){4})", re.MULTILINE)
_POLICY = re.compile(r"--(after-sb-[012]pri)=(\S+)")


def parse_generations(text: str) -> Generations:
    """The identifiers of ``drbdadm get-gi RESOURCE/VOLUME``: current, bitmap, two of the history, then flags.

    The lowest bit of an identifier only says that its node was Primary, and is left out. Raises Unparsable.
    """
    found = _IDENTIFIERS.search(text)
    if not found:
        raise Unparsable("generation identifiers", "get-gi", "no line begins with four times 16 hex digits and a colon")
    current, bitmap, *history = (_identifier(word) for word in found.group(1).split(":")[:4])
    return Generations(current, bitmap, tuple(each for each in history if each))


def _identifier(word: str) -> str:
    number = int(word, 16) & ~1
    return f"{number:016X}" if number else ""


def parse_policies(connect: str) -> tuple[tuple[str, str], ...]:
    """What DRBD decides by itself after a split brain, out of the command that ``drbdadm -d connect`` prints."""
    return tuple(sorted(_POLICY.findall(connect)))


def parse_store(lv: str, everything: str) -> Store:
    """The only volume of one ``lvs`` report, with its snapshots out of a report on all volumes. Raises Unparsable."""
    try:
        row = parse_report(lv, "lv")[0]
        place = (row["vg_name"], row["lv_name"])
        sizes = {name: int(row[name]) for name in ("lv_size", "vg_free", "vg_extent_size")}
        kept = [each for each in parse_report(everything, "lv") if (each["vg_name"], each["origin"]) == place]
        return Store(
            vg=place[0],
            volume=place[1],
            size=sizes["lv_size"],
            free=sizes["vg_free"],
            extent=sizes["vg_extent_size"],
            snapshots=tuple(sorted((each["lv_name"], not each["lv_snapshot_invalid"]) for each in kept)),
        )
    except (LookupError, ValueError) as error:
        raise Unparsable("LVM's report", "lvs", str(error)) from error
