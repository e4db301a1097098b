# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Steps of a plan: all that is ever done to a data set.

There is no step that receives with ``-F`` or ``-x``, sends with ``-I``, ``-R`` or ``-p``, inherits a property, promotes
a clone or destroys more than one snapshot.
"""

from __future__ import annotations

import dataclasses
import typing as t

from .model import TARGET


class Flags(t.NamedTuple):
    """How a stream is made: *raw* as it lies encrypted on disk, with *large* blocks, *compressed* as on disk."""

    raw: bool = False
    large: bool = False
    compressed: bool = False


@dataclasses.dataclass(frozen=True)
class Take:
    """Snapshots of all *datasets* at one moment."""

    datasets: tuple[str, ...]
    snapshot: str
    properties: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        return f"take the snapshot {self.snapshot} of {', '.join(self.datasets)}"


class Send(t.NamedTuple):
    """One snapshot goes over.

    base -- ``@name`` or ``#name`` of what the target has; "": all of it, and the target is new
    guid -- of the snapshot, which the target must have afterwards; "" where it is still to be made
    properties -- of a new target
    """

    source: str
    snapshot: str
    base: str
    guid: str
    target: str
    flags: Flags
    properties: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        since = f" since {self.base}" if self.base else ""
        return f"send {self.source}@{self.snapshot}{since} to {self.target}"


@dataclasses.dataclass(frozen=True)
class Resume:
    """The rest of a snapshot that was cut off goes over."""

    source: str
    snapshot: str
    guid: str
    target: str
    token: str = dataclasses.field(repr=False)

    def __str__(self) -> str:
        return f"send the rest of {self.source}@{self.snapshot} to {self.target}"


@dataclasses.dataclass(frozen=True)
class Abort:
    """What has arrived of a snapshot that was cut off is given up; where nothing else was there, *dataset* is gone."""

    dataset: str
    side: str = TARGET

    def __str__(self) -> str:
        return f"give up the unfinished receive of {self.dataset}"


@dataclasses.dataclass(frozen=True)
class Rollback:
    """The target is as in *snapshot* again; the newer snapshots *losing* are gone, and any other would stop it."""

    target: str
    snapshot: str
    losing: tuple[str, ...] = ()

    def __str__(self) -> str:
        lost = f", losing {', '.join(self.losing)}" if self.losing else ""
        return f"roll {self.target} back to {self.snapshot}{lost}"


@dataclasses.dataclass(frozen=True)
class Assign:
    """A data set has a property, as a local value."""

    dataset: str
    name: str
    value: str
    side: str = TARGET

    def __str__(self) -> str:
        return f"set {self.name} of {self.dataset}"


@dataclasses.dataclass(frozen=True)
class Hold:
    """A snapshot cannot be destroyed, by a *tag* of ours."""

    side: str
    dataset: str
    snapshot: str
    tag: str

    def __str__(self) -> str:
        return f"hold {self.dataset}@{self.snapshot} ({self.side})"


@dataclasses.dataclass(frozen=True)
class Release:
    """The hold of ours on a snapshot is gone."""

    side: str
    dataset: str
    snapshot: str
    tag: str

    def __str__(self) -> str:
        return f"release {self.dataset}@{self.snapshot} ({self.side})"


@dataclasses.dataclass(frozen=True)
class Mark:
    """The source remembers a snapshot as a base, also when the snapshot is gone."""

    source: str
    snapshot: str
    bookmark: str

    def __str__(self) -> str:
        return f"bookmark {self.source}@{self.snapshot}"


@dataclasses.dataclass(frozen=True)
class Unmark:
    """A bookmark of ours is gone."""

    source: str
    bookmark: str

    def __str__(self) -> str:
        return f"remove the bookmark {self.source}#{self.bookmark}"


class Destroy(t.NamedTuple):
    """One snapshot is gone; *guid* says which one is meant."""

    side: str
    dataset: str
    snapshot: str
    guid: str

    def __str__(self) -> str:
        return f"destroy {self.dataset}@{self.snapshot} ({self.side})"


@dataclasses.dataclass(frozen=True)
class Clone:
    """A writable data set that begins as a snapshot."""

    dataset: str
    snapshot: str
    clone: str
    properties: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        return f"clone {self.dataset}@{self.snapshot} as {self.clone}"


@dataclasses.dataclass(frozen=True)
class Remove:
    """A clone of ours is gone, with all that was written to it; *origin* is its snapshot."""

    clone: str
    origin: str

    def __str__(self) -> str:
        return f"destroy the clone {self.clone} of {self.origin}"


Step = t.Union[Take, Send, Resume, Abort, Rollback, Assign, Hold, Release, Mark, Unmark, Destroy, Clone, Remove]
