# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A Remote Copy group as both of its arrays tell it.

The words of the enumerations are those that ``showrcopy`` prints (HPE's Remote Copy guides; 3PAR OS 3.1 to 10.5). A
word that is not here is an error of the parser, so that nothing is ever decided on a state that nobody has thought of.
"""

from __future__ import annotations

import dataclasses
import enum


class Role(str, enum.Enum):
    """Which side of the pair takes writes. ``-Rev``: the other way round than the group was made ("natural")."""

    PRIMARY = "Primary"
    PRIMARY_REV = "Primary-Rev"
    SECONDARY = "Secondary"
    SECONDARY_REV = "Secondary-Rev"

    @property
    def primary(self) -> bool:
        """Whether hosts can write on this side."""
        return self in (Role.PRIMARY, Role.PRIMARY_REV)

    @property
    def reversed(self) -> bool:
        """Whether the direction is not the natural one."""
        return self in (Role.PRIMARY_REV, Role.SECONDARY_REV)

    def turned(self, *, natural: bool = True, current: bool = True) -> Role:
        """The role after ``setrcopygroup reverse`` of the natural direction, of the current one, or of both (plain)."""
        primary = self.primary != current
        # Both together: the new direction is the natural one as much as the old one was.
        return role(primary, self.reversed != (natural != current))


def role(primary: bool, reversed_: bool) -> Role:
    """The role with these two properties."""
    if primary:
        return Role.PRIMARY_REV if reversed_ else Role.PRIMARY
    return Role.SECONDARY_REV if reversed_ else Role.SECONDARY


class Status(str, enum.Enum):
    """Whether a group replicates. New: never started."""

    NEW = "New"
    STARTING = "Starting"
    STARTED = "Started"
    STOPPING = "Stopping"
    STOPPED = "Stopped"
    FAILSAFE = "Failsafe"
    BACKUP = "Backup"


class Mode(str, enum.Enum):
    """How a group replicates. Asynchronous streaming is known by name only: it is refused."""

    SYNC = "Sync"
    PERIODIC = "Periodic"
    ASYNC = "Async"


class Sync(str, enum.Enum):
    """How far the copy of a volume is.

    Stopped: in sync when the group last ran. Stale: a valid point in time, but the last attempt failed.
    """

    NEW = "New"
    PRE_SYNCED = "New-PreSynced"
    FROM_SNAPSHOT = "New-SyncFromSnap"
    SYNCING = "Syncing"
    SYNCED = "Synced"
    NOT_SYNCED = "NotSynced"
    STOPPED = "Stopped"
    STALE = "Stale"


class Path(str, enum.Enum):
    """What an array says about the way to its partner."""

    READY = "ready"
    FAILING = "failing"
    FAILED = "failed"


class LinkState(str, enum.Enum):
    """One link."""

    UP = "Up"
    DOWN = "Down"


@dataclasses.dataclass(frozen=True)
class Volume:
    """A volume of a group. *percent* is told only while Syncing.

    last_sync -- seconds since 1970 (UTC); None where the array tells none, or in a time zone that is not known
    """

    name: str
    remote: str
    sync: Sync
    last_sync: int | None = None
    percent: int | None = None


@dataclasses.dataclass(frozen=True)
class Group:
    """A group as one array tells it. *period* in seconds; 0: none."""

    name: str
    target: str
    status: Status
    role: Role
    mode: Mode
    period: int = 0
    policies: frozenset[str] = frozenset()
    volumes: tuple[Volume, ...] = ()

    @property
    def synced(self) -> bool:
        """Whether every volume is."""
        return all(volume.sync is Sync.SYNCED for volume in self.volumes)

    @property
    def last_sync(self) -> int | None:
        """The oldest of its volumes'; None where any is unknown."""
        times = [volume.last_sync for volume in self.volumes]
        known = [moment for moment in times if moment is not None]
        return min(known) if known and len(known) == len(times) else None


@dataclasses.dataclass(frozen=True)
class Target:
    """The partner array, by the name that this array has for it (which need not be the partner's own)."""

    name: str
    state: Path


@dataclasses.dataclass(frozen=True)
class Link:
    """One link of a target. The pseudo-target ``receive`` is the inbound side, and says nothing about the way out."""

    target: str
    node: str
    address: str
    state: LinkState


@dataclasses.dataclass(frozen=True)
class Side:
    """What one array tells. *group* is None where it has no such group."""

    array: str
    group: Group | None
    targets: tuple[Target, ...] = ()
    links: tuple[Link, ...] = ()

    @property
    def path(self) -> Path:
        """The way to the partner: what the target says, and failing where it is ready without any link."""
        name = self.group.target if self.group else ""
        states = [target.state for target in self.targets if target.name == name]
        # An array that does not name the target of its own group contradicts itself: no basis to act on.
        state = states[0] if states else Path.FAILING
        links = [link.state for link in self.links if link.target == name]
        if state is Path.READY and LinkState.UP not in links:
            return Path.FAILING
        return state


class Where(str, enum.Enum):
    """On which of the two arrays."""

    LOCAL = "local"
    PEER = "peer"


class Verb(str, enum.Enum):
    """What an array can be told to do with a group."""

    START = "start"
    STOP = "stop"
    SYNC = "sync"
    REVERSE = "reverse"
    FAILOVER = "failover"
    RECOVER = "recover"
    RESTORE = "restore"
    SWITCHOVER = "switchover"


@dataclasses.dataclass(frozen=True)
class Step:
    """One command for one array about one group. *options*: of ``reverse``, as the CLI names them (``-current``)."""

    verb: Verb
    where: Where
    group: str
    options: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True)
class Progress:
    """What this run has done and seen so far.

    steps -- in order; none is ever done twice
    before_sync -- when each volume was last in sync before the synchronization that this run asked for
    failed_readings -- how often in a row the way to the partner was read as failed
    """

    steps: tuple[Step, ...] = ()
    before_sync: tuple[tuple[str, int | None], ...] = ()
    failed_readings: int = 0

    def did(self, *verbs: Verb) -> bool:
        """Whether this run has done any of these."""
        return any(step.verb in verbs for step in self.steps)


@dataclasses.dataclass(frozen=True)
class View:
    """Both sides of a group at *now* (seconds since 1970).

    peer -- None where none was given, or its management does not answer: *silence* then says how it was asked
    """

    local: Side
    peer: Side | None
    now: int
    progress: Progress = Progress()
    silence: str = ""

    def side(self, where: Where) -> Side | None:
        """One of the two."""
        return self.local if where is Where.LOCAL else self.peer

    @property
    def groups(self) -> tuple[Group, ...]:
        """What is known of the group: up to two tellings."""
        sides = (self.local, self.peer)
        return tuple(side.group for side in sides if side is not None and side.group is not None)
