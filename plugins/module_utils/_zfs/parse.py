# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Output of zfs and zpool -> values. Whatever is not as documented is an error, never a guess."""

from __future__ import annotations

import re
import typing as t

from .._core.errors import Unparsable
from .model import VOLUME, Dataset, Pool, Property, Snapshot, Token

# Of `zfs list -Hp -t snapshot,bookmark`.
COLUMNS = ("name", "type", "guid", "createtxg", "creation", "written", "userrefs", "clones", "ivsetguid")
# Of `zfs get -Hp`, besides those that are wanted.
PROPERTIES = ("type", "written", "volblocksize", "encryption", "keystatus", "receive_resume_token")
# Of `zpool get -Hp`.
POOL_PROPERTIES = ("health", "readonly", "free", "feature@large_blocks")
_KINDS = ("filesystem", VOLUME)
_TOKEN_HEAD = "resume token contents:"
_TOKEN_LINE = re.compile(r"^\t(\w+) = (?:0x)?(\S+)$", re.MULTILINE)
_MISSING = re.compile(r"^cannot open '(.+)': dataset does not exist$")


def missing_names(stderr: str, asked: t.Container[str]) -> set[str]:
    """The data sets of *asked* that are said not to exist. Raises Unparsable for any other word."""
    found = set()
    for line in stderr.splitlines():
        match = _MISSING.match(line)
        if match is None or match[1] not in asked:
            raise Unparsable("zfs", "standard error", line)
        found.add(match[1])
    return found


def parse_properties(text: str) -> dict[str, dict[str, Property]]:
    """By data set and property, ``zfs get -Hp -o name,property,value,source``; "-" is no value."""
    found: dict[str, dict[str, Property]] = {}
    for name, key, value, source in _rows(text, 4, "zfs get"):
        values = found.setdefault(name, {})
        if value != "-":
            values[key] = Property(value, source)
    return found


def parse_snapshots(text: str) -> dict[str, tuple[list[Snapshot], list[Snapshot]]]:
    """By data set, the snapshots and the bookmarks of ``zfs list``, each in the order in which they were made."""
    found: dict[str, tuple[list[Snapshot], list[Snapshot]]] = {}
    for row in _rows(text, len(COLUMNS), "zfs list"):
        full, kind = row[0], row[1]
        dataset, sign, name = full.partition("#" if kind == "bookmark" else "@")
        if not sign or kind not in ("snapshot", "bookmark"):
            raise Unparsable("zfs list", full, f"a {kind}")
        found.setdefault(dataset, ([], []))[kind == "bookmark"].append(_snapshot(name, row))
    for both in found.values():
        for each in both:
            each.sort(key=_txg)
    return found


def parse_holds(text: str) -> dict[str, list[str]]:
    """By full name of a snapshot, the tags of ``zfs holds -H``."""
    found: dict[str, list[str]] = {}
    for name, tag, _date in _rows(text, 3, "zfs holds"):
        found.setdefault(name, []).append(tag)
    return found


def parse_pools(text: str) -> dict[str, Pool]:
    """By name, the pools of ``zpool get -Hp -o name,property,value``."""
    values: dict[str, dict[str, str]] = {}
    for name, key, value in _rows(text, 3, "zpool get"):
        values.setdefault(name, {})[key] = value
    return {name: _pool(name, each) for name, each in values.items()}


def parse_token(text: str, said: str) -> Token:
    """What ``zfs send -nvP -t`` tells of the token *text*, whether or not it can go on with it."""
    _before, head, contents = said.partition(_TOKEN_HEAD)
    values = dict(_TOKEN_LINE.findall(contents))
    if not head or "toguid" not in values:
        raise Unparsable("zfs send -t", "resume token", f"it says '{' '.join(said.split())}'")
    try:
        goal, base = (_decimal(values.get(name)) for name in ("toguid", "fromguid"))
    except ValueError as error:
        raise Unparsable("zfs send -t", _TOKEN_HEAD, str(error)) from error
    return Token(text, goal, base, raw="rawok" in values, large="largeblockok" in values)


def to_dataset(
    name: str,
    values: t.Mapping[str, Property],
    snapshots: t.Sequence[Snapshot],
    bookmarks: t.Sequence[Snapshot],
    token: Token | None = None,
) -> Dataset:
    """The data set *name*. Raises Unparsable where something is missing that there always is."""
    text = {key: value.value for key, value in values.items()}
    if text.get("type") not in _KINDS:
        raise Unparsable("zfs get", name, f"type is '{text.get('type', '')}'")
    # Where nothing but a first receive was cut off, there may be no such number, and it does not matter.
    unfinished = token is not None and not snapshots
    return Dataset(
        name,
        kind=text["type"],
        written=_number(text.get("written", "0" if unfinished else ""), name),
        block_size=_number(text.get("volblocksize", "0"), name),
        encrypted=text.get("encryption", "off") != "off",
        key_loaded=text.get("keystatus", "available") == "available",
        token=token,
        snapshots=tuple(snapshots),
        bookmarks=tuple(bookmarks),
        properties={key: value for key, value in values.items() if key not in PROPERTIES},
    )


def with_tags(snapshots: t.Iterable[Snapshot], dataset: str, tags: t.Mapping[str, list[str]]) -> list[Snapshot]:
    """*snapshots* of *dataset* with the tags of their holds."""
    return [
        each._replace(tags=tuple(tags.get(f"{dataset}@{each.name}", ()))) if each.holds else each for each in snapshots
    ]


def _snapshot(name: str, row: t.Sequence[str]) -> Snapshot:
    _full, kind, guid, txg, created, written, holds, clones, ivset = row
    try:
        return Snapshot(
            name,
            str(int(guid)),
            int(txg),
            int(created),
            0 if written == "-" else int(written),
            # Bookmarks of what is not encrypted have 0, and snapshots nothing.
            "" if ivset in ("-", "0") else ivset,
            0 if holds == "-" else int(holds),
            (),
            () if clones in ("-", "") else tuple(clones.split(",")),
            kind == "bookmark",
        )
    except ValueError as error:
        raise Unparsable("zfs list", row[0], str(error)) from error


def _txg(snapshot: Snapshot) -> int:
    return snapshot.txg


def _pool(name: str, values: t.Mapping[str, str]) -> Pool:
    return Pool(
        name,
        values.get("health", "unknown"),
        values.get("readonly", "off") == "on",
        _number(values.get("free", "0"), name),
        values.get("feature@large_blocks", "-") in ("enabled", "active"),
    )


def _rows(text: str, width: int, source: str) -> t.Iterator[list[str]]:
    for line in text.splitlines():
        row = line.split("\t")
        if len(row) != width:
            raise Unparsable(source, f"'{line}'", f"not {width} columns")
        yield row


def _number(text: str, where: str) -> int:
    if not text.isdigit():
        raise Unparsable("zfs", where, f"'{text}' is not a number")
    return int(text)


def _decimal(hexadecimal: str | None) -> str:
    return str(int(hexadecimal, 16)) if hexadecimal else ""
