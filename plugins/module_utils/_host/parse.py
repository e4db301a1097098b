# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tools say -> model. Texts: those in the programs of sg3-utils 1.46 and multipath-tools 0.9."""

from __future__ import annotations

import json
import re
import typing as t

from .._core.errors import Unparsable
from .model import Group, Reservations, Unit

_KEY = re.compile(r"0x[0-9a-f]+")
_HOLDER = re.compile(r"Key ?= ?(0x[0-9a-f]+)\s+scope ?[:=] LU_SCOPE,\s+type ?[:=] (\S[^\n]*\S)")


def parse_keys(text: str) -> frozenset[str]:
    """``--in --read-keys``. Raises Unparsable."""
    if re.search(r"there are NO registered reservation keys|\b0 registered reservation key\.", text):
        return frozenset()
    head, found, rest = text.partition("follow")
    keys = rest.partition(":")[2].split()
    if not found or "registered reservation key" not in head or not keys or not all(map(_KEY.fullmatch, keys)):
        raise Unparsable("the registered keys", text.strip()[:60], "not the known form")
    return frozenset(keys)


def parse_holder(text: str) -> tuple[str, str]:
    """``--in --read-reservation``: (key of the holder, type), ('', '') without a reservation. Raises Unparsable."""
    if "there is NO reservation held" in text:
        return "", ""
    match = _HOLDER.search(text)
    if not match:
        raise Unparsable("the reservation", text.strip()[:60], "not the known form")
    return match.group(1), match.group(2)


def parse_reservations(keys: str, holder: str) -> Reservations:
    """Both answers together. Raises Unparsable."""
    return Reservations(parse_keys(keys), *parse_holder(holder))


def parse_group(groups: str, volumes: str) -> Group:
    """``vgs`` and ``lvs`` as JSON. Raises Unparsable."""
    (group,) = _rows(groups, "vg", "vgs")
    states = [row["lv_active"] for row in _rows(volumes, "lv", "lvs")]
    tags = frozenset(tag for tag in group["vg_tags"].split(",") if tag)
    return Group(tags, len(states), sum(bool(state) for state in states), bool(group["vg_autoactivation"]))


def _rows(text: str, key: str, tool: str) -> list[dict[str, t.Any]]:
    try:
        (report,) = json.loads(text)["report"]
        return list(report[key])
    except (ValueError, KeyError, TypeError) as error:
        raise Unparsable(tool, text.strip()[:60], str(error)) from None


def parse_mounts(text: str) -> dict[str, str]:
    """``findmnt --json --list``: the source by mountpoint; the last one of a mountpoint is the one that is seen."""
    try:
        return {row["target"]: str(row["source"]) for row in json.loads(text)["filesystems"]}
    except (ValueError, KeyError, TypeError) as error:
        raise Unparsable("findmnt", text.strip()[:60], str(error)) from None


def parse_unit(text: str) -> Unit:
    """``systemctl show --property=LoadState,ActiveState``. Raises Unparsable."""
    values = dict(line.split("=", 1) for line in text.splitlines() if "=" in line)
    if not {"LoadState", "ActiveState"} <= set(values):
        raise Unparsable("systemctl show", text.strip()[:60], "no LoadState and ActiveState")
    return Unit(values["LoadState"], values["ActiveState"])
