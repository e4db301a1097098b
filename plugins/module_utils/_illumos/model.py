# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Links and addresses of an illumos host."""

from __future__ import annotations

import dataclasses


@dataclasses.dataclass(frozen=True)
class Aggregation:
    """Several links as one; *policy* says by which layers traffic is spread: ``L2``, ``L3``, ``L4`` in order."""

    name: str
    ports: tuple[str, ...] = ()
    policy: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True)
class Vlan:
    """A link that carries one VLAN of the link *over*."""

    name: str
    over: str
    vid: int


@dataclasses.dataclass(frozen=True)
class Address:
    """A static address; its *name* begins with the link: ``aggr500001/v4``."""

    name: str
    address: str

    @property
    def link(self) -> str:
        """The link that has it."""
        return self.name.partition("/")[0]


@dataclasses.dataclass(frozen=True)
class Network:
    """All of it, as it is or as it is wanted. *interfaces*: links that IP uses. *allow_replace_addresses*: wanted."""

    aggregations: tuple[Aggregation, ...] = ()
    vlans: tuple[Vlan, ...] = ()
    addresses: tuple[Address, ...] = ()
    interfaces: tuple[str, ...] = ()
    allow_replace_addresses: bool = False
