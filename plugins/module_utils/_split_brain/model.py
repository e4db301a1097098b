# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The two copies of a DRBD resource, as each node has its own. Sizes are bytes."""

from __future__ import annotations

import dataclasses


@dataclasses.dataclass(frozen=True)
class Generations:
    """The generation identifiers of a volume: 16 hex digits each, empty for none.

    A copy gets a new *current* one when its node writes without the other; *bitmap* is the one before, as long as the
    other has not caught up; *history* are older ones, the youngest first.
    """

    current: str = ""
    bitmap: str = ""
    history: tuple[str, ...] = ()

    @property
    def past(self) -> tuple[str, ...]:
        """All but the current one, the youngest first."""
        return tuple(each for each in (self.bitmap, *self.history) if each)


@dataclasses.dataclass(frozen=True)
class Part:
    """A volume of one side.

    changed -- bytes of the blocks that this node has written since it lost the other; None where it cannot tell
    generations -- None where its metadata cannot be read
    """

    number: int
    disk_state: str = ""
    size: int = 0
    changed: int | None = None
    generations: Generations | None = None


@dataclasses.dataclass(frozen=True)
class Side:
    """What a node has of the resource.

    role, connection -- as DRBD calls them, empty where it is down; *settled*: the handshake with the peer is over
    up_to_date -- connected, and every copy is whole; *percent* is how far a resync is, None where there is none
    policies -- what DRBD decides by itself after a split brain, by option (``after-sb-0pri``)
    """

    node: str
    role: str = ""
    connection: str = ""
    settled: bool = False
    up_to_date: bool = False
    percent: float | None = None
    parts: tuple[Part, ...] = ()
    policies: tuple[tuple[str, str], ...] = ()

    @property
    def up(self) -> bool:
        """Whether DRBD runs the resource."""
        return bool(self.role)

    @property
    def changed(self) -> int | None:
        """Bytes that this node has written since it lost the other, None where it cannot tell of every volume."""
        known = [part.changed for part in self.parts if part.changed is not None]
        return sum(known) if self.parts and len(known) == len(self.parts) else None


@dataclasses.dataclass(frozen=True)
class Verdict:
    """What two sides are to each other.

    kind -- one of the words in judge.py; *ahead*: the node whose data a plain reconnect would copy, if any
    ancestor -- the generation that both sides come from, where they have split and it is still known
    traced -- both have noted every block that they have changed since that generation
    """

    kind: str
    ahead: str = ""
    ancestor: str = ""
    traced: bool = False


@dataclasses.dataclass(frozen=True)
class Store:
    """The logical volume below the victim's copy. *snapshots*: by name, whether each still holds all of its data."""

    vg: str
    volume: str
    size: int
    free: int
    extent: int
    snapshots: tuple[tuple[str, bool], ...] = ()


@dataclasses.dataclass(frozen=True)
class Wanted:
    """The decision of the operator.

    discard -- the data of the victim may go; *keep_snapshot*: they are kept in a snapshot of *snapshot_size* bytes
    active_on -- the nodes on which the cluster has anything of the service active
    """

    resource: str
    victim: str
    discard: bool = False
    keep_snapshot: bool = False
    snapshot_size: int = 0
    active_on: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True)
class Current:
    """The side of this node, looked at now, and what the peer was seen to have.

    told -- this run has connected the victim to be overwritten: the kernel keeps that to itself
    store -- of the victim, where a snapshot is wanted and there is a logical volume
    """

    here: Side
    peer: Side
    told: bool = False
    store: Store | None = None

    def side(self, node: str) -> Side:
        """The side of *node*."""
        return self.here if self.here.node == node else self.peer

    def other(self, node: str) -> Side:
        """The side that is not that of *node*."""
        return self.peer if self.here.node == node else self.here


@dataclasses.dataclass(frozen=True)
class KeepSnapshot:
    """Keep the data of the victim in a snapshot."""

    store: Store
    name: str
    size: int


@dataclasses.dataclass(frozen=True)
class Invalidate:
    """Have everything overwritten, not only what was noted as changed."""


@dataclasses.dataclass(frozen=True)
class Disconnect:
    """Stop waiting for the peer."""


@dataclasses.dataclass(frozen=True)
class Connect:
    """Connect to the peer; *discard*: whatever differs here is overwritten."""

    discard: bool = False
