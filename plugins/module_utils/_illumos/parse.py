# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Parsable output (``-p``) of dladm and ipadm: fields by colons, colons inside by a backslash."""

from __future__ import annotations

import re

from .._core.errors import Unparsable
from .model import Address, Aggregation, Vlan

_FIELD = re.compile(r"((?:[^:\\]|\\.)*)(?::|$)")
_ESCAPED = re.compile(r"\\(.)")


def rows(source: str, text: str, fields: int) -> list[list[str]]:
    """The fields of each line. Raises Unparsable."""
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        # What follows the last field of a line is empty, and no field.
        row = [_ESCAPED.sub(r"\1", field) for field in _FIELD.findall(f"{line}:")[:-1]]
        if len(row) != fields:
            raise Unparsable(source, f"line {number}", repr(line))
        found.append(row)
    return found


def parse_aggregations(policies: str, ports: str) -> tuple[Aggregation, ...]:
    """``dladm show-aggr -p -o link,policy`` and ``dladm show-aggr -x -p -o link,port``. Raises Unparsable."""
    members: dict[str, list[str]] = {}
    last = ""
    for link, port in rows("dladm show-aggr -x", ports, 2):
        # The line of the aggregation itself has no port; whether the others repeat its name depends on the build.
        last = link or last
        if port not in ("", "--"):
            members.setdefault(last, []).append(port)
    return tuple(
        Aggregation(link, tuple(members.get(link, ())), tuple(policy.split(",")))
        for link, policy in rows("dladm show-aggr", policies, 2)
    )


def parse_vlans(text: str) -> tuple[Vlan, ...]:
    """``dladm show-vlan -p -o link,vid,over``. Raises Unparsable."""
    found = []
    for link, vid, over in rows("dladm show-vlan", text, 3):
        if not vid.isdigit():
            raise Unparsable("dladm show-vlan", link, f"no VLAN number: {vid!r}")
        found.append(Vlan(link, over, int(vid)))
    return tuple(found)


def parse_addresses(text: str) -> tuple[Address, ...]:
    """``ipadm show-addr -p -o addrobj,addr``. Raises Unparsable."""
    return tuple(Address(name, address) for name, address in rows("ipadm show-addr", text, 2))


def parse_interfaces(text: str) -> tuple[str, ...]:
    """``ipadm show-if -p -o ifname``. Raises Unparsable."""
    return tuple(row[0] for row in rows("ipadm show-if", text, 1))
