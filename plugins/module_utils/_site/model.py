# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a site is: one cluster, the volume groups under it and the services it offers.

After ``spec.read`` found problems, a field that could not be read is None; ``rules`` skips those.
"""

from __future__ import annotations

import dataclasses
import typing as t

Options = t.Mapping[str, t.Any]


@dataclasses.dataclass(frozen=True)
class Node:
    """A member: *name* is its ``uname -n``; *links* are corosync's addresses, *replication* is DRBD's."""

    name: str
    links: tuple[str, ...]
    replication: str


@dataclasses.dataclass(frozen=True)
class Arbiter:
    """The host with corosync-qnetd."""

    name: str
    address: str


@dataclasses.dataclass(frozen=True)
class FenceDevice:
    """A STONITH resource of the cluster; *targets* are the nodes it can fence.

    level -- devices of one level stop a node only together; None: a level of its own, after those before it
    """

    name: str
    agent: str
    targets: tuple[str, ...]
    level: int | None
    options: Options


@dataclasses.dataclass(frozen=True)
class Fencing:
    """How a node that does not answer is stopped. Timeouts are seconds.

    delay -- how much longer than the other one the node with the services may live, where both fence each other
    """

    method: str
    watchdog: str
    watchdog_module: str | None
    watchdog_timeout: int
    stonith_watchdog_timeout: int
    devices: tuple[FenceDevice, ...]
    delay: int | None

    @property
    def uses_sbd(self) -> bool:
        """Whether each node has a watchdog that stops it."""
        return self.method in ("sbd", "agents_then_sbd")

    @property
    def uses_devices(self) -> bool:
        """Whether the other node stops it by fence devices."""
        return self.method in ("agents", "agents_then_sbd")


@dataclasses.dataclass(frozen=True)
class Cluster:
    """The members, who arbitrates, who fences."""

    name: str
    nodes: tuple[Node, ...]
    arbiter: Arbiter | None
    fencing: Fencing


@dataclasses.dataclass(frozen=True)
class VolumeGroup:
    """A volume group for backing volumes on local *devices*."""

    name: str
    devices: tuple[str, ...]


@dataclasses.dataclass(frozen=True)
class Backing:
    """The local volume under DRBD; *size* as LVM writes it (``360g`` or ``100%FREE``)."""

    vg: str
    size: str


@dataclasses.dataclass(frozen=True)
class Drbd:
    """The replication of one service.

    fencing -- None: what fits the cluster's fencing
    initial_sync -- ``full`` or ``skip``, the latter for backing volumes with equal content
    options -- sections of drbd.conf (``{"net": {"max-buffers": "128k"}}``); None takes a default away
    """

    minor: int
    port: int
    protocol: str
    fencing: str | None
    initial_sync: str
    options: t.Mapping[str, Options]
    secret: str | None = dataclasses.field(default=None, repr=False)


@dataclasses.dataclass(frozen=True)
class Portal:
    """A service address; without *prefix* and *nic* the cluster finds them from the routes."""

    ip: str
    port: int
    prefix: int | None
    nic: str | None


@dataclasses.dataclass(frozen=True)
class Target:
    """What initiators log in to."""

    iqn: str
    portals: tuple[Portal, ...]
    attributes: Options
    parameters: Options


@dataclasses.dataclass(frozen=True)
class Chap:
    """Secrets of one initiator; with the mutual pair the target proves itself too."""

    user: str
    password: str = dataclasses.field(repr=False)
    mutual_user: str | None = None
    mutual_password: str | None = dataclasses.field(default=None, repr=False)


@dataclasses.dataclass(frozen=True)
class Initiator:
    """Who may log in."""

    iqn: str
    chap: Chap | None


@dataclasses.dataclass(frozen=True)
class Lun:
    """A volume of the service; *initiators* None means all of the service's."""

    name: str
    size: str
    number: int
    serial: str | None
    initiators: tuple[str, ...] | None
    attributes: Options


@dataclasses.dataclass(frozen=True)
class Service:
    """A unit of failover; *reservations*: persistent reservations of initiators move with it."""

    name: str
    preferred_node: str
    backing: Backing
    drbd: Drbd
    target: Target
    initiators: tuple[Initiator, ...]
    luns: tuple[Lun, ...]
    reservations: bool


@dataclasses.dataclass(frozen=True)
class Site:
    """All that users describe."""

    cluster: Cluster
    volume_groups: tuple[VolumeGroup, ...]
    services: tuple[Service, ...]
