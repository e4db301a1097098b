# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Groups made, changed and removed (sections 2.3, 2.4 and 3); texts are [unverified] but where noted."""

from __future__ import annotations

from .orders import Declined, need_way
from .pair import Group, GroupSide, Pair, Volume

LONGEST = 22  # with mirror_config, as every target here has it


def create(pair: Pair, side: int, name: str, target: str, mode: str, cpgs: bool = False) -> None:
    """``creatercopygroup``: on both arrays; the other one appends the id of this one to the name."""
    here = pair.arrays[side]
    if pair.find(side, name) is not None:
        raise Declined(409, 237, f"group {name} exists already: refused")
    if target != here.target:
        raise Declined(404, 0, f"target {target} does not exist")
    if len(name) > LONGEST:
        raise Declined(400, 43, f"invalid group name {name}")
    need_way(pair)
    sides = [GroupSide(name, "Primary", "New", []), GroupSide(f"{name}.r{here.serial}", "Secondary", "New", [])]
    policies = ["over_per_alert"] if mode == "Periodic" else []  # on by default (2.4)
    pair.groups[name] = Group(mode, sides if side == 0 else sides[::-1], 0, policies, cpgs=cpgs)


def remove(pair: Pair, side: int, group: Group) -> None:
    """``removercopygroup -f``: the group is stopped, and primary here; its volumes stay."""
    _changeable(pair, side, group, at_rest=True)
    for array, one in zip(pair.arrays, group.sides):
        array.stock |= {volume.name for volume in one.volumes}
    pair.groups = {name: one for name, one in pair.groups.items() if one is not group}


def admit(pair: Pair, side: int, group: Group, name: str, remote: str, make: bool) -> None:
    """``admitrcopyvv``; *make*: the other array makes the copy's volume."""
    _changeable(pair, side, group, at_rest=True)
    here, there = pair.arrays[side].stock, pair.arrays[1 - side].stock
    if any(volume.name == name for one in pair.groups.values() for volume in one.sides[side].volumes):
        raise Declined(403, 120, f"volume {name} is in a remote copy group: refused")
    if name not in here or (make and remote in there) or not (make or remote in there):
        raise Declined(404, 23, f"volume {name} or {remote} does not exist, or does already: refused")
    if make and not group.cpgs:
        raise Declined(400, 0, "the group has no CPG to make volumes from: refused")
    here.discard(name)
    there.discard(remote)
    number = 40000 + len(pair.log)
    group.sides[side].volumes.append(Volume(name, number, sync="New"))
    group.sides[1 - side].volumes.append(Volume(remote, number + 10000, sync="New"))


def dismiss(pair: Pair, side: int, group: Group, name: str) -> None:
    """``dismissrcopyvv -f``: the volumes stay on both arrays."""
    _changeable(pair, side, group, at_rest=True)
    names = [volume.name for volume in group.sides[side].volumes]
    if name not in names:
        raise Declined(404, 23, f"volume {name} does not exist in the group")
    for array, one in zip(pair.arrays, group.sides):
        array.stock.add(one.volumes.pop(names.index(name)).name)


def set_period(pair: Pair, side: int, group: Group, seconds: int, target: str) -> None:
    """``setrcopygroup period``; 0 disables."""
    _changeable(pair, side, group)
    if group.mode != "Periodic" or target != pair.arrays[side].target:
        raise Declined(400, 44, "invalid: the group is not periodic, or has another target")
    if seconds and seconds < pair.personality.shortest:
        raise Declined(400, 115, f"invalid period {seconds}")
    group.period = seconds


def set_policy(pair: Pair, side: int, group: Group, policy: str) -> None:
    """``setrcopygroup pol``: a name, or ``no_`` and a name."""
    _changeable(pair, side, group)
    name = policy[len("no_") :] if policy.startswith("no_") else policy
    group.policies = [one for one in group.policies if one != name] + ([name] if name == policy else [])


def _changeable(pair: Pair, side: int, group: Group, at_rest: bool = False) -> None:
    here = group.sides[side]
    if not here.primary:
        raise Declined(403, 0, f"group {here.name} is secondary here: refused")
    # That it has to be stopped: for removing by the help (2.4), for volumes by what Cinder does. [unverified]
    if at_rest and here.status == "Started":
        raise Declined(403, 284, f"group {here.name} is started: refused")
    need_way(pair)
