# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A service on a host as plain data, and as a tree."""

from __future__ import annotations

import hashlib
import json
import typing as t

from .._core.tree import Node, lines
from .model import State, Wish


def values(state: State, wish: Wish) -> dict[str, t.Any]:
    """Every resource of the service: whether it is there for it on this host, and what was seen."""
    return {
        "resources": [{"name": name, "status": status, "seen": seen} for name, status, seen in resources(state, wish)]
    }


def resources(state: State, wish: Wish) -> list[tuple[str, str, str]]:
    """(name, up or down, what was seen), in the order of a start."""
    return [*_luns(state, wish), *_group(state, wish), *_mounts(state, wish), *_units(state, wish)]


def _luns(state: State, wish: Wish) -> t.Iterator[tuple[str, str, str]]:
    for lun in wish.luns:
        device, found = state.devices[lun.device], state.reservations.get(lun.device)
        seen = "not there" if not device.there else "read-only" if device.readonly else "writable"
        mine = device.there and not device.readonly
        if wish.key and found is not None:
            mine = mine and found.holder == wish.key and found.keys == {wish.key}
            seen += f", reserved by {found.holder or 'nobody'}"
        yield f"lun {lun.device}", "up" if mine else "down", seen


def _group(state: State, wish: Wish) -> t.Iterator[tuple[str, str, str]]:
    if not wish.vg:
        return
    group = state.group
    if group is None:
        yield f"volume group {wish.vg}", "down", "not there"
        return
    whole = group.active == group.volumes and (not wish.tag or wish.tag in group.tags)
    tags = ", ".join(sorted(group.tags)) or "no tag"
    yield f"volume group {wish.vg}", "up" if whole else "down", f"{group.active} of {group.volumes} active, {tags}"


def _mounts(state: State, wish: Wish) -> t.Iterator[tuple[str, str, str]]:
    for filesystem in wish.filesystems:
        source = state.mounts.get(filesystem.mountpoint, "")
        up = state.mounted(filesystem)
        yield f"mount {filesystem.mountpoint}", "up" if up else "down", source or "not mounted"


def _units(state: State, wish: Wish) -> t.Iterator[tuple[str, str, str]]:
    for name in wish.units:
        unit = state.units[name]
        seen = unit.active if unit.load == "loaded" else unit.load
        yield f"unit {name}", "up" if unit.active == "active" else "down", seen


def overview(state: State, wish: Wish) -> dict[str, t.Any]:
    """``{avail, resources, text, digest}``: up where all is, down where nothing is, else warn."""
    found = resources(state, wish)
    told = {status for _name, status, _seen in found}
    avail = "warn" if len(told) > 1 else (told or {"down"}).pop()
    tree = Node(wish.name, avail, tuple(Node(f"{name}: {seen}", status) for name, status, seen in found))
    return {"avail": avail, **values(state, wish), "text": list(lines(tree)), "digest": digest(wish)}


def digest(wish: Wish) -> str:
    """The same on all hosts that describe the service alike: keys and tags, which are a host's own, are left out."""
    shape = [
        wish.name,
        len(wish.luns),
        wish.vg,
        [[one.device, one.mountpoint, one.type, one.options] for one in wish.filesystems],
        wish.units,
    ]
    return hashlib.sha256(json.dumps(shape).encode()).hexdigest()[:16]
