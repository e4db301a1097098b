# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The commands, as argv, and the network as plain data."""

from __future__ import annotations

import typing as t

from .model import Address, Aggregation, Network, Vlan

Argv = t.Tuple[str, ...]
Data = t.Dict[str, t.Any]


def create_aggregation(wanted: Aggregation) -> Argv:
    """The command that joins links."""
    policy = ("-P", ",".join(wanted.policy)) if wanted.policy else ()
    return ("dladm", "create-aggr", *policy, *_links(wanted.ports), wanted.name)


def set_policy(wanted: Aggregation) -> Argv:
    """The command that spreads traffic in another way; it works while the links are in use."""
    return ("dladm", "modify-aggr", "-P", ",".join(wanted.policy), wanted.name)


def add_ports(name: str, ports: t.Sequence[str]) -> Argv:
    """The command that adds links."""
    return ("dladm", "add-aggr", *_links(ports), name)


def _links(ports: t.Sequence[str]) -> Argv:
    return tuple(part for port in ports for part in ("-l", port))


def create_vlan(wanted: Vlan) -> Argv:
    """The command that makes a VLAN link."""
    return ("dladm", "create-vlan", "-l", wanted.over, "-v", str(wanted.vid), wanted.name)


def create_interface(link: str) -> Argv:
    """The command that lets IP use a link."""
    return ("ipadm", "create-if", link)


def create_address(wanted: Address) -> Argv:
    """The command that gives a static address."""
    return ("ipadm", "create-addr", "-T", "static", "-a", wanted.address, wanted.name)


def delete_address(name: str) -> Argv:
    """The command that takes an address away."""
    return ("ipadm", "delete-addr", name)


def network_data(network: Network) -> Data:
    """The network as ``illumos_network`` takes it."""
    return {
        "aggregations": [
            {"name": each.name, "ports": list(each.ports), "policy": list(each.policy)} for each in network.aggregations
        ],
        "vlans": [{"name": each.name, "over": each.over, "vid": each.vid} for each in network.vlans],
        "addresses": [{"name": each.name, "address": each.address} for each in network.addresses],
    }
