# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The way to the wanted links and addresses. What is not described stays; nothing is taken away but an address."""

from __future__ import annotations

import typing as t

from .._core.errors import Refusal
from .._core.plan import Operation, Plan
from . import render
from .model import Address, Aggregation, Network, Vlan


def plan(current: Network, wanted: Network) -> Plan:
    """Links first, then VLANs on them, then addresses."""
    there_now: list[t.Any] = [*current.aggregations, *current.vlans, *current.addresses]
    now = {each.name: each for each in there_now}
    operations: list[Operation] = []
    refusals: list[Refusal] = []
    for aggregation in wanted.aggregations:
        operations += _aggregation(now.get(aggregation.name), aggregation)
    refusals += _busy_ports(current, wanted)
    for vlan in wanted.vlans:
        there = now.get(vlan.name)
        if there is None:
            operations.append(Operation(f"make VLAN link {vlan.name} of {vlan.over}", render.create_vlan(vlan)))
        elif there != vlan:
            refusals.append(Refusal(f"{vlan.name} is {_told(there)}", "give another name, or delete that link first"))
    operations += _interfaces(current, wanted, now)
    for address in wanted.addresses:
        operations += _address(now.get(address.name), address)
        refusals += _replacement(now.get(address.name), address, wanted)
    return Plan(render.network_data(current), _after(current, wanted), tuple(operations), tuple(refusals))


def commands(todo: Plan) -> list[str]:
    """The command lines of a plan, in order."""
    return [" ".join(operation.action) for operation in todo.operations]


def _told(there: t.Any) -> str:
    return f"VLAN {there.vid} of {there.over}" if isinstance(there, Vlan) else "another kind of link"


def _aggregation(there: t.Any, wanted: Aggregation) -> t.Iterator[Operation]:
    if not isinstance(there, Aggregation):
        summary = f"make aggregation {wanted.name} of {', '.join(wanted.ports)}"
        yield Operation(summary, render.create_aggregation(wanted))
        return
    if wanted.policy and wanted.policy != there.policy:
        yield Operation(f"spread the traffic of {wanted.name} by {', '.join(wanted.policy)}", render.set_policy(wanted))
    more = [port for port in wanted.ports if port not in there.ports]
    if more:
        yield Operation(f"add {', '.join(more)} to {wanted.name}", render.add_ports(wanted.name, more))


def _busy_ports(current: Network, wanted: Network) -> t.Iterator[Refusal]:
    """A link in another aggregation, or one that IP uses, may carry the very connection that asks for this."""
    for aggregation in wanted.aggregations:
        for port in aggregation.ports:
            others = [
                each.name for each in current.aggregations if port in each.ports and each.name != aggregation.name
            ]
            if others:
                yield Refusal(f"{port} is in {others[0]}", "take it out there first: dladm remove-aggr")
            elif port in current.interfaces:
                yield Refusal(f"IP uses {port}", "move its addresses first: ipadm delete-if")


def _interfaces(current: Network, wanted: Network, now: t.Container[str]) -> t.Iterator[Operation]:
    """A link that gets its first address, or several at once, is made an interface once."""
    links = dict.fromkeys(address.link for address in wanted.addresses if address.name not in now)
    for link in links:
        if link not in current.interfaces:
            yield Operation(f"let IP use {link}", render.create_interface(link))


def _address(there: t.Any, wanted: Address) -> t.Iterator[Operation]:
    if there == wanted:
        return
    if there is not None:
        yield Operation(f"take {there.address} away from {wanted.link}", render.delete_address(wanted.name), True)
    yield Operation(f"give {wanted.link} the address {wanted.address}", render.create_address(wanted))


def _replacement(there: t.Any, wanted: Address, everything: Network) -> t.Iterator[Refusal]:
    if isinstance(there, Address) and there != wanted and not everything.allow_replace_addresses:
        yield Refusal(
            f"{wanted.name} is {there.address}, and who uses that would lose it", "set allow_replace_addresses=true"
        )


def _after(current: Network, wanted: Network) -> render.Data:
    """What is there, with what is wanted over it."""
    shown = render.network_data(current)
    for kind, items in render.network_data(wanted).items():
        names = [item["name"] for item in items]
        former = {item["name"]: item for item in shown[kind]}
        merged = [_merged(former.get(item["name"], {}), item) for item in items]
        shown[kind] = [item for item in shown[kind] if item["name"] not in names] + merged
    return shown


def _merged(former: render.Data, item: render.Data) -> render.Data:
    if "ports" not in item:
        return item
    ports = former.get("ports", []) + [port for port in item["ports"] if port not in former.get("ports", [])]
    return {**item, "ports": ports, "policy": item["policy"] or former.get("policy", [])}
