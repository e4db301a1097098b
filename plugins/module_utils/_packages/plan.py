# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a folder and a host's sources lack."""

from __future__ import annotations

import dataclasses
import typing as t

from .._core.errors import Refusal
from .._core.plan import Operation, Plan
from .model import ENDING, Folder, Host, Package, Release, Source, Wanted
from .ready import host_refusals, mismatch
from .render import render_sums


@dataclasses.dataclass(frozen=True)
class Take:
    """These packages come in."""

    packages: tuple[Package, ...]


@dataclasses.dataclass(frozen=True)
class Write:
    """The index and the lists say what is here: for whom, and these packages."""

    release: Release
    packages: tuple[Package, ...]


@dataclasses.dataclass(frozen=True)
class Remove:
    """These files go."""

    files: tuple[str, ...]


@dataclasses.dataclass(frozen=True)
class PutSource:
    """The source file says *text*; None: there is none."""

    text: str | None


def missing(current: Folder, wanted: Wanted) -> tuple[Package, ...]:
    """The packages that have to come from elsewhere."""
    return tuple(each for each in wanted.packages if not current.has(each))


def plan_folder(current: Folder, wanted: Wanted) -> Plan:
    """New packages first, then the index, then what goes: at any moment the index names only what is there."""
    before = {"files": sorted(current.digests)}
    if wanted.release is None:
        gone = tuple(sorted(current.digests))
        emptied = (Operation(f"remove {len(gone)} files from {current.path}", Remove(gone)),) if gone else ()
        return Plan(before, {"files": []}, emptied)
    content = _content(current, wanted)
    operations = []
    new = missing(current, wanted)
    if new:
        size = sum(each.size for each in new)
        operations.append(Operation(f"take {_count(new)} ({size / 1e6:.1f} MB) into {current.path}", Take(new)))
    if _sums(current) != render_sums(wanted.release, content):
        action = Write(wanted.release, content)
        operations.append(Operation(f"write the index of {_count(content)} in {current.path}", action))
    surplus = _surplus(current, content, wanted)
    if surplus:
        operations.append(Operation(f"remove {', '.join(surplus)} from {current.path}", Remove(surplus)))
    after = {"files": sorted({*current.digests, *(each.file for each in new)} - {*surplus})}
    return Plan(before, after, tuple(operations), (*mismatch(current, wanted.release), *_room(current, new)))


def _content(current: Folder, wanted: Wanted) -> tuple[Package, ...]:
    """What the index will name: all that is wanted, and what is whole here and stays."""
    found = {each.file: each for each in current.packages if current.has(each) and not wanted.remove_others}
    if wanted.remove_old_versions:
        newest = {(each.name, each.architecture) for each in wanted.packages}
        found = {file: each for file, each in found.items() if (each.name, each.architecture) not in newest}
    found.update((each.file, each) for each in wanted.packages)
    return tuple(found[file] for file in sorted(found))


def _surplus(current: Folder, content: t.Iterable[Package], wanted: Wanted) -> tuple[str, ...]:
    """Files that go, by the leave there is."""
    kept = {each.file for each in content}
    newest = {(each.name, each.architecture) for each in wanted.packages}
    found = (name for name in sorted(current.digests) if name.endswith(ENDING) and name not in kept)
    # By the file's name: the index of an interrupted run may know it no longer.
    old = {name for name in found if wanted.remove_others or (name.split("_")[0], _architecture(name)) in newest}
    return tuple(sorted(old)) if wanted.remove_others or wanted.remove_old_versions else ()


def _architecture(file: str) -> str:
    return file[: -len(ENDING)].rpartition("_")[2]


def _sums(current: Folder) -> str:
    """The list that is there, if it is true of the files beside it that are lists themselves; else nothing."""
    lists = [name for name in current.sums if not name.endswith(ENDING)]
    if any(current.digests.get(name) != current.sums[name] for name in lists):
        return ""
    return "".join(f"{current.sums[name]}  {name}\n" for name in sorted(current.sums))


def _room(current: Folder, new: t.Sequence[Package]) -> t.Iterator[Refusal]:
    # They come in one archive, which lies beside them until they are unpacked.
    needed = 2 * sum(each.size for each in new)
    if needed > current.free:
        yield Refusal(
            f"{current.path} has room for {current.free / 1e6:.0f} MB, and needs {needed / 1e6:.0f} MB for a while",
            "make room there",
        )


def taken(todo: Plan) -> dict[str, t.Any]:
    """``missing``: the files that a plan takes in."""
    actions = [operation.action for operation in todo.operations]
    return {"missing": [each.file for action in actions if isinstance(action, Take) for each in action.packages]}


def plan_source(current: Host, wanted: Source) -> Plan:
    """The source file, where the folder does for this host."""
    operations: tuple[Operation, ...] = ()
    if current.source != wanted.text:
        words = "install packages from the folder" if wanted.text else "install packages from the folder no longer"
        operations = (Operation(words, PutSource(wanted.text)),)
    refusals = tuple(host_refusals(current, wanted.release)) if wanted.text else ()
    return Plan({"source": current.source}, {"source": wanted.text}, operations, refusals)


def plan_download(current: Folder, wanted: Wanted) -> Plan:
    """The packages that neither the destination has (they are not wanted then) nor an interrupted run has left here."""
    new = missing(current, wanted)
    size = sum(each.size for each in new)
    operations = (Operation(f"download {_count(new)} ({size / 1e6:.1f} MB)", Take(new)),) if new else ()
    return Plan({"files": sorted(current.digests)}, {"files": [each.file for each in new]}, operations)


def _count(packages: t.Sequence[Package]) -> str:
    return f"{len(packages)} package{'' if len(packages) == 1 else 's'}"
