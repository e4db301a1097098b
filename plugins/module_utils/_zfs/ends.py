# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The options that say which data sets, and where: what all modules of replications have in common."""

from __future__ import annotations

import re
import typing as t

from .._core.errors import Problem
from .model import End

Params = t.Mapping[str, t.Any]
Spec = t.Mapping[str, t.Any]
# Words of data sets, snapshots and tags. ZFS also takes blanks, and we do not.
WORD = r"[A-Za-z0-9_.:-]+"
DATASET = re.compile(rf"[A-Za-z][A-Za-z0-9_.:-]*(/{WORD})*")
SNAPSHOT = re.compile(WORD)
_HOST, _USER = re.compile(r"[A-Za-z0-9][A-Za-z0-9.:%_-]*"), re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
# The other side is asked for no password, and found out when it is gone.
_SSH = ("-o", "BatchMode=yes", "-o", "ConnectTimeout=15", "-o", "ServerAliveInterval=15", "-o", "ServerAliveCountMax=4")

_END: Spec = {
    "type": "dict",
    "options": {
        "host": {"type": "str"},
        "user": {"type": "str"},
        "port": {"type": "int"},
        "key": {"type": "path"},
        "prefix": {"type": "list", "elements": "str", "default": []},
    },
}
ENDS: Spec = {
    "datasets": {
        "type": "list",
        "elements": "dict",
        "required": True,
        "options": {"source": {"type": "str", "required": True}, "target": {"type": "str", "required": True}},
    },
    "source": _END,
    "target": _END,
}


def pairs_of(params: Params) -> tuple[tuple[str, str], ...]:
    """The names (source, target) of each pair."""
    return tuple((each["source"], each["target"]) for each in params["datasets"])


def end_of(given: Params | None) -> End:
    """How commands are run on a side."""
    if given is None:
        return End()
    prefix = tuple(given["prefix"])
    if not given["host"]:
        return End((), prefix)
    options = [
        *_SSH,
        *(("-p", str(given["port"])) if given["port"] else ()),
        *(("-i", given["key"]) if given["key"] else ()),
    ]
    user = ("-l", given["user"]) if given["user"] else ()
    return End(("ssh", *options, *user, given["host"]), prefix)


def pair_problems(datasets: t.Sequence[Params], create: bool) -> t.Iterator[Problem]:
    """What is wrong with the pairs; with *create*, snapshots of all sources are to be made at one moment."""
    if not datasets:
        yield Problem("datasets", "must name some")
    for index, each in enumerate(datasets):
        for side in ("source", "target"):
            if not DATASET.fullmatch(each[side]):
                yield Problem(f"datasets[{index}].{side}", f"'{each[side]}' is not the name of a data set")
    for side in ("source", "target"):
        names = [each[side] for each in datasets]
        for name in sorted({name for name in names if names.count(name) > 1}):
            yield Problem("datasets", f"{side} {name} stands there more than once")
    pools = sorted({each["source"].partition("/")[0] for each in datasets})
    if create and len(pools) > 1:
        # One moment for all is one transaction of one pool.
        yield Problem("datasets", f"snapshots at one moment need one pool, not {', '.join(pools)}")


def end_problems(params: Params) -> t.Iterator[Problem]:
    """What is wrong with how the sides are reached."""
    for side in ("source", "target"):
        end = params[side] or {}
        for name, shape in (("host", _HOST), ("user", _USER)):
            if end.get(name) and not shape.fullmatch(end[name]):
                yield Problem(f"{side}.{name}", f"'{end[name]}' is none")
        for name in ("user", "port", "key"):
            if end.get(name) and not end.get("host"):
                yield Problem(f"{side}.{name}", "goes with a host")
    if not any((params[side] or {}).get("host") for side in ("source", "target")):
        for index, each in enumerate(params["datasets"]):
            if each["target"] == each["source"] or each["target"].startswith(each["source"] + "/"):
                yield Problem(f"datasets[{index}]", "the target lies in the source")
