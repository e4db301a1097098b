# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Pools as they are described: what is wrong with them, and the command that makes one.

A pool is made once and never changed. ``zpool create -f`` is not used: zpool refuses disks that carry something.
"""

from __future__ import annotations

import re
import typing as t

from .._core.errors import Problem

Described = t.Mapping[str, t.Any]
# The fewest disks of each kind that make sense: one more than may be lost, and two for data with parity.
KINDS = {"stripe": 1, "mirror": 2, "raidz": 3, "raidz2": 4, "raidz3": 5}
KEYS = ("name", "vdevs", "spares", "logs", "caches", "properties", "filesystem_properties")
_NAME = re.compile(r"(?!(?:mirror|raidz|draid|spare|log|c[0-9]))[A-Za-z][A-Za-z0-9_.-]*")
_PROPERTY = re.compile(r"[a-z@][a-z0-9@:._-]*")


def pool_problems(pools: t.Sequence[Described]) -> list[Problem]:
    """What is wrong with *pools*; see the role zfs for their form."""
    found = [
        Problem(f"zfs_pools[{index}]{path}", what) for index, each in enumerate(pools) for path, what in _shape(each)
    ]
    names = [each.get("name") for each in pools]
    disks = [disk for each in pools for disk in _disks(each)]
    described: tuple[tuple[str, list[t.Any]], ...] = (("pool", names), ("disk", disks))
    for what, seen in described:
        twice = sorted({str(each) for each in seen if seen.count(each) > 1})
        found += [Problem("zfs_pools", f"the {what} {each} is described more than once") for each in twice]
    return found


def create_pool(pool: Described) -> list[str]:
    """The command that makes *pool*, which has no problems."""
    argv = ["zpool", "create"]
    for letter, key in (("-o", "properties"), ("-O", "filesystem_properties")):
        for name, value in sorted((pool.get(key) or {}).items()):
            argv += [letter, f"{name}={_word(value)}"]
    argv.append(pool["name"])
    for vdev in pool["vdevs"]:
        argv += [*([vdev["type"]] if vdev["type"] != "stripe" else []), *vdev["devices"]]
    for word, key in (("log", "logs"), ("cache", "caches"), ("spare", "spares")):
        argv += [word, *pool[key]] if pool.get(key) else []
    return argv


def _word(value: t.Any) -> str:
    # YAML makes a boolean of `on`.
    return {True: "on", False: "off"}[value] if isinstance(value, bool) else str(value)


def _disks(pool: Described) -> list[str]:
    vdevs = pool.get("vdevs") or []
    of_vdevs = [disk for vdev in vdevs for disk in vdev.get("devices") or []]
    return of_vdevs + [disk for key in ("spares", "logs", "caches") for disk in pool.get(key) or []]


def _shape(pool: Described) -> t.Iterator[tuple[str, str]]:
    for key in sorted(set(pool) - set(KEYS)):
        yield f".{key}", f"is not known; known are {', '.join(KEYS)}"
    if not _NAME.fullmatch(pool.get("name") or ""):
        yield ".name", f"'{pool.get('name')}' is not the name of a pool"
    if not pool.get("vdevs"):
        yield ".vdevs", "must name some"
    for index, vdev in enumerate(pool.get("vdevs") or []):
        fewest = KINDS.get(vdev.get("type"))
        if fewest is None:
            yield f".vdevs[{index}].type", f"must be one of {', '.join(KINDS)}"
        elif len(vdev.get("devices") or []) < fewest:
            yield f".vdevs[{index}].devices", f"a {vdev['type']} needs at least {fewest}"
    for disk in _disks(pool):
        # Names such as c0t0d0 are looked for by zpool itself; an option is none.
        if not re.fullmatch(r"[A-Za-z0-9/][\w.:/-]*", str(disk)):
            yield "", f"'{disk}' is not a disk"
    for key in ("properties", "filesystem_properties"):
        for name in pool.get(key) or {}:
            if not _PROPERTY.fullmatch(name):
                yield f".{key}", f"'{name}' is not the name of a property"
