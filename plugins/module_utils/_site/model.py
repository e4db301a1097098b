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
    links: t.Tuple[str, ...]
    replication: str


@dataclasses.dataclass(frozen=True)
class Arbiter:
    """The host with corosync-qnetd."""

    name: str
    address: str


@dataclasses.dataclass(frozen=True)
class FenceDevice:
    """A STONITH resource of the cluster; *targets* are the nodes it can fence."""

    name: str
    agent: str
    targets: t.Tuple[str, ...]
    options: Options


@dataclasses.dataclass(frozen=True)
class Fencing:
    """How a node that does not answer is stopped. Timeouts are seconds."""

    method: str
    watchdog: str
    watchdog_module: t.Optional[str]
    watchdog_timeout: int
    stonith_watchdog_timeout: int
    devices: t.Tuple[FenceDevice, ...]


@dataclasses.dataclass(frozen=True)
class Cluster:
    """The members, who arbitrates, who fences."""

    name: str
    nodes: t.Tuple[Node, ...]
    arbiter: t.Optional[Arbiter]
    fencing: Fencing


@dataclasses.dataclass(frozen=True)
class VolumeGroup:
    """A volume group for backing volumes on local *devices*."""

    name: str
    devices: t.Tuple[str, ...]


@dataclasses.dataclass(frozen=True)
class Backing:
    """The local volume under DRBD; *size* as LVM writes it (``360g`` or ``100%FREE``)."""

    vg: str
    size: str


@dataclasses.dataclass(frozen=True)
class Drbd:
    """The replication of one service; *options* are sections of drbd.conf (``{"net": {"max-buffers": "128k"}}``)."""

    minor: int
    port: int
    protocol: str
    secret: t.Optional[str]
    options: t.Mapping[str, Options]


@dataclasses.dataclass(frozen=True)
class Portal:
    """A service address; without *prefix* and *nic* the cluster finds them from the routes."""

    ip: str
    port: int
    prefix: t.Optional[int]
    nic: t.Optional[str]


@dataclasses.dataclass(frozen=True)
class Target:
    """What initiators log in to."""

    iqn: str
    portals: t.Tuple[Portal, ...]
    attributes: Options
    parameters: Options


@dataclasses.dataclass(frozen=True)
class Chap:
    """Secrets of one initiator; with the mutual pair the target proves itself too."""

    user: str
    password: str = dataclasses.field(repr=False)
    mutual_user: t.Optional[str] = None
    mutual_password: t.Optional[str] = dataclasses.field(default=None, repr=False)


@dataclasses.dataclass(frozen=True)
class Initiator:
    """Who may log in."""

    iqn: str
    chap: t.Optional[Chap]


@dataclasses.dataclass(frozen=True)
class Lun:
    """A volume of the service; *initiators* None means all of the service's."""

    name: str
    size: str
    number: int
    serial: t.Optional[str]
    initiators: t.Optional[t.Tuple[str, ...]]
    attributes: Options


@dataclasses.dataclass(frozen=True)
class Service:
    """A unit of failover."""

    name: str
    preferred_node: str
    backing: Backing
    drbd: Drbd
    target: Target
    initiators: t.Tuple[Initiator, ...]
    luns: t.Tuple[Lun, ...]


@dataclasses.dataclass(frozen=True)
class Site:
    """All that users describe."""

    cluster: Cluster
    volume_groups: t.Tuple[VolumeGroup, ...]
    services: t.Tuple[Service, ...]
