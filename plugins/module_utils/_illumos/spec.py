# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Parameters of the module, turned into the wanted network. Every problem is collected."""

from __future__ import annotations

import ipaddress
import re
import typing as t

from .._core.errors import InvalidInput, Problem
from .model import Address, Aggregation, Network, Vlan

_NAME = {"type": "str", "required": True}
ARGUMENTS: dict[str, t.Any] = {
    "aggregations": {
        "type": "list",
        "elements": "dict",
        "default": [],
        "options": {
            "name": _NAME,
            "ports": {"type": "list", "elements": "str", "required": True},
            "policy": {"type": "list", "elements": "str", "choices": ["L2", "L3", "L4"], "default": []},
        },
    },
    "vlans": {
        "type": "list",
        "elements": "dict",
        "default": [],
        "options": {"name": {"type": "str"}, "over": _NAME, "vid": {"type": "int", "required": True}},
    },
    "addresses": {
        "type": "list",
        "elements": "dict",
        "default": [],
        "options": {"name": _NAME, "address": _NAME},
    },
    "allow_replace_addresses": {"type": "bool", "default": False},
}
# A link's name ends with a number.
_LINK = re.compile(r"[a-zA-Z][a-zA-Z0-9_.]{0,29}[0-9]")
_ADDRESS = re.compile(r"([a-zA-Z][a-zA-Z0-9_.]{0,29}[0-9])/[a-zA-Z][a-zA-Z0-9_]{0,30}")


def read_network(params: t.Mapping[str, t.Any]) -> Network:
    """The wanted network. Raises InvalidInput with everything that is wrong."""
    vlans = tuple(Vlan(each["name"] or _by_rule(each), each["over"], each["vid"]) for each in params["vlans"])
    found = Network(
        tuple(
            Aggregation(each["name"], tuple(each["ports"]), tuple(each["policy"])) for each in params["aggregations"]
        ),
        vlans,
        tuple(Address(each["name"], _plain(each["address"])) for each in params["addresses"]),
        (),
        params["allow_replace_addresses"],
    )
    problems = [*_links(found), *_vids(found), *_addresses(found), *_twice(found)]
    if problems:
        raise InvalidInput(problems)
    return found


def _plain(address: str) -> str:
    """The address as ipadm shows it; what is none stays, and is told."""
    try:
        return str(ipaddress.ip_interface(address)) if "/" in address else address
    except ValueError:
        return address


def _by_rule(vlan: t.Mapping[str, t.Any]) -> str:
    """The name that the system itself would give: VLAN times 1000 plus the link's number."""
    kind, number = re.sub(r"\d+$", "", vlan["over"]), re.search(r"\d+$", vlan["over"])
    return f"{kind}{vlan['vid'] * 1000 + int(number.group() if number else 0)}"


def _links(network: Network) -> t.Iterator[Problem]:
    for index, each in enumerate(network.aggregations):
        for path, name in (("name", each.name), *((f"ports[{place}]", port) for place, port in enumerate(each.ports))):
            if not _LINK.fullmatch(name):
                yield Problem(f"aggregations[{index}].{path}", f"'{name}' is not the name of a link, such as aggr1")
        if not each.ports:
            yield Problem(f"aggregations[{index}].ports", "at least one is needed")


def _vids(network: Network) -> t.Iterator[Problem]:
    for index, each in enumerate(network.vlans):
        if not 1 <= each.vid <= 4094:
            yield Problem(f"vlans[{index}].vid", f"{each.vid} is not within 1 to 4094")
        for path, name in (("name", each.name), ("over", each.over)):
            if not _LINK.fullmatch(name):
                yield Problem(f"vlans[{index}].{path}", f"'{name}' is not the name of a link, such as aggr1")


def _addresses(network: Network) -> t.Iterator[Problem]:
    for index, each in enumerate(network.addresses):
        if not _ADDRESS.fullmatch(each.name):
            yield Problem(f"addresses[{index}].name", f"'{each.name}' is not a link and a word, such as aggr1/v4")
        try:
            ipaddress.ip_interface(each.address)
        except ValueError:
            yield Problem(f"addresses[{index}].address", f"'{each.address}' is not an address such as 10.1.0.1/16")
        if "/" not in each.address:
            yield Problem(f"addresses[{index}].address", "has no prefix length")


def _twice(network: Network) -> t.Iterator[Problem]:
    for kind in ("aggregations", "vlans", "addresses"):
        names = [each.name for each in getattr(network, kind)]
        for index, name in enumerate(names):
            if name in names[:index]:
                yield Problem(f"{kind}[{index}].name", f"'{name}' is given twice")
