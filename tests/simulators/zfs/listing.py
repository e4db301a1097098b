# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""zfs list, get, holds; zpool get, list. Fields are separated by tabs, as with -H."""

from __future__ import annotations

import datetime
import re
import typing as t

from .options import Call
from .state import BLOCK, Answer, Bookmark, Dataset, Failed, Snapshot, System
from .stream import token_of

# What is settable, with its default; what it is where it does not apply is "-".
_DEFAULTS = {"readonly": "off", "compression": "off", "recordsize": "131072", "refreservation": "none"}
_OF_FILE_SYSTEMS = {"canmount": "on", "mountpoint": "none"}
_READ_ONLY = frozenset(
    (
        *("name", "type", "guid", "createtxg", "creation", "used", "written", "referenced", "origin", "clones"),
        *("userrefs", "defer_destroy", "volsize", "volblocksize", "receive_resume_token"),
        *("encryption", "keystatus", "encryptionroot", "ivsetguid"),
    )
)
_HIDDEN = "stmf_sbd_lu"
Thing = t.Union[Dataset, Snapshot, Bookmark]


def get(system: System, call: Call, answer: Answer) -> None:
    """zfs get -H; what does not exist is said, and the rest is told all the same."""
    wanted, names = call.operands[0].split(","), call.operands[1:]
    columns = call.value("o", "name,property,value,source").split(",")
    for key in wanted:
        if ":" not in key and key not in (*_READ_ONLY, *_DEFAULTS, *_OF_FILE_SYSTEMS, _HIDDEN):
            raise Failed(f"bad property list: invalid property '{key}'\nusage:", 2)
    # The order of the names does not count.
    for name in sorted(names):
        things = _below(system, name, {"filesystem", "volume", "snapshot"}, None) if "r" in call else [name]
        for each in things:
            thing = _thing(system, each, answer)
            for key in wanted if thing else ():
                value, source = _property(system, each, t.cast(Thing, thing), key)
                row = {"name": each, "property": key, "value": value, "source": source}
                answer.say("\t".join(row[column] for column in columns))


def list_(system: System, call: Call, answer: Answer) -> None:
    """zfs list -H of data sets, snapshots and bookmarks."""
    kinds = set(call.value("t", "filesystem,volume").split(","))
    kinds = {"filesystem", "volume", "snapshot", "bookmark"} if "all" in kinds else kinds
    columns = call.value("o", "name,used,avail,refer,mountpoint").split(",")
    # A snapshot or a data set that is named is listed whatever its kind; -r and -d go below it.
    depth = None if "r" in call or not call.operands else int(call.value("d", "0"))
    for name in sorted(call.operands) or [each for each in system.datasets if "/" not in each]:
        if _thing(system, name, answer) is None:
            continue
        found = [name] if "@" in name else _below(system, name, kinds, depth)
        if "@" not in name and depth == 0 and "d" not in call and kinds & {"snapshot", "bookmark"}:
            found = _below(system, name, kinds, 1)
        for each in found:
            thing = t.cast(Thing, _thing(system, each, answer))
            answer.say("\t".join(_property(system, each, thing, column)[0] for column in columns))


def holds(system: System, call: Call, answer: Answer) -> None:
    """zfs holds -H."""
    for name in call.operands:
        thing = _thing(system, name, answer)
        for tag, when in thing.holds.items() if isinstance(thing, Snapshot) else ():
            date = datetime.datetime.fromtimestamp(when, datetime.timezone.utc).strftime("%a %b %e %H:%M %Y")
            answer.say(f"{name}\t{tag}\t{date}")


def pool_get(system: System, call: Call, answer: Answer) -> None:
    """zpool get -H."""
    columns = call.value("o", "name,property,value,source").split(",")
    for name in sorted(call.operands[1:]):
        pool = system.pools.get(name)
        if pool is None:
            answer.stderr += f"cannot open '{name}': no such pool\n"
            answer.rc = 1
            continue
        room = system.room(name)
        values = {
            "health": pool.health,
            "readonly": pool.readonly,
            "free": str((1 << 20 if room is None else room) * BLOCK),
        }
        values.update({f"feature@{key}": state for key, state in pool.features.items()})
        for key in call.operands[0].split(","):
            row = {"name": name, "property": key, "value": values.get(key, "-"), "source": "-"}
            answer.say("\t".join(row[column] for column in columns))


