# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""XML of the CIB, of crm_mon and of crm_simulate -> values."""

from __future__ import annotations

import dataclasses
import re
import typing as t

from .model import Action, Clone, Constraint, Group, Primitive, Resource, State
from .tree import Element, read_xml

_PREFIX = re.compile(r"^(\(\w+\)\s*)?(error:\s*)?")
_VERDICT = re.compile(r"(crm_verify: )?(Errors|Warnings) found|Configuration invalid|-V may provide")
RESOURCE_TAGS = ("primitive", "group", "clone")
CONSTRAINT_TAGS = {"location": "rsc_location", "colocation": "rsc_colocation", "order": "rsc_order"}
_KINDS = {tag: kind for kind, tag in CONSTRAINT_TAGS.items()}


def is_plain_set(element: Element) -> bool:
    """Whether *element* holds its own values for always: no rule, no reference to another set."""
    return "id-ref" not in element.attributes and not element.all("rule")


def set_values(element: Element, tag: str) -> dict[str, str]:
    """Names and values of the plain sets with *tag* in *element*; of a name set twice the first counts."""
    values: dict[str, str] = {}
    for each in element.all(tag):
        if is_plain_set(each):
            for pair in each.all("nvpair"):
                values.setdefault(pair.get("name"), pair.get("value"))
    values.pop("", None)  # a reference to a pair elsewhere has no name
    return values


def parse_primitive(element: Element) -> Primitive:
    """The primitive of a ``<primitive>``."""
    parts = [element.get(name) for name in ("class", "provider", "type")]
    return Primitive(
        element.id,
        ":".join(part for part in parts if part),
        set_values(element, "instance_attributes"),
        set_values(element, "meta_attributes"),
        tuple(_action(each) for each in element.first("operations").all("op")),
    )


def parse_resource(element: Element) -> Resource:
    """The resource of a ``<primitive>``, ``<group>`` or ``<clone>``."""
    if element.tag == "primitive":
        return parse_primitive(element)
    meta = set_values(element, "meta_attributes")
    inner = tuple(child.id for child in element.all(*RESOURCE_TAGS))
    if element.tag == "group":
        return Group(element.id, inner, meta)
    return Clone(element.id, inner[0] if inner else "", meta)


def parse_constraint(element: Element) -> Constraint | None:
    """The constraint of *element*; None for one with rules or sets, which the model has no words for."""
    if element.tag not in _KINDS or element.children:
        return None
    values = {name: value for name, value in element.attributes.items() if name != "id"}
    return Constraint(element.id, _KINDS[element.tag], values)


def resource_elements(configuration: Element) -> dict[str, Element]:
    """Every resource by id, also those inside groups and clones."""
    return {each.id: each for each in configuration.first("resources").walk() if each.tag in RESOURCE_TAGS}


def parse_state(text: str) -> State:
    """The state in the XML of crm_mon."""
    root = read_xml(text, "crm_mon")
    nodes = root.first("nodes").all("node")
    active: dict[str, tuple[str, ...]] = {}
    for each in root.first("resources").walk():
        if each.tag == "resource" and each.get("active") == "true":
            name = each.id.split(":")[0]  # an instance of a globally unique clone is "id:number"
            active[name] = active.get(name, ()) + tuple(node.get("name") for node in each.all("node"))
    return State(
        dc=root.first("summary").first("current_dc").get("present") == "true",
        online=frozenset(
            node.get("name") for node in nodes if node.get("online") == "true" and node.get("pending") != "true"
        ),
        active=active,
    )


def parse_complaints(text: str) -> list[str]:
    """The errors in what crm_verify printed, each once; not its warnings, of which it also ends with code 78."""
    lines = [_PREFIX.sub("", line).strip() for line in text.splitlines() if "warning:" not in line]
    return list(dict.fromkeys(line for line in lines if line and not _VERDICT.match(line)))


@dataclasses.dataclass(frozen=True, order=True)
class Forecast:
    """What the cluster would do: *what* (``start``, ``stop``, ``fence``, ...) with *whom*, and *where*."""

    what: str
    whom: str
    where: str

    def __str__(self) -> str:
        return f"{self.what} {self.whom}" + (f" on {self.where}" if self.where else "")


def parse_forecast(text: str) -> frozenset[Forecast]:
    """What crm_simulate says the cluster would do; blocked actions are left out."""
    actions = read_xml(text, "crm_simulate").first("actions").children
    return frozenset(_forecast(each) for each in actions if each.get("blocked") != "true")


def _forecast(each: Element) -> Forecast:
    if each.tag == "node_action":
        return Forecast("fence", each.get("node"), "")
    places = [each.get(name) for name in ("node", "source", "dest")]
    return Forecast(each.get("action"), each.get("resource"), " -> ".join(place for place in places if place))


def _action(element: Element) -> Action:
    options = {name: value for name, value in element.attributes.items() if name not in ("id", "name", "interval")}
    return Action(element.get("name"), element.get("interval", "0s"), t.cast("t.Mapping[str, str]", options))
