# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the simulated host has, as plain data that goes through JSON."""

from __future__ import annotations

import dataclasses
import typing as t

STMF = "svc:/system/stmf:default"
ISCSI_TARGET = "svc:/network/iscsi/target:default"
ISCSITGT = "svc:/system/iscsitgt:default"


@dataclasses.dataclass
class Unit:
    """A registered logical unit."""

    path: str
    size: int
    block_size: int = 512
    alias: str = ""
    serial: str = ""
    url: str = ""
    vendor: str = "SUN     "
    product: str = "COMSTAR         "
    write_protected: bool = False
    wcd: bool = False
    online: bool = True
    access: str = "Active"


@dataclasses.dataclass
class View:
    """A view entry; "" is All."""

    index: int
    host_group: str
    target_group: str
    lun: int


@dataclasses.dataclass
class Port:
    """A target of any protocol. Sessions: ``{initiator, alias, since}``."""

    provider: str
    protocol: str
    alias: str = ""
    online: bool = True
    sessions: list[dict[str, str]] = dataclasses.field(default_factory=list)


@dataclasses.dataclass
class Target:
    """What itadm keeps of a target; whether it is on line is a matter of its port."""

    name: str
    alias: str = ""
    auth: str = ""
    user: str = ""
    secret: str = ""
    portal_groups: list[str] = dataclasses.field(default_factory=list)


@dataclasses.dataclass
class PortalGroup:
    """A target portal group."""

    name: str
    tag: int
    portals: list[str]


@dataclasses.dataclass
class Initiator:
    """Credentials of an initiator."""

    iqn: str
    user: str = ""
    secret: str = ""


@dataclasses.dataclass
class Dataset:
    """A ZFS file system, or a volume if it has a *volsize*; the hidden property is among the properties."""

    volsize: int = 0
    properties: dict[str, str] = dataclasses.field(default_factory=dict)


@dataclasses.dataclass
class Fault:
    """The change number *at* (counted from 1) goes wrong; see host.run for the kinds."""

    at: int
    kind: str


@dataclasses.dataclass
class System:
    """The whole host.

    guids -- what the next logical units get, before numbers are made up
    metadata_inside -- as in early builds: the metadata takes 64 KiB of the volume
    log -- every command that ran
    changes -- how many of them were meant to change something
    """

    services: dict[str, str] = dataclasses.field(default_factory=lambda: {STMF: "online", ISCSI_TARGET: "online"})
    datasets: dict[str, Dataset] = dataclasses.field(default_factory=dict)
    units: dict[str, Unit] = dataclasses.field(default_factory=dict)
    views: dict[str, list[View]] = dataclasses.field(default_factory=dict)
    host_groups: dict[str, list[str]] = dataclasses.field(default_factory=dict)
    target_groups: dict[str, list[str]] = dataclasses.field(default_factory=dict)
    ports: dict[str, Port] = dataclasses.field(default_factory=dict)
    targets: list[Target] = dataclasses.field(default_factory=list)
    portal_groups: list[PortalGroup] = dataclasses.field(default_factory=list)
    initiators: list[Initiator] = dataclasses.field(default_factory=list)
    manifests: dict[str, str] = dataclasses.field(default_factory=dict)
    links: dict[str, dict[str, t.Any]] = dataclasses.field(default_factory=dict)
    addresses: dict[str, str] = dataclasses.field(default_factory=dict)
    guids: list[str] = dataclasses.field(default_factory=list)
    made: int = 0
    metadata_inside: bool = False
    dialect: str = "illumos"
    faults: list[Fault] = dataclasses.field(default_factory=list)
    log: list[list[str]] = dataclasses.field(default_factory=list)
    changes: int = 0

    def serves(self, port: Port) -> bool:
        """Whether the services behind a port run; without them the framework knows nothing of it (tgmember004)."""
        needed = (STMF, ISCSI_TARGET) if port.protocol == "iSCSI" else (STMF,)
        return all(self.services.get(fmri) == "online" for fmri in needed)

    def on_line(self, name: str) -> bool:
        """Whether there is a port *name*, on line."""
        port = self.ports.get(name)
        return port is not None and port.online and self.serves(port)


_ITEMS: dict[str, t.Any] = {
    "datasets": Dataset,
    "units": Unit,
    "ports": Port,
    "targets": Target,
    "portal_groups": PortalGroup,
    "initiators": Initiator,
    "faults": Fault,
}


def load(data: dict[str, t.Any]) -> System:
    """A System out of what ``dump`` made of one; whatever is left out has its default."""
    values = dict(data)
    for name, make in _ITEMS.items():
        if isinstance(values.get(name), dict):
            values[name] = {key: make(**item) for key, item in values[name].items()}
        elif name in values:
            values[name] = [make(**item) for item in values[name]]
    views = values.get("views", {})
    values["views"] = {guid: [View(**view) for view in entries] for guid, entries in views.items()}
    return System(**values)


def dump(system: System) -> dict[str, t.Any]:
    """The whole host as plain data."""
    return dataclasses.asdict(system)
