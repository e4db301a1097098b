# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The commands of the command line that make, change and remove groups (sections 2.3 and 2.4)."""

from __future__ import annotations

import re

from . import groups
from .orders import Declined
from .pair import Group, Pair

MODES = {"sync": "Sync", "periodic": "Periodic"}
SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}


def edit(pair: Pair, side: int, command: str, words: list[str]) -> str:
    """What the array says after a change. Raises Declined, also for what it does not understand."""
    try:
        return _COMMANDS[command](pair, side, words)
    except (ValueError, KeyError, AttributeError):
        raise Declined(400, 0, f"invalid command {command} {' '.join(words)}") from None


def _group(pair: Pair, side: int, name: str) -> Group:
    group = pair.find(side, name)
    if group is None:
        raise Declined(404, 187, f"group matching {name} does not exist on the system")
    return group


def _create(pair: Pair, side: int, words: list[str]) -> str:
    cpgs = words[:1] == ["-usr_cpg"]
    name, pairing = words[3:] if cpgs else words
    target, mode = pairing.split(":")
    if cpgs and words[2].split(":")[0] != target:
        raise ValueError(words[2])
    groups.create(pair, side, name, target, MODES[mode], cpgs)
    return ""


def _remove(pair: Pair, side: int, words: list[str]) -> str:
    force, name = words
    if force != "-f":
        raise ValueError(force)
    groups.remove(pair, side, _group(pair, side, name))
    return f"Removing {name}\nGroup {name} has been deleted.\n"


def _admit(pair: Pair, side: int, words: list[str]) -> str:
    make = words[:1] == ["-createvv"]
    volume, name, pairing = words[int(make) :]
    target, remote = pairing.split(":")
    if target != pair.arrays[side].target:
        raise Declined(404, 0, f"target {target} does not exist")
    groups.admit(pair, side, _group(pair, side, name), volume, remote, make)
    return ""


def _dismiss(pair: Pair, side: int, words: list[str]) -> str:
    force, volume, name = words
    if force != "-f":
        raise ValueError(force)
    groups.dismiss(pair, side, _group(pair, side, name), volume)
    return f"Volume {volume} has been dismissed\n"


def _set(pair: Pair, side: int, words: list[str]) -> str:
    what, value, *target, name = words
    if what == "period":
        number, unit = re.fullmatch(r"(\d+)([smhd])", value).groups()  # type: ignore[union-attr]
        groups.set_period(pair, side, _group(pair, side, name), int(number) * SECONDS[unit], target[0])
    else:
        groups.set_policy(pair, side, _group(pair, side, name), value)
    return ""


_COMMANDS = {
    "creatercopygroup": _create,
    "removercopygroup": _remove,
    "admitrcopyvv": _admit,
    "dismissrcopyvv": _dismiss,
    "setrcopygroup": _set,
}
