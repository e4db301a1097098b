# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a decision about a lost DRBD peer rests on, and the decision."""

from __future__ import annotations

import dataclasses
import enum

from .._pacemaker.quorum import Quorum

# How DRBD 8.4 takes the exit code of its fence-peer handler. It counts anything else, 0 too, as a broken handler: I/O
# stays frozen until the peers are connected again, and a promotion is refused.
OUTDATED, UNREACHABLE, OUTDATE_ME, FENCED, FROZEN = 4, 5, 6, 7, 1


class Peer(enum.Enum):
    """What the cluster knows of the other node."""

    MEMBER = "a member"
    CLEAN = "down: fenced, or shut down in an orderly way"
    LOST = "lost, and not fenced yet"


@dataclasses.dataclass(frozen=True)
class Disks:
    """The states of a resource's volumes as DRBD spells them; empty where DRBD does not know the resource."""

    role: str = ""
    here: tuple[str, ...] = ()
    peer: tuple[str, ...] = ()

    @property
    def up_to_date(self) -> bool:
        """Whether every volume is UpToDate here."""
        return bool(self.here) and set(self.here) == {"UpToDate"}

    @property
    def consistent(self) -> bool:
        """Whether every volume is at least whole here, if perhaps old."""
        return bool(self.here) and set(self.here) <= {"UpToDate", "Consistent"}

    @property
    def peer_up_to_date(self) -> bool:
        """Whether every volume is UpToDate at the peer, which DRBD can only know of one that is connected."""
        return bool(self.peer) and set(self.peer) == {"UpToDate"}


@dataclasses.dataclass(frozen=True)
class Cluster:
    """What the CIB says.

    clone -- the id of the promotable clone that runs the resource; empty where there is none
    fencing -- whether the cluster fences (stonith-enabled)
    devices -- whether it has fence devices, which may be slow
    watchdog -- seconds after which a lost node counts as reset by its watchdog; 0 where it is not fenced this way
    owner -- the node that alone may be promoted by the handler's constraint; empty where there is none; "?" where it
      has a form that no handler makes
    """

    clone: str
    peer: str
    state: Peer
    fencing: bool = True
    devices: bool = False
    watchdog: float = 0
    owner: str = ""


@dataclasses.dataclass(frozen=True)
class Sight:
    """One look at everything. *answers*: the peer's cluster manager answered just now."""

    node: str
    disks: Disks
    quorum: Quorum
    cluster: Cluster
    answers: bool = False


@dataclasses.dataclass(frozen=True)
class Decision:
    """What to tell DRBD.

    code -- the exit code; None: look again
    constraint -- the code may be told only with the constraint for this node in place
    """

    code: int | None
    reason: str
    constraint: bool = False
