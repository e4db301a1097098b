# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""zfs send."""

from __future__ import annotations

from .options import Call
from .state import Answer, Bookmark, Dataset, Failed, Snapshot, System
from .stream import Header, differences, read_token, write_stream

# What a stream takes besides the data, in an estimate.
_FRAME = 624
# The flags of a stream, and what its resume token calls them (unverified for 2.1).
_FLAGS = {"w": "rawok", "L": "largeblockok", "c": "compressok", "e": "embedok"}


def send(system: System, call: Call, answer: Answer) -> None:
    """A stream on standard output, or with -n what would be in it."""
    for letter in "IR":
        if letter in call:
            raise Failed(f"not simulated: zfs send -{letter}", 2)
    if "t" in call:
        _resume(system, call, answer)
        return
    name = call.operands[0]
    dataset, snapshot = _find(system, name)
    base = _base(system, dataset, call.value("i"), name) if "i" in call else None
    _check(dataset, name, call)
    records = differences(base.content if base else {}, snapshot.content)
    size = _FRAME + sum(4096 for _each in records)
    if "v" in call:
        kind = f"incremental\t{_full(call.value('i'), name)}\t{name}" if base else f"full\t{name}"
        _tell(call, answer, f"{kind}\t{size}\nsize\t{size}")
    if "n" not in call:
        answer.stdout += write_stream(_header(dataset, snapshot, base, name, call), records)


def _resume(system: System, call: Call, answer: Answer) -> None:
    header, count = read_token(call.value("t"))
    if "v" in call:
        _tell(call, answer, _contents(header, count))
    name = header["name"]
    dataset = system.datasets.get(name.partition("@")[0])
    snapshot = next((each for each in dataset.snapshots if each.guid == header["guid"]), None) if dataset else None
    if dataset is None or snapshot is None:
        raise Failed(f"cannot resume send: '{name}' used in the initial send no longer exists")
    if "w" not in header["flags"]:
        _check(dataset, name, call)
    if "n" in call:
        return
    base = _by_guid(dataset, header["base"]) if header["base"] else None
    if header["base"] and base is None:
        raise Failed(f"cannot resume send: incremental source {header['base']:#x} no longer exists")
    records = differences(base.content if base else {}, snapshot.content)
    answer.stdout += write_stream({**header, "skip": count}, records[count:])


def _contents(header: Header, count: int) -> str:
    lines = ["resume token contents:", "nvlist version: 0"]
    lines += [f"\tfromguid = {header['base']:#x}"] if header["base"] else []
    lines += ["\tobject = 0x1", f"\toffset = {count * 4096:#x}", f"\tbytes = {count * 4096:#x}"]
    lines += [f"\ttoguid = {header['guid']:#x}", f"\ttoname = {header['name']}"]
    return "\n".join(lines + [f"\t{_FLAGS[letter]} = 1" for letter in header["flags"]])


def _tell(call: Call, answer: Answer, text: str) -> None:
    """Where nothing is sent, on standard output."""
    if "n" in call:
        answer.say(text)
    else:
        answer.stderr += text + "\n"


def _find(system: System, name: str) -> tuple[Dataset, Snapshot]:
    above, _at, short = name.partition("@")
    dataset = system.datasets.get(above)
    snapshot = dataset.snapshot(short) if dataset else None
    if dataset is None or snapshot is None:
        raise Failed(f"cannot open '{name}': dataset does not exist")
    return dataset, snapshot


def _full(base: str, name: str) -> str:
    return name.partition("@")[0] + base if base[0] in "@#" else base


def _base(system: System, dataset: Dataset, given: str, name: str) -> Snapshot | Bookmark:
    """The source of an increment: a snapshot or a bookmark that is older."""
    full = _full(given, name)
    short = full[len(name.partition("@")[0]) :]
    among = dataset.bookmarks if short.startswith("#") else dataset.snapshots
    found = next((each for each in among if each.name == short[1:]), None)
    if found is None and short.startswith("#"):
        raise Failed(f"warning: cannot send '{name}': incremental source ({full}) does not exist")
    if found is None:
        raise Failed(f"cannot open '{full}': dataset does not exist")
    if found.txg >= _find(system, name)[1].txg:
        raise Failed(f"warning: cannot send '{name}': not an earlier snapshot from the same fs")
    return found


def _check(dataset: Dataset, name: str, call: Call) -> None:
    if dataset.encrypted and "w" not in call:
        if "p" in call:
            above = name.partition("@")[0]
            text = f"cannot send {name}: encrypted dataset {above} may not be sent with properties without the raw flag"
            raise Failed(f"{text}\nwarning: cannot send '{name}': backup failed")
        if not dataset.key_loaded:
            raise Failed(f"warning: cannot send '{name}': dataset key must be loaded")


def _by_guid(dataset: Dataset, guid: int) -> Snapshot | Bookmark | None:
    return next((each for each in (*dataset.snapshots, *dataset.bookmarks) if each.guid == guid), None)


def _header(dataset: Dataset, snapshot: Snapshot, base: Snapshot | Bookmark | None, name: str, call: Call) -> Header:
    raw = "w" in call and dataset.encrypted
    return {
        "name": name,
        "guid": snapshot.guid,
        "created": snapshot.created,
        "base": base.guid if base else 0,
        "base_ivset": base.ivset if base and raw else 0,
        "ivset": snapshot.ivset if raw else 0,
        "kind": dataset.kind,
        "volsize": snapshot.volsize,
        "block_size": dataset.block_size,
        "large": dataset.large and ("L" in call or raw),
        "raw": raw,
        "flags": [letter for letter in _FLAGS if letter in call],
        "properties": _properties(dataset) if "p" in call else None,
    }


def _properties(dataset: Dataset) -> dict[str, str]:
    shown = {name: value.local or value.received for name, value in dataset.properties.items()}
    return {name: value for name, value in shown.items() if value is not None}
