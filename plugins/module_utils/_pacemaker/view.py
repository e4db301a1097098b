# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A cluster in plain data: for diffs, results and the info module. Secrets are hidden."""

from __future__ import annotations

import typing as t

from .alerts import alert_options, parse_alert
from .levels import level_elements, level_view
from .model import Cluster, Declaration, Primitive
from .ownership import owned_ids
from .parse import parse_constraint, parse_resource, resource_elements
from .refusals import foreign_constraints
from .render import constraint_options, resource_options
from .settings import SETTINGS, setting_sets, settings
from .tree import Element, write_xml
from .values import normal_constraint

Data = t.Dict[str, t.Any]


def cluster_view(cluster: Cluster, owner: str) -> Data:
    """Everything about *cluster*, told apart by whether *owner* made it."""
    configuration, declared = cluster.configuration, Declaration(owner)
    return {
        "running": cluster.live,
        **view(configuration, declared),
        "foreign_resources": foreign_resources(configuration, owner),
        "foreign_constraints": foreign_view(configuration, declared),
        "all_properties": settings(configuration, "properties"),
        "dc": cluster.state.dc,
        "online": sorted(cluster.state.online),
        "active": {name: list(nodes) for name, nodes in sorted(cluster.state.active.items())},
    }


def view(configuration: Element, declared: Declaration) -> Data:
    """What is declared or ours, in the shape of the module's options; secrets are hidden."""
    shown = owned_ids(configuration, declared.owner) | {each.id for each in declared.objects}
    secrets = {each.id: each.secrets for each in declared.resources if isinstance(each, Primitive)}
    data: Data = {name: _settings(configuration, name, declared, shown) for name in SETTINGS}
    data["resources"] = [
        resource_options(parse_resource(each), secrets.get(name, frozenset()))
        for name, each in sorted(resource_elements(configuration).items())
        if name in shown
    ]
    data["constraints"] = [
        constraint_view(each)
        for each in sorted(configuration.first("constraints").children, key=lambda each: each.id)
        if each.id in shown
    ]
    alerts = sorted(configuration.first("alerts").all("alert"), key=lambda each: each.id)
    data["alerts"] = [alert_options(parse_alert(each)) for each in alerts if each.id in shown]
    levels = sorted(level_elements(configuration), key=lambda each: each.id)
    data["fencing_levels"] = [level_view(each) for each in levels if each.id in shown]
    return data


def constraint_view(element: Element) -> Data:
    """A constraint in the shape of the option, or its id and tag where it has rules or sets."""
    constraint = parse_constraint(element)
    if constraint is None:
        return {"id": element.id, "kind": element.tag}
    return constraint_options(normal_constraint(constraint))


def foreign_resources(configuration: Element, owner: str) -> list[Data]:
    """The resources that others made, in the shape of the option."""
    owned = owned_ids(configuration, owner)
    found = sorted(resource_elements(configuration).items())
    return [resource_options(parse_resource(each)) for name, each in found if name not in owned]


def foreign_view(configuration: Element, declared: Declaration) -> list[Data]:
    """The constraints that others made: operators' moves and bans, DRBD's fence handlers, other tools."""
    foreign = foreign_constraints(configuration, declared)
    return [{"id": each.id, "kind": each.tag, "xml": write_xml(each)} for each in foreign]


def _settings(configuration: Element, name: str, declared: Declaration, shown: frozenset[str]) -> dict[str, str]:
    pairs = [pair for found in setting_sets(configuration, name) for pair in found.children]
    wanted = getattr(declared, name)
    found = {pair.get("name"): pair.get("value") for pair in pairs if pair.id in shown or pair.get("name") in wanted}
    return dict(sorted(found.items()))
