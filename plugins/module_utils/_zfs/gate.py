# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the other side may do here with its key: what our own plans can contain, on the data sets of replications.

Its key is bound to the program ``gate``, which asks here. So also who has stolen the key can neither destroy a data set
nor force a receive, and no line of it ever names ``stmf_sbd_lu`` otherwise than to set it.
"""

from __future__ import annotations

import re
import shlex
import typing as t

from .model import EPOCH, IDENTITY, LEASE, LINEAGE, PROMISE, ROLE

Argv = t.Tuple[str, ...]
# Words of our own command lines; anything else, and be it harmless, has not been thought about.
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_.:/-]*")
_PART = re.compile(r"[A-Za-z0-9_.:-]+")
_TOKEN = re.compile(r"[0-9a-f-]+")
_LIST = re.compile(r"[a-z0-9@,:._-]+", re.IGNORECASE)
_ASSIGNED = re.compile(r"([a-z0-9][a-z0-9:._-]*)=([\w.:/@+, -]*)", re.IGNORECASE)
# What a copy may be given, besides what the administrator has named.
_OURS = (LINEAGE, ROLE, EPOCH, LEASE, PROMISE, *IDENTITY, "readonly", "canmount")
_READING = (("get", "-Hp", "-o", "name,property,value,source"), ("get", "-Hp", "-o", "value"))


def admitted(line: str, roots: t.Sequence[str], prefix: t.Sequence[str] = (), more: t.Sequence[str] = ()) -> Argv | str:
    """The command that *line*, as it came by ssh, stands for, or why it is not run.

    roots -- data sets that may be touched, and looked at with what is above them
    prefix -- words before ``zfs``, as the other side is told to use them
    more -- names of further properties that may be set
    """
    try:
        words = tuple(shlex.split(line))
    except ValueError as error:
        return f"cannot be read: {error}"
    argv = words[len(prefix) :] if words[: len(prefix)] == tuple(prefix) else words
    verb = argv[1] if len(argv) > 1 else ""
    rules: dict[tuple[str, str], t.Callable[[Argv], str]] = {
        ("zpool", "get"): lambda rest: _pools(rest, roots),
        ("zfs", "get"): lambda rest: _get(rest, roots),
        ("zfs", "list"): lambda rest: _list(rest, roots),
        ("zfs", "holds"): lambda rest: _holds(rest, roots),
        ("zfs", "send"): _tell,
        ("zfs", "receive"): lambda rest: _receive(rest, roots, more),
        ("zfs", "set"): lambda rest: _set(rest, roots, more),
        ("zfs", "hold"): lambda rest: _hold(rest, roots),
        ("zfs", "release"): lambda rest: _hold(rest, roots),
        ("zfs", "rollback"): lambda rest: _one_snapshot(rest, roots),
        ("zfs", "destroy"): lambda rest: _one_snapshot(rest, roots),
    }
    rule = rules.get((argv[0] if argv else "", verb))
    reason = rule(argv[2:]) if rule else "is no command of a replication"
    return reason or (*prefix, *argv)


def _pools(rest: Argv, roots: t.Sequence[str]) -> str:
    pools = {root.partition("/")[0] for root in roots}
    fits = rest[:3] == ("-Hp", "-o", "name,property,value") and len(rest) > 4 and _LIST.fullmatch(rest[3])
    return "" if fits and set(rest[4:]) <= pools else "looks at other pools, or in another way"


def _get(rest: Argv, roots: t.Sequence[str]) -> str:
    for head in _READING:
        size = len(head) - 1
        if rest[:size] == head[1:] and len(rest) > size + 1 and _LIST.fullmatch(rest[size]):
            return _seen(rest[size + 1 :], roots)
    return "reads in another way"


def _list(rest: Argv, roots: t.Sequence[str]) -> str:
    head = ("-Hp", "-d", "1", "-t", "snapshot,bookmark", "-o")
    fits = rest[:6] == head and len(rest) > 7 and _LIST.fullmatch(rest[6])
    return _seen(rest[7:], roots) if fits else "lists in another way"


def _holds(rest: Argv, roots: t.Sequence[str]) -> str:
    return _seen(rest[1:], roots) if rest[:1] == ("-H",) and len(rest) > 1 else "reads in another way"


def _tell(rest: Argv) -> str:
    """Nothing is sent from here: only what a token stands for is told."""
    fits = len(rest) == 3 and rest[:2] == ("-nvP", "-t") and _TOKEN.fullmatch(rest[2])
    return "" if fits else "sends"


def _receive(rest: Argv, roots: t.Sequence[str], more: t.Sequence[str]) -> str:
    if rest[:1] == ("-A",) and len(rest) == 2:
        return _touched(rest[1], roots)
    if rest[:2] != ("-s", "-u") or len(rest) < 3:
        return "receives in another way"
    options, goal = rest[2:-1], rest[-1]
    if len(options) % 2 or set(options[::2]) - {"-o"}:
        return "receives with other options"
    reasons = (*(_assigned(each, more) for each in options[1::2]), _touched(goal, roots))
    return next((reason for reason in reasons if reason), "")


def _set(rest: Argv, roots: t.Sequence[str], more: t.Sequence[str]) -> str:
    return (_assigned(rest[0], more) or _touched(rest[1], roots)) if len(rest) == 2 else "sets in another way"


def _hold(rest: Argv, roots: t.Sequence[str]) -> str:
    fits = len(rest) == 2 and _PART.fullmatch(rest[0])
    return _one_snapshot(rest[1:], roots) if fits else "holds in another way"


def _one_snapshot(rest: Argv, roots: t.Sequence[str]) -> str:
    """One snapshot by its whole name; ``a%b`` and ``a,b`` are several."""
    if len(rest) != 1:
        return "has other options"
    dataset, _at, name = rest[0].partition("@")
    return _touched(dataset, roots) if _PART.fullmatch(name) and not name.startswith("-") else "is not one snapshot"


def _assigned(text: str, more: t.Sequence[str]) -> str:
    found = _ASSIGNED.fullmatch(text)
    name = found[1] if found else text
    return "" if found and (name in _OURS or name in more) else f"sets {name}"


def _touched(name: str, roots: t.Sequence[str]) -> str:
    return "" if name in roots else f"touches {name}"


def _seen(names: t.Sequence[str], roots: t.Sequence[str]) -> str:
    """Data sets and their snapshots, and what lies above: names and properties, no data."""
    for each in names:
        dataset = re.split("[@#]", each)[0]
        above = any(root.startswith(dataset + "/") for root in roots)
        if not _NAME.fullmatch(dataset) or (dataset not in roots and not above):
            return f"looks at {each}"
    return ""
