# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the simulated host has, as plain data that goes through JSON."""

from __future__ import annotations

import dataclasses
import typing as t

# Bytes that a written place takes.
BLOCK = 4096


class Failed(Exception):
    """A command fails: what it says on standard error, and its exit code."""

    def __init__(self, text: str, rc: int = 1) -> None:
        super().__init__(text)
        self.text, self.rc = text, rc


@dataclasses.dataclass
class Answer:
    """Standard output, standard error and the exit code of a command."""

    rc: int = 0
    stdout: bytes = b""
    stderr: str = ""

    def say(self, line: str) -> None:
        """A line on standard output."""
        self.stdout += line.encode() + b"\n"


@dataclasses.dataclass
class Snapshot:
    """A snapshot. *content*: by place, what was written there."""

    name: str
    guid: int
    txg: int
    created: int
    content: dict[str, str]
    volsize: int = 0
    ivset: int = 0
    holds: dict[str, int] = dataclasses.field(default_factory=dict)
    properties: dict[str, str] = dataclasses.field(default_factory=dict)
    deferred: bool = False


@dataclasses.dataclass
class Bookmark:
    """What is left of a snapshot. Its *content* serves only to tell what has changed since."""

    name: str
    guid: int
    txg: int
    created: int
    ivset: int = 0
    content: dict[str, str] = dataclasses.field(default_factory=dict)


@dataclasses.dataclass
class Value:
    """A property: what was set here, and what was received; None for neither."""

    local: str | None = None
    received: str | None = None


@dataclasses.dataclass
class Dataset:
    """A file system or a volume.

    large -- it has blocks above 128 KiB, or was received as if it had
    partial -- of a receive that was cut off: the header of the stream, and the records that came
    """

    guid: int
    txg: int
    kind: str = "filesystem"
    volsize: int = 0
    block_size: int = 0
    content: dict[str, str] = dataclasses.field(default_factory=dict)
    snapshots: list[Snapshot] = dataclasses.field(default_factory=list)
    bookmarks: list[Bookmark] = dataclasses.field(default_factory=list)
    properties: dict[str, Value] = dataclasses.field(default_factory=dict)
    origin: str = ""
    encrypted: bool = False
    key_loaded: bool = True
    large: bool = False
    partial: dict[str, t.Any] | None = None
    allowed: dict[str, list[str]] = dataclasses.field(default_factory=dict)

    def snapshot(self, name: str) -> Snapshot | None:
        """The snapshot of this name."""
        return next((each for each in self.snapshots if each.name == name), None)

    def written(self, snapshot: Snapshot | None = None) -> int:
        """Bytes that came since the snapshot before *snapshot*, or since the newest one."""
        index = len(self.snapshots) if snapshot is None else self.snapshots.index(snapshot)
        before = self.snapshots[index - 1].content if index else {}
        return changed(before, self.content if snapshot is None else snapshot.content)


@dataclasses.dataclass
class Pool:
    """A pool. *blocks*: how many places can be written in it; None for as many as you like."""

    txg: int = 6
    health: str = "ONLINE"
    readonly: str = "off"
    blocks: int | None = None
    features: dict[str, str] = dataclasses.field(default_factory=lambda: {"large_blocks": "enabled"})


@dataclasses.dataclass
class Fault:
    """The act number *at* (counted from 1) goes wrong; see host.py for the kinds."""

    at: int
    kind: str


@dataclasses.dataclass
class System:
    """The whole host.

    acts -- how many commands were meant to change something, or to send
    panic -- why the kernel has crashed; nothing works any more then
    """

    pools: dict[str, Pool] = dataclasses.field(default_factory=dict)
    datasets: dict[str, Dataset] = dataclasses.field(default_factory=dict)
    faults: list[Fault] = dataclasses.field(default_factory=list)
    log: list[list[str]] = dataclasses.field(default_factory=list)
    acts: int = 0
    made: int = 0
    clock: int = 1795350719
    panic: str = ""

    def guid(self) -> int:
        """A number that nothing else has: it looks like one, and is the same in each run."""
        self.made += 1
        return (self.made * 0x9E3779B97F4A7C15) % (1 << 64)

    def txg(self, name: str) -> int:
        """The next transaction group of the pool of *name*."""
        pool = self.pools[name.partition("/")[0]]
        pool.txg += 1
        return pool.txg

    def dataset(self, name: str) -> Dataset:
        """The data set *name*. Raises Failed."""
        if name not in self.datasets:
            raise Failed(f"cannot open '{name}': dataset does not exist")
        return self.datasets[name]

    def room(self, pool: str) -> int | None:
        """How many places can still be written in a pool; None for as many as you like."""
        blocks = self.pools[pool].blocks
        used = sum(len(each.content) for name, each in self.datasets.items() if name.partition("/")[0] == pool)
        return None if blocks is None else max(blocks - used, 0)

    def clones(self, snapshot: str) -> list[str]:
        """The data sets whose origin is *snapshot*."""
        return [name for name, each in self.datasets.items() if each.origin == snapshot]


def changed(before: dict[str, str], after: dict[str, str]) -> int:
    """Bytes of the places that are not the same."""
    return BLOCK * sum(1 for place in {**before, **after} if before.get(place) != after.get(place))


def load(data: dict[str, t.Any]) -> System:
    """A System out of what ``dump`` made of one; whatever is left out has its default."""
    values = dict(data)
    values["pools"] = {name: Pool(**each) for name, each in values.get("pools", {}).items()}
    values["datasets"] = {name: _dataset(each) for name, each in values.get("datasets", {}).items()}
    values["faults"] = [Fault(**each) for each in values.get("faults", [])]
    return System(**values)


def dump(system: System) -> dict[str, t.Any]:
    """The whole host as plain data."""
    return dataclasses.asdict(system)


def _dataset(data: dict[str, t.Any]) -> Dataset:
    values = dict(data)
    values["snapshots"] = [Snapshot(**each) for each in values.get("snapshots", [])]
    values["bookmarks"] = [Bookmark(**each) for each in values.get("bookmarks", [])]
    values["properties"] = {name: Value(**each) for name, each in values.get("properties", {}).items()}
    return Dataset(**values)
