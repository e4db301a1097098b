# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Data sets, their snapshots, and what is wanted of a pair of them."""

from __future__ import annotations

import dataclasses
import re
import typing as t

from .._core.errors import Refusal

# The hidden property with the identity of a COMSTAR logical unit. It may be set, and nothing else: to exclude or to
# inherit it crashes the kernel of the receiver (OpenZFS 2.1.11 on Linux). No step of ours can express either.
UNIT = "stmf_sbd_lu"
# What ZFS cannot tell by itself is kept in user properties of the target.
LINEAGE, ROLE, EPOCH, LEASE, PROMISE = (
    f"quorate.ha_storage:{word}" for word in ("lineage", "role", "epoch", "lease", "promise")
)
# The identity of a LUN goes with its data: for COMSTAR the hidden property, for LIO the serial of the unit; its number,
# and who sees it.
SERIAL, LUN, GROUP = (f"quorate.ha_storage:{word}" for word in ("serial", "lun", "host_group"))
IDENTITY = (UNIT, SERIAL, LUN, GROUP)
# Of a clone that was made here: the data set that it is one of.
OWNER = "quorate.ha_storage:clone_of"
SOURCE, TARGET = "source", "target"
VOLUME = "volume"


class Snapshot(t.NamedTuple):
    """A snapshot or a bookmark of a data set.

    name -- what stands behind ``@`` or ``#``
    guid -- the same in every copy; "" for a snapshot that is still to be made
    txg -- the order in which they were made, within one pool
    created -- seconds since 1970; copies keep it
    written -- bytes that came since the one before
    ivset -- guid of the IV set, "" where nothing is encrypted: a raw copy of a snapshot has the same one
    tags -- of its holds; holds -- how many there are; clones -- data sets that depend on it
    """

    name: str
    guid: str
    txg: int
    created: int
    written: int = 0
    ivset: str = ""
    holds: int = 0
    tags: tuple[str, ...] = ()
    clones: tuple[str, ...] = ()
    bookmark: bool = False

    @property
    def mark(self) -> str:
        """The name with its ``@`` or ``#``, as ``zfs send -i`` takes it."""
        return ("#" if self.bookmark else "@") + self.name


@dataclasses.dataclass(frozen=True)
class Token:
    """A receive that was cut off, by ``zfs send -nvP -t``; guids as decimal numbers, "" for none."""

    text: str
    goal: str = ""
    base: str = ""
    raw: bool = False
    large: bool = False


class Property(t.NamedTuple):
    """The value of a property, and where it comes from: ``local``, ``received``, ``default`` ..."""

    value: str
    source: str = "local"


@dataclasses.dataclass(frozen=True)
class Dataset:
    """A file system or a volume.

    written -- bytes since its newest snapshot
    block_size -- of a volume; 0 for a file system
    parent_exists -- whether a new data set of this name would have a place
    token -- of a receive that was cut off
    snapshots, bookmarks -- in the order in which they were made
    properties -- those that were asked for, without what has no value
    """

    name: str
    exists: bool = True
    parent_exists: bool = True
    kind: str = VOLUME
    written: int = 0
    block_size: int = 0
    encrypted: bool = False
    key_loaded: bool = True
    token: Token | None = None
    snapshots: tuple[Snapshot, ...] = ()
    bookmarks: tuple[Snapshot, ...] = ()
    properties: t.Mapping[str, Property] = dataclasses.field(default_factory=dict)

    @property
    def pool(self) -> str:
        """The name of its pool."""
        return self.name.partition("/")[0]

    def value(self, name: str) -> str:
        """The value of a property, or ""."""
        found = self.properties.get(name)
        return found.value if found else ""


@dataclasses.dataclass(frozen=True)
class Pool:
    """What of a pool matters here. *free* in bytes; *large_blocks*: it can have blocks above 128 KiB."""

    name: str
    health: str = "ONLINE"
    read_only: bool = False
    free: int = 0
    large_blocks: bool = True


@dataclasses.dataclass(frozen=True)
class Policy:
    """Which snapshots stay: the *last* ones, and one for each of so many hours, days, weeks, months, years in UTC.

    min_age -- seconds; nothing younger goes
    newest -- the newest snapshot stands for its hour or day, instead of the oldest
    """

    last: int = 0
    hourly: int = 0
    daily: int = 0
    weekly: int = 0
    monthly: int = 0
    yearly: int = 0
    min_age: int = 0
    newest: bool = False


@dataclasses.dataclass(frozen=True)
class Options:
    """How a pair is replicated.

    match -- which snapshots are sent and pruned, by their whole name
    latest -- only the newest one is sent, not each in turn
    raw, large_blocks -- None: as the former sends were; for the first one what fits
    unit -- the identity of the logical unit goes with the data
    properties -- what the target has, as local values
    tag -- of the hold on the newest common snapshot of both sides; "" for none. Other targets need another one.
    other_tags -- those of replications to other targets
    discard_after -- guids of snapshots of the target: what is newer there may be thrown away
    """

    match: t.Pattern[str] = re.compile(r"\d{8}T\d{6}Z")
    latest: bool = False
    raw: bool | None = None
    large_blocks: bool | None = None
    compressed: bool = True
    unit: bool = True
    properties: tuple[tuple[str, str], ...] = (("readonly", "on"),)
    resume: bool = True
    tag: str = "quorate"
    other_tags: tuple[str, ...] = ()
    bookmark: bool = True
    discard_after: tuple[str, ...] = ()
    keep_source: Policy | None = None
    keep_target: Policy | None = None


@dataclasses.dataclass(frozen=True)
class Conflict(Refusal):
    """A reason not to replicate that a program can tell by its *kind*."""

    kind: str = ""
    dataset: str = ""

    def __str__(self) -> str:
        return f"{self.dataset}: {self.kind}: {super().__str__()}"


@dataclasses.dataclass(frozen=True)
class Pair:
    """A data set and its copy, as they are."""

    source: Dataset
    target: Dataset


@dataclasses.dataclass(frozen=True)
class Scene:
    """All pairs of a group, and the pools of both sides by (side, name)."""

    pairs: tuple[Pair, ...]
    pools: t.Mapping[tuple[str, str], Pool] = dataclasses.field(default_factory=dict)


@dataclasses.dataclass(frozen=True)
class End:
    """How commands are run on one side: *ssh* is () for this host, *prefix* is such as ``pfexec``."""

    ssh: tuple[str, ...] = ()
    prefix: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True)
class Wanted:
    """A group of data sets replicated.

    pairs -- names (source, target)
    snapshot -- the snapshot to make of all sources at one moment; "" for none
    now -- seconds since 1970
    """

    pairs: tuple[tuple[str, str], ...]
    options: Options = Options()
    now: int = 0
    snapshot: str = ""
    snapshot_properties: tuple[tuple[str, str], ...] = ()
    source: End = End()
    target: End = End()


@dataclasses.dataclass(frozen=True)
class Drill:
    """What is wanted: the *clone* of *dataset*, or, with *present* false, that there is none.

    snapshot -- its name; "": the newest one, made at *not_after* (seconds since 1970; 0: any) or before
    same -- it has the identity of the original
    replace -- a clone of another moment, and all that was written to it, may go
    """

    dataset: str
    clone: str
    present: bool = True
    snapshot: str = ""
    not_after: int = 0
    same: bool = True
    replace: bool = False
