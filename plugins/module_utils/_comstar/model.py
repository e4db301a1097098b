# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a COMSTAR host has, as its commands tell it."""

from __future__ import annotations

import dataclasses
import typing as t

STMF = "svc:/system/stmf:default"
ISCSI_TARGET = "svc:/network/iscsi/target:default"
# Protocols of ports that the iSCSI target service has nothing to do with.
NOT_ISCSI = ("Fibre Channel", "SRP", "SAS")
# A view without a group: everybody, everywhere.
ALL = ""


@dataclasses.dataclass(frozen=True)
class View:
    """Whom a logical unit is shown to, and as which number; *lun* None: the system chooses (Solaris 11)."""

    index: int
    host_group: str
    target_group: str
    lun: int | None


@dataclasses.dataclass(frozen=True)
class Unit:
    """A logical unit.

    guid -- 32 upper-case hex digits
    status -- ``Online``, ``Offline``, ``Onlining``, ``Offlining``, ``unknown``; or ``unregistered``: only its views
        are known here, as after ``delete-lu -k``
    path -- the data file, raw device
    write_cache -- whether the write-back cache is in use; None where it is not told
    """

    guid: str
    status: str = "Online"
    provider: str = "sbd"
    alias: str = ""
    path: str = ""
    size: int = 0
    block_size: int = 512
    url: str = ""
    vendor: str = ""
    product: str = ""
    serial: str = ""
    write_protected: bool | None = None
    write_cache: bool | None = None
    access: str = ""
    views: tuple[View, ...] = ()

    @property
    def registered(self) -> bool:
        """Whether the unit itself is here, not only its views."""
        return self.status != "unregistered"


@dataclasses.dataclass(frozen=True)
class Group:
    """A host group or a target group."""

    name: str
    members: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True)
class Session:
    """An initiator that is logged in; *since* as the system writes it."""

    initiator: str
    alias: str = ""
    since: str = ""


@dataclasses.dataclass(frozen=True)
class Port:
    """A target of any protocol, as the framework sees it; status as of a Unit."""

    name: str
    status: str = "Online"
    provider: str = ""
    alias: str = ""
    protocol: str = ""
    sessions: tuple[Session, ...] = ()


@dataclasses.dataclass(frozen=True)
class PortalGroup:
    """Addresses that iSCSI targets listen on: ``10.0.0.1:3260``, ``[fd00::1]:3260``."""

    name: str
    portals: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True)
class Chap:
    """A CHAP user, and whether there is a secret: ``set``, ``unset``, or ``written`` by this very run."""

    user: str = ""
    secret: str = "unset"


NO_CHAP = Chap()


@dataclasses.dataclass(frozen=True)
class IscsiTarget:
    """An iSCSI target as itadm has it; *auth* "" means that the default holds, no *portal_groups* the default one."""

    name: str
    state: str = "online"
    sessions: int = 0
    alias: str = ""
    auth: str = ""
    chap: Chap = NO_CHAP
    portal_groups: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True)
class Initiator:
    """An iSCSI initiator for which itadm has credentials."""

    iqn: str
    chap: Chap = NO_CHAP


@dataclasses.dataclass(frozen=True)
class Iscsi:
    """The half of itadm."""

    targets: tuple[IscsiTarget, ...] = ()
    portal_groups: tuple[PortalGroup, ...] = ()
    initiators: tuple[Initiator, ...] = ()


@dataclasses.dataclass(frozen=True)
class Metadata:
    """What a volume itself says of its logical unit, registered or not."""

    guid: str
    size: int = 0
    block_size: int = 512
    alias: str = ""
    serial: str = ""
    write_protected: bool = False
    write_cache: bool = True


@dataclasses.dataclass(frozen=True)
class Backing:
    """The volume or file below a logical unit; *size* 0: not known."""

    path: str
    exists: bool = True
    size: int = 0
    metadata: Metadata | None = None


@dataclasses.dataclass(frozen=True)
class State:
    """Everything that is read at once; *iscsi* None: that service is not online. *backing* only if one is asked for.

    For a change of one logical unit, only its own views are read.
    """

    services: t.Mapping[str, str] = dataclasses.field(default_factory=dict)
    units: tuple[Unit, ...] = ()
    host_groups: tuple[Group, ...] = ()
    target_groups: tuple[Group, ...] = ()
    ports: tuple[Port, ...] = ()
    iscsi: Iscsi | None = None
    backing: Backing | None = None


Named = t.TypeVar("Named", Group, Port, PortalGroup, IscsiTarget)


def named(items: t.Iterable[Named], name: str) -> Named | None:
    """The item *name*, or None."""
    return next((item for item in items if item.name == name), None)
