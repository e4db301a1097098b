# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Replications as an inventory describes them, seen from one of their two hosts.

A description does not say in which direction data go: that is what the sides claim. So each host has the options with
which it would send to the other one.
"""

from __future__ import annotations

import typing as t

from .._core.errors import Problem
from .._core.schedule import parse_schedule

Described = t.Mapping[str, t.Any]
Data = t.Dict[str, t.Any]
ACCOUNT, HOME = "zfsadm", "/var/lib/quorate/zfs"
KEY, LOCKS = f"{HOME}/.ssh/id_ed25519", f"{HOME}/locks"
# What the file is called that says what keys of others are good for.
GATE = "gate"
KEYS = ("name", "hosts", "datasets", "schedule", "options")


def directions(replications: t.Sequence[Described], here: str, ends: t.Mapping[str, Described]) -> list[Data]:
    """By each of *replications* that the host *here* takes part in, what modules take there to send to the other one.

    ends -- by host, how others reach it: options of ``target`` of the module zfs_replicate; () means its own name
    first -- whether *here* is primary where nothing else has been claimed yet
    """
    return [_direction(each, here, ends) for each in replications if here in each["hosts"]]


def names(dataset: str | Described, hosts: t.Sequence[str]) -> list[str]:
    """What a described data set is called on each of *hosts*."""
    return [dataset if isinstance(dataset, str) else dataset[host] for host in hosts]


def described_problems(replications: t.Sequence[Described], hosts: t.Container[str]) -> list[Problem]:
    """What is wrong with the shape of *replications*, among the *hosts* of the inventory."""
    found: list[Problem] = []
    for index, each in enumerate(replications):
        found += [Problem(f"zfs_replications[{index}]{path}", what) for path, what in _shape(each, hosts)]
    if not found:
        found += _taken_twice(replications)
    return found


def touched(found: t.Sequence[Data]) -> list[str]:
    """The data sets of this host in its *directions*, sorted."""
    return sorted({pair["source"] for each in found for pair in each["datasets"]})


def parents(found: t.Sequence[Data]) -> list[str]:
    """What they lie in, sorted, none below another one: rights on these hold for new copies, too."""
    above = sorted({name.rpartition("/")[0] or name for name in touched(found)})
    return [name for name in above if not any(name.startswith(other + "/") for other in above)]


def gate_of(found: t.Sequence[Data], prefix: t.Sequence[str]) -> Data:
    """What the other sides' keys may do on this host; see ``gate.admitted``."""
    properties = {name for each in found for name in each["options"].get("properties") or {}}
    return {"roots": touched(found), "prefix": list(prefix), "properties": sorted(properties)}


def _direction(each: Described, here: str, ends: t.Mapping[str, Described]) -> Data:
    other = next(host for host in each["hosts"] if host != here)
    return {
        "name": each["name"],
        "other": other,
        "first": each["hosts"][0] == here,
        "datasets": [dict(zip(("source", "target"), names(name, (here, other)))) for name in each["datasets"]],
        "target": {"host": other, "user": ACCOUNT, "key": KEY, **(ends.get(other) or {})},
        "schedule": each.get("schedule", "hourly"),
        "options": {"lock_folder": LOCKS, **(each.get("options") or {})},
    }


def _shape(each: Described, hosts: t.Container[str]) -> t.Iterator[tuple[str, str]]:
    for key in sorted(set(each) - set(KEYS)):
        yield f".{key}", f"is not known; known are {', '.join(KEYS)}"
    if not isinstance(each.get("name"), str) or not each["name"].replace("-", "").replace("_", "").isalnum():
        yield ".name", "must be of letters, digits, - and _"
    if each.get("name") == GATE:
        yield ".name", f"{GATE} is taken"
    pair = each.get("hosts")
    if not isinstance(pair, list) or len(pair) != 2 or len(set(pair)) != 2:
        yield ".hosts", "must name two hosts, the first primary at the beginning"
        return
    for host in pair:
        if host not in hosts:
            yield ".hosts", f"{host} is not in the inventory's group zfs"
    try:
        parse_schedule(each.get("schedule", "hourly"))
    except ValueError as error:
        yield ".schedule", str(error)
    if not each.get("datasets"):
        yield ".datasets", "must name some"
    for number, dataset in enumerate(each.get("datasets") or []):
        if not isinstance(dataset, str) and (not isinstance(dataset, dict) or set(dataset) != set(pair)):
            yield f".datasets[{number}]", f"must be a name, or have one for each of {', '.join(pair)}"


def _taken_twice(replications: t.Sequence[Described]) -> t.Iterator[Problem]:
    """A host's data set is in one replication only: two would be two opinions of who is primary."""
    seen: dict[t.Any, str] = {}
    for each in replications:
        keys: list[t.Any] = [each["name"]]
        for dataset in each["datasets"]:
            keys += zip(each["hosts"], names(dataset, each["hosts"]))
        for key in keys:
            what = key if isinstance(key, str) else f"{key[1]} of {key[0]}"
            if key in seen:
                yield Problem("zfs_replications", f"{what} is described more than once")
            seen[key] = each["name"]
