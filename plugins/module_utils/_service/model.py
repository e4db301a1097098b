# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A service as the cluster runs it, and what is wanted of it."""

from __future__ import annotations

import dataclasses

from .._drbd.model import Live

# How the ids of constraints begin that move a service.
SWITCHOVER = "quorate-switchover-"


@dataclasses.dataclass(frozen=True)
class Member:
    """A node of the cluster, as the cluster sees it."""

    name: str
    online: bool = False
    standby: bool = False
    maintenance: bool = False
    unclean: bool = False


@dataclasses.dataclass(frozen=True)
class Instance:
    """A primitive on one node; *role* is ``Started``, ``Promoted``, ``Unpromoted`` or a transitional one."""

    resource: str
    node: str
    role: str
    managed: bool = True
    failed: bool = False
    blocked: bool = False


@dataclasses.dataclass(frozen=True)
class Failure:
    """A failed action that the cluster still holds against a resource on a node."""

    resource: str
    node: str
    action: str
    reason: str

    def __str__(self) -> str:
        return f"{self.action} of {self.resource} on {self.node}: {self.reason}"


@dataclasses.dataclass(frozen=True)
class Step:
    """What the cluster did: *action* (``start``, ``stop``, ``promote``, ``demote``) at *at* (s since the epoch)."""

    resource: str
    node: str
    action: str
    seconds: float
    at: float


@dataclasses.dataclass(frozen=True)
class Constraint:
    """A location constraint on something of a service."""

    id: str
    resource: str
    node: str = ""


@dataclasses.dataclass(frozen=True)
class Cluster:
    """What crm_mon and the CIB tell.

    watchdog -- whether SBD runs on the nodes, which is a fence device without being a resource
    resources -- ids of all primitives, groups and clones
    fence_devices -- ids of the fence devices that are started
    constraints -- location constraints, those of the site's description as well
    """

    dc: bool = False
    quorum: bool = False
    fencing: bool = False
    watchdog: bool = False
    maintenance: bool = False
    members: tuple[Member, ...] = ()
    resources: frozenset[str] = frozenset()
    instances: tuple[Instance, ...] = ()
    fence_devices: tuple[str, ...] = ()
    failures: tuple[Failure, ...] = ()
    steps: tuple[Step, ...] = ()
    constraints: tuple[Constraint, ...] = ()

    def member(self, name: str) -> Member | None:
        """The node *name*; None for one that the cluster does not know."""
        return next((each for each in self.members if each.name == name), None)

    def nodes_of(self, resource: str, *roles: str) -> frozenset[str]:
        """Where *resource* is active in one of the *roles*."""
        return frozenset(each.node for each in self.instances if each.resource == resource and each.role in roles)


@dataclasses.dataclass(frozen=True)
class Service:
    """The cluster's names of a service, from the expanded site.

    id -- its own primitive; drbd -- the primitive in the clone; resource -- DRBD's name of what is replicated
    """

    name: str
    id: str
    clone: str
    drbd: str
    resource: str

    @property
    def ids(self) -> frozenset[str]:
        """Everything of the service that a constraint or a failure can name."""
        return frozenset((self.id, self.clone, self.drbd))


@dataclasses.dataclass(frozen=True)
class Wanted:
    """Where a service shall run.

    to -- a node; empty: the one where it does not run
    digests -- what each node has saved as the target, by node; only what is known
    require_fencing -- refuse where a node that fails could not be fenced
    lifetime -- seconds after which the preference loses its force, should nobody remove it
    """

    service: Service
    to: str = ""
    digests: tuple[tuple[str, str], ...] = ()
    require_fencing: bool = True
    timeout: float = 120
    lifetime: float = 600

    @property
    def preference(self) -> str:
        """The id of the constraint that moves the service, and is removed afterwards."""
        return SWITCHOVER + self.service.id


@dataclasses.dataclass(frozen=True)
class Situation:
    """The cluster, and DRBD as this node sees it (None: down here)."""

    cluster: Cluster
    live: Live | None = None


@dataclasses.dataclass(frozen=True)
class Move:
    """Bring the service to a node, and remove the preference in every case."""

    service: Service
    to: str


@dataclasses.dataclass(frozen=True)
class RemovePreference:
    """Remove what an interrupted switchover has left."""

    id: str
