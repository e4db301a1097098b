# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Commands that change data sets, but for send and receive."""

from __future__ import annotations

import re

from .options import Call
from .state import Answer, Bookmark, Dataset, Failed, Snapshot, System, Value

_UNITS = {"": 1, "K": 1 << 10, "M": 1 << 20, "G": 1 << 30, "T": 1 << 40}
# Longer values are refused: 4000 characters went, 9000 did not.
_LONGEST = 8191
_BOOKMARK_USAGE = """usage:
\tbookmark <snapshot|bookmark> <newbookmark>

For the property list, run: zfs set|get

For the delegated permission list, run: zfs allow|unallow"""
_CRASH = "BUG: kernel NULL pointer dereference in dsl_prop_get_dd"


def create(system: System, call: Call, _answer: Answer) -> None:
    """zfs create, of a volume with -V, of an encrypted one with -o encryption=on."""
    name = call.operands[0]
    if name in system.datasets:
        raise Failed(f"cannot create '{name}': dataset already exists")
    for parent in (name[: match.start()] for match in re.finditer("/", name)):
        if parent not in system.datasets:
            if "p" not in call or "/" not in parent:
                raise Failed(f"cannot create '{name}': parent does not exist")
            system.datasets[parent] = Dataset(system.guid(), system.txg(name))
    given = call.pairs("o")
    dataset = Dataset(system.guid(), system.txg(name))
    if "V" in call:
        dataset.kind, dataset.volsize = "volume", size_of(call.value("V"))
        dataset.block_size = size_of(call.value("b", "8K"))
    dataset.encrypted = given.pop("encryption", "off") != "off"
    dataset.large = given.get("recordsize") == "1M" or dataset.block_size > 128 << 10
    dataset.properties = {key: Value(value) for key, value in given.items()}
    system.datasets[name] = dataset


def size_of(text: str) -> int:
    """Bytes of 16M."""
    match = re.fullmatch(r"(\d+)([KMGT]?)", text)
    if not match:
        raise Failed(f"bad volume size '{text}'")
    return int(match[1]) * _UNITS[match[2]]


def take(system: System, call: Call, _answer: Answer) -> None:
    """zfs snapshot: all of them in one transaction, or none."""
    for name in call.operands:
        above, _at, short = name.partition("@")
        dataset = system.datasets.get(above)
        if dataset is None:
            raise Failed(f"cannot open '{above}': dataset does not exist\nusage:", 2)
        if dataset.snapshot(short):
            none = "\nno snapshots were created" if len(call.operands) > 1 else ""
            raise Failed(f"cannot create snapshot '{name}': dataset already exists{none}")
    system.clock += 1
    txg = system.txg(call.operands[0])
    for name in call.operands:
        above, _at, short = name.partition("@")
        dataset = system.datasets[above]
        ivset = system.guid() if dataset.encrypted else 0
        new = Snapshot(short, system.guid(), txg, system.clock, dict(dataset.content), dataset.volsize, ivset)
        new.properties = call.pairs("o")
        dataset.snapshots.append(new)


def bookmark(system: System, call: Call, _answer: Answer) -> None:
    """zfs bookmark SNAPSHOT BOOKMARK."""
    given, name = call.operands
    try:
        snapshot = snapshot_of(system, given)
    except Failed as failed:
        raise Failed(f"{failed.text}\n{_BOOKMARK_USAGE}", 2) from failed
    dataset = system.dataset(name.partition("#")[0])
    short = name.partition("#")[2]
    if any(each.name == short for each in dataset.bookmarks):
        raise Failed(f"cannot create bookmark '{name}': bookmark exists")
    new = Bookmark(short, snapshot.guid, snapshot.txg, snapshot.created, snapshot.ivset, dict(snapshot.content))
    dataset.bookmarks.append(new)


def hold(system: System, call: Call, _answer: Answer) -> None:
    """zfs hold TAG SNAPSHOT..."""
    tag, *names = call.operands
    for name in names:
        above, _at, short = name.partition("@")
        snapshot = system.datasets[above].snapshot(short) if above in system.datasets else None
        if snapshot is None:
            raise Failed(f"cannot hold snapshot '{name}': dataset does not exist")
        if tag in snapshot.holds:
            raise Failed(f"cannot hold snapshot '{name}': tag already exists on this dataset")
        snapshot.holds[tag] = system.clock


def release(system: System, call: Call, _answer: Answer) -> None:
    """zfs release TAG SNAPSHOT...; a snapshot whose destruction was deferred goes with its last hold."""
    tag, *names = call.operands
    for name in names:
        snapshot = snapshot_of(system, name)
        if tag not in snapshot.holds:
            raise Failed(f"cannot release hold from snapshot '{name}': no such tag on this dataset")
        del snapshot.holds[tag]
        if snapshot.deferred and not snapshot.holds:
            system.datasets[name.partition("@")[0]].snapshots.remove(snapshot)


def destroy(system: System, call: Call, _answer: Answer) -> None:
    """zfs destroy, of one snapshot, bookmark or data set."""
    name = call.operands[0]
    if "#" in name:
        _destroy_bookmark(system, name)
    elif "@" in name:
        _destroy_snapshot(system, name, "d" in call)
    else:
        _destroy_dataset(system, name, "r" in call)


def _destroy_bookmark(system: System, name: str) -> None:
    above, _sign, short = name.partition("#")
    dataset = system.dataset(above)
    left = [each for each in dataset.bookmarks if each.name != short]
    if len(left) == len(dataset.bookmarks):
        raise Failed(f"bookmark '{name}' does not exist.")
    dataset.bookmarks = left


