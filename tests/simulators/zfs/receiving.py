# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""zfs receive."""

from __future__ import annotations

import typing as t

from .options import Call
from .state import Answer, Dataset, Failed, Snapshot, System, Value, changed
from .stream import Header, Record, applied, read_stream, token_of

_NEW, _MORE = "cannot receive new filesystem stream", "cannot receive incremental stream"
# A volume has none of these.
_OF_FILE_SYSTEMS = ("mountpoint", "canmount")
_CRASH = "BUG: kernel NULL pointer dereference in dsl_prop_get_dd"


def receive(system: System, call: Call, data: bytes, answer: Answer) -> None:
    """A stream is received, or with -A what came of one is given up."""
    name = call.operands[0]
    if "A" in call:
        _abort(system, name)
        return
    header, records, whole = read_stream(data)
    if "skip" in header:
        _resumed(system, call, header, records, whole)
        return
    if "F" in call:
        raise Failed("not simulated: zfs receive -F", 2)
    _properties_fit(system, name, header, call)
    if header["base"]:
        _increment_fits(system, name, header)
    else:
        _new_fits(system, name)
    if not whole:
        _cut(system, call, name, header, records)
    _check_space(system, call, name, header, records)
    _finish(system, name, header, records, call)


def _abort(system: System, name: str) -> None:
    dataset = system.dataset(name)
    if dataset.partial is None:
        raise Failed(f"'{name}' does not have any resumable receive state to abort")
    dataset.partial = None
    if not dataset.snapshots:
        del system.datasets[name]


def _resumed(system: System, call: Call, header: Header, records: list[Record], whole: bool) -> None:
    name = call.operands[0]
    dataset = system.datasets.get(name)
    partial = dataset.partial if dataset else None
    if (
        dataset is None
        or partial is None
        or (partial["header"]["guid"], len(partial["records"]))
        != (
            header["guid"],
            header["skip"],
        )
    ):
        raise Failed("cannot receive resume stream: kernel modules must be upgraded to receive this stream.")
    header = partial["header"]
    records = partial["records"] + records
    if not whole:
        _cut(system, call, name, header, records, resumed=True)
    _check_space(system, call, name, header, records)
    dataset.partial = None
    _finish(system, name, header, records, call)


def _properties_fit(system: System, name: str, header: Header, call: Call) -> None:
    excluded = call.options.get("x", [])
    before = system.datasets.get(name)
    had = before.properties.get("stmf_sbd_lu") if before else None
    sent = header["properties"]
    lost = had and had.received and not had.local and sent is not None and "stmf_sbd_lu" not in sent
    if "stmf_sbd_lu" in excluded or (lost and "stmf_sbd_lu" not in call.pairs("o")):
        system.panic = _CRASH
        raise Failed("", 134)
    for key in call.pairs("o"):
        if header["kind"] == "volume" and key in _OF_FILE_SYSTEMS:
            what = _MORE if header["base"] else _NEW
            raise Failed(f"{what}: property '{key}' does not apply to datasets of this type")


def _new_fits(system: System, name: str) -> None:
    parent = name.rpartition("/")[0]
    if parent not in system.datasets:
        raise Failed(f"cannot open '{parent}': dataset does not exist\n{_NEW}: unable to restore to destination")
    if name in system.datasets:
        raise Failed(f"{_NEW}: destination '{name}' exists\nmust specify -F to overwrite it")


def _increment_fits(system: System, name: str, header: Header) -> None:
    dataset = system.datasets.get(name)
    if dataset is None:
        raise Failed(f"{_MORE}: destination '{name}' does not exist")
    if dataset.partial:
        raise Failed(f'{_MORE}: destination {name} contains partially-complete state from "zfs receive -s".')
    short = header["name"].partition("@")[2]
    index = next((number for number, each in enumerate(dataset.snapshots) if each.guid == header["base"]), None)
    if index is None:
        raise Failed(f"{_MORE}: most recent snapshot of {name} does not\nmatch incremental source")
    if dataset.snapshot(short):
        raise Failed(f"cannot restore to {name}@{short}: destination already exists")
    if changed(dataset.snapshots[index].content, dataset.content):
        raise Failed(f"{_MORE}: destination {name} has been modified\nsince most recent snapshot")
    _encryption_fits(dataset, dataset.snapshots[index], header)
    if dataset.large and not header["large"]:
        raise Failed(f"{_MORE}: incremental send stream requires -L (--large-block), to match previous receive.")


def _encryption_fits(dataset: Dataset, base: Snapshot, header: Header) -> None:
    if header["raw"] and base.ivset != header["base_ivset"]:
        raise Failed(
            f"{_MORE}: IV set guid mismatch. See the 'zfs receive' man page section\n"
            " discussing the limitations of raw encrypted send streams."
        )
    if dataset.encrypted and not header["raw"] and not dataset.key_loaded:
        raise Failed(f"{_MORE}: inherited key must be loaded")


def _cut(
    system: System,
    call: Call,
    name: str,
    header: Header,
    records: list[Record],
    why: str = "",
    resumed: bool = False,
) -> t.NoReturn:
    """The stream ends too early: what came of it is kept for a resume, if that was asked for."""
    what = "cannot receive resume stream" if resumed else (_MORE if header["base"] else _NEW)
    text = f"{what}: {why or 'checksum mismatch or incomplete stream.'}"
    if "s" not in call:
        raise Failed(text)
    if name not in system.datasets:
        system.datasets[name] = _empty(system, name, header)
    system.datasets[name].partial = {"header": header, "records": records}
    token = token_of(header, len(records))
    raise Failed(
        f"{text}\nPartially received snapshot is saved.\n"
        f"A resuming stream can be generated on the sending system by running:\n    zfs send -t {token}"
    )


def _check_space(system: System, call: Call, name: str, header: Header, records: list[Record]) -> None:
    """As many places as fit are taken; that a full pool ends so is unverified."""
    room = system.room(name.partition("/")[0])
    if room is not None and len(records) > room:
        _cut(system, call, name, header, records[:room], "out of space")


def _empty(system: System, name: str, header: Header) -> Dataset:
    """A new data set. What is not raw is encrypted as its parent is, with the parent's key."""
    parent = system.datasets[name.rpartition("/")[0]]
    return Dataset(
        system.guid(),
        system.txg(name),
        header["kind"],
        header["volsize"],
        header["block_size"],
        encrypted=header["raw"] or parent.encrypted,
        key_loaded=not header["raw"] and parent.key_loaded,
        large=header["large"],
    )


def _finish(system: System, name: str, header: Header, records: list[Record], call: Call) -> None:
    if name not in system.datasets:
        system.datasets[name] = _empty(system, name, header)
    dataset = system.datasets[name]
    base = next((each.content for each in dataset.snapshots if each.guid == header["base"]), {})
    dataset.content, dataset.volsize = applied(base, records), header["volsize"]
    ivset = header["ivset"] if header["raw"] else (system.guid() if dataset.encrypted else 0)
    short = header["name"].partition("@")[2]
    txg = system.txg(name)
    content = dict(dataset.content)
    dataset.snapshots.append(Snapshot(short, header["guid"], txg, header["created"], content, dataset.volsize, ivset))
    for key, value in (header["properties"] or {}).items():
        dataset.properties.setdefault(key, Value()).received = value
    for key, value in call.pairs("o").items():
        dataset.properties.setdefault(key, Value()).local = value