def _thing(system: System, name: str, answer: Answer) -> Thing | None:
    """What *name* stands for; None, and a word about it, for nothing."""
    above, sign, short = re.fullmatch(r"([^@#]*)([@#]?)(.*)", name).groups()  # type: ignore[union-attr]
    found: Thing | None = system.datasets.get(above)
    if sign and isinstance(found, Dataset):
        among: t.Sequence[Thing] = found.snapshots if sign == "@" else found.bookmarks
        found = next((each for each in among if getattr(each, "name", "") == short), None)
    if found is None:
        answer.stderr += f"cannot open '{name}': dataset does not exist\n"
        answer.rc = 1
    return found


def _below(system: System, name: str, kinds: set[str], depth: int | None) -> list[str]:
    """Names at and below *name*, as deep as *depth*; the snapshots of a data set are one deeper than it is."""
    found = []
    for each in sorted(system.datasets):
        if each != name and not each.startswith(name + "/"):
            continue
        deep = each.count("/") - name.count("/")
        dataset = system.datasets[each]
        if dataset.kind in kinds and (depth is None or deep <= depth):
            found.append(each)
        if depth is None or deep < depth:
            found += [f"{each}@{snapshot.name}" for snapshot in dataset.snapshots if "snapshot" in kinds]
            found += [f"{each}#{bookmark.name}" for bookmark in dataset.bookmarks if "bookmark" in kinds]
    return found


def _property(system: System, name: str, thing: Thing, key: str) -> tuple[str, str]:
    """Value and source of a property; "-" for none."""
    if key in _READ_ONLY:
        values = _of_dataset(system, name, thing) if isinstance(thing, Dataset) else _of_snapshot(system, name, thing)
        return values.get(key, ("-", "-"))
    if isinstance(thing, Snapshot):
        return (thing.properties[key], "local") if key in thing.properties else ("-", "-")
    if not isinstance(thing, Dataset) or (key in _OF_FILE_SYSTEMS and thing.kind == "volume"):
        return "-", "-"
    value = thing.properties.get(key)
    if value and value.local is not None:
        return value.local, "local"
    if value and value.received is not None:
        return value.received, "received"
    default = {**_DEFAULTS, **_OF_FILE_SYSTEMS}.get(key)
    return (default, "default") if default else ("-", "-")


def _of_dataset(system: System, name: str, dataset: Dataset) -> dict[str, tuple[str, str]]:
    partial = dataset.partial
    # What came of a first stream lies in the data set itself.
    came = BLOCK * len(partial["records"]) if partial and not dataset.snapshots else 0
    values = {
        "name": (name, "-"),
        "type": (dataset.kind, "-"),
        "guid": (str(dataset.guid), "-"),
        "createtxg": (str(dataset.txg), "-"),
        "written": (str(dataset.written() + came), "-"),
        "origin": (dataset.origin or "-", "-"),
        "encryption": ("aes-256-gcm", "-") if dataset.encrypted else ("off", "default"),
    }
    if partial:
        values["receive_resume_token"] = (token_of(partial["header"], len(partial["records"])), "-")
    if dataset.kind == "volume":
        values["volsize"] = (str(dataset.volsize), "local")
        values["volblocksize"] = (str(dataset.block_size), "default" if dataset.block_size == 8192 else "-")
    if dataset.encrypted:
        values["keystatus"] = ("available" if dataset.key_loaded else "unavailable", "-")
        values["encryptionroot"] = (name, "-")
    return values


def _of_snapshot(system: System, name: str, thing: Snapshot | Bookmark) -> dict[str, tuple[str, str]]:
    values = {
        "name": name,
        "type": "bookmark" if isinstance(thing, Bookmark) else "snapshot",
        "guid": str(thing.guid),
        "createtxg": str(thing.txg),
        "creation": str(thing.created),
        "referenced": str(len(thing.content) * BLOCK),
        "ivsetguid": str(thing.ivset) if thing.ivset or isinstance(thing, Bookmark) else "-",
    }
    if isinstance(thing, Snapshot):
        dataset = system.datasets[name.partition("@")[0]]
        values["written"] = str(dataset.written(thing))
        values["used"] = "0"
        values["userrefs"] = str(len(thing.holds))
        values["defer_destroy"] = "on" if thing.deferred else "off"
        values["clones"] = ",".join(system.clones(name)) or "-"
        values["volsize"] = str(thing.volsize)
    return {key: (value, "-") for key, value in values.items()}