def _destroy_snapshot(system: System, name: str, deferred: bool) -> None:
    above, _at, short = name.partition("@")
    if set(",%") & set(short):
        raise Failed("not simulated: several snapshots at once", 2)
    dataset = system.dataset(above)
    snapshot = dataset.snapshot(short)
    if snapshot is None:
        raise Failed("could not find any snapshots to destroy; check snapshot names.")
    clones = system.clones(name)
    if deferred and (clones or snapshot.holds):
        snapshot.deferred = True
        return
    if clones:
        shown = "\n".join(clones)
        raise Failed(
            f"cannot destroy '{name}': snapshot has dependent clones\n"
            f"use '-R' to destroy the following datasets:\n{shown}"
        )
    if snapshot.holds:
        raise Failed(f"cannot destroy snapshot {name}: dataset is busy")
    dataset.snapshots.remove(snapshot)


def _destroy_dataset(system: System, name: str, with_snapshots: bool) -> None:
    dataset = system.dataset(name)
    if dataset.snapshots and not with_snapshots:
        shown = "\n".join(f"{name}@{each.name}" for each in reversed(dataset.snapshots))
        raise Failed(
            f"cannot destroy '{name}': {dataset.kind} has children\n"
            f"use '-r' to destroy the following datasets:\n{shown}"
        )
    clones = [clone for each in dataset.snapshots for clone in system.clones(f"{name}@{each.name}")]
    if clones:
        shown = "\n".join(clones)
        raise Failed(
            f"cannot destroy '{name}': {dataset.kind} has dependent clones\n"
            f"use '-R' to destroy the following datasets:\n{shown}"
        )
    del system.datasets[name]


def rollback(system: System, call: Call, _answer: Answer) -> None:
    """zfs rollback SNAPSHOT, which must be the newest one."""
    name = call.operands[0]
    above = name.partition("@")[0]
    dataset, snapshot = system.dataset(above), snapshot_of(system, name)
    newer = dataset.snapshots[dataset.snapshots.index(snapshot) + 1 :]
    if newer:
        shown = "\n".join(f"{above}@{each.name}" for each in reversed(newer))
        raise Failed(
            f"cannot rollback to '{name}': more recent snapshots or bookmarks exist\n"
            f"use '-r' to force deletion of the following snapshots and bookmarks:\n{shown}"
        )
    dataset.content, dataset.volsize = dict(snapshot.content), snapshot.volsize


def clone(system: System, call: Call, _answer: Answer) -> None:
    """zfs clone SNAPSHOT NAME: no property comes along but those that are given."""
    given, name = call.operands
    snapshot = snapshot_of(system, given)
    if name in system.datasets:
        raise Failed(f"cannot create '{name}': dataset already exists")
    if name.rpartition("/")[0] not in system.datasets:
        raise Failed(f"cannot create '{name}': parent does not exist")
    of = system.datasets[given.partition("@")[0]]
    new = Dataset(system.guid(), system.txg(name), of.kind, snapshot.volsize, of.block_size, dict(snapshot.content))
    new.origin, new.properties = given, {key: Value(value) for key, value in call.pairs("o").items()}
    system.datasets[name] = new


def rename(system: System, call: Call, _answer: Answer) -> None:
    """zfs rename, of a snapshot or a data set."""
    old, new = call.operands
    if "@" in old:
        snapshot_of(system, old).name = new.partition("@")[2]
    else:
        system.datasets[new] = system.dataset(old)
        del system.datasets[old]


def assign(system: System, call: Call, _answer: Answer) -> None:
    """zfs set NAME=VALUE DATASET."""
    pair, name = call.operands
    key, _equals, value = pair.partition("=")
    dataset = system.dataset(name)
    if len(value) > _LONGEST:
        raise Failed(f"cannot set property for '{name}': '{key}' is too long")
    if key == "volsize":
        dataset.volsize = size_of(value)
        return
    if dataset.kind == "volume" and key in ("canmount", "mountpoint"):
        raise Failed(f"cannot set property for '{name}': '{key}' does not apply to datasets of this type")
    dataset.properties.setdefault(key, Value()).local = value


def inherit(system: System, call: Call, _answer: Answer) -> None:
    """zfs inherit: for the hidden property the end of the kernel."""
    key, name = call.operands
    if key == "stmf_sbd_lu":
        system.panic = _CRASH
        raise Failed("", 134)
    system.dataset(name).properties.pop(key, None)


def allow(system: System, call: Call, answer: Answer) -> None:
    """zfs allow: with a data set alone, what is delegated on it; with -l -d -u, delegates more."""
    *given, name = call.operands
    rights = system.dataset(name).allowed
    if given:
        rights[call.value("u")] = sorted({*rights.get(call.value("u"), []), *given[0].split(",")})
    elif rights:
        answer.say(f"---- Permissions on {name} ".ljust(70, "-") + "\nLocal+Descendent permissions:")
        for user, words in rights.items():
            answer.say(f"\tuser {user} {','.join(words)}")


def key(system: System, call: Call, loaded: bool) -> None:
    """zfs load-key, unload-key."""
    system.dataset(call.operands[0]).key_loaded = loaded


def snapshot_of(system: System, name: str) -> Snapshot:
    """The snapshot of this full name. Raises Failed."""
    above, _at, short = name.partition("@")
    snapshot = system.datasets[above].snapshot(short) if above in system.datasets else None
    if snapshot is None:
        raise Failed(f"cannot open '{name}': dataset does not exist")
    return snapshot
