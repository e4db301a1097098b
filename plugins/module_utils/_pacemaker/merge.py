# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The configuration as it is + a declaration -> the configuration as it shall be.

What already says the same stays as it is, to the last id; so the result equals the input when nothing is to be done.
What is not ours stays in any case: other ids, and inside our resources sets with rules, utilization and the meta
attributes that operators set by hand (KEPT_META).
"""

from __future__ import annotations

import typing as t

from .alerts import with_alerts
from .levels import with_levels
from .model import Constraint, Declaration, Group, Primitive, Resource
from .ownership import gone_resources, owned_ids, with_ownership
from .parse import (
    RESOURCE_TAGS,
    parse_constraint,
    parse_primitive,
    resource_elements,
    set_values,
)
from .render import agent_attributes, render_actions, render_constraint
from .sets import with_set
from .settings import SETTINGS, with_settings
from .tree import Element
from .values import normal_actions, normal_constraint

# crm_resource --meta, pcs resource disable/unmanage and the like write these: a run must not undo an operator's stop.
KEPT_META = ("target-role", "is-managed", "maintenance")
# Constraints of a moment: they go when the resource they are about goes.
MOMENTARY = ("cli-", "drbd-fence-by-handler-")
_REFERENCES = ("rsc", "with-rsc", "first", "then")


def merged(configuration: Element, declared: Declaration) -> Element:
    """The whole ``<configuration>`` with *declared* in it and without what was ours and is not declared any more."""
    owned = owned_ids(configuration, declared.owner)
    new = configuration
    for name in SETTINGS:
        new = with_settings(new, name, getattr(declared, name), owned)
    new = new.with_section("resources", _resources(new, declared, owned))
    new = new.with_section("constraints", _constraints(configuration, declared, owned))
    new = with_alerts(new, declared.alerts, owned)
    new = with_levels(new, declared.fencing_levels, owned)
    return with_ownership(new, declared)


def references(element: Element) -> frozenset[str]:
    """The ids of the resources that a constraint is about."""
    direct = {element.get(name) for name in _REFERENCES if name in element.attributes}
    return frozenset(direct | {each.id for each in element.walk() if each.tag == "resource_ref"})


def is_momentary(element: Element) -> bool:
    """Whether *element* is a constraint that a move, a ban or DRBD's fence handler has left."""
    return element.id.startswith(MOMENTARY)


def _resources(configuration: Element, declared: Declaration, owned: frozenset[str]) -> list[Element]:
    """The top level: what was there in its place, new resources after it."""
    build = _Builder(configuration, declared)
    tops = [each.id for each in declared.resources if each.id not in build.inner]
    children, placed = [], set()
    for each in configuration.first("resources").children:
        if each.id in tops:
            children.append(build.element(each.id))
            placed.add(each.id)
        elif each.id not in build.models and each.id not in owned:
            children.append(each)
    return children + [build.element(name) for name in tops if name not in placed]


class _Builder:
    """Elements of declared resources, from what there is of them in *configuration*."""

    def __init__(self, configuration: Element, declared: Declaration) -> None:
        self.models = {each.id: each for each in declared.resources}
        self.present = resource_elements(configuration)
        self.gone = gone_resources(configuration, declared)
        self.inner = {name for each in declared.resources for name in inner_ids(each)}

    def element(self, name: str) -> Element:
        """The element of the declared resource *name*."""
        model = self.models[name]
        tag = type(model).__name__.lower()
        old = self.present.get(name, Element(tag, {"id": name}))
        if old.tag != tag:
            old = Element(tag, {"id": name})
        return self._primitive(old, model) if isinstance(model, Primitive) else self._container(old, model)

    def _primitive(self, old: Element, model: Primitive) -> Element:
        attributes = {name: value for name, value in old.attributes.items() if name in ("id", "description")}
        new = Element("primitive", {**attributes, **agent_attributes(model)}, old.children)
        new = with_set(new, "instance_attributes", model.attributes)
        new = with_set(new, "meta_attributes", model.meta, KEPT_META)
        if normal_actions(parse_primitive(new).actions) != normal_actions(model.actions):
            others = [child for child in new.children if child.tag != "operations"]
            new = new.with_children([*others, *render_actions(model.id, model.actions)])
        return new

    def _container(self, old: Element, model: Resource) -> Element:
        new = with_set(old, "meta_attributes", model.meta, KEPT_META)
        before = [each.id for each in old.all(*RESOURCE_TAGS)]
        foreign = [name for name in before if name not in self.models and name not in self.gone]
        after = merged_order(before, list(inner_ids(model)), foreign if isinstance(model, Group) else [])
        members = [self.element(name) if name in self.models else self.present[name] for name in after]
        if tuple(members) == new.all(*RESOURCE_TAGS):
            return new
        return new.with_children([*(each for each in new.children if each.tag not in RESOURCE_TAGS), *members])


def inner_ids(resource: Resource) -> tuple[str, ...]:
    """The ids that lie inside *resource*."""
    if isinstance(resource, Primitive):
        return ()
    return resource.members if isinstance(resource, Group) else (resource.resource,)


def merged_order(before: t.Sequence[str], declared: t.Sequence[str], foreign: t.Sequence[str]) -> list[str]:
    """The *declared* members in order; each foreign one still follows the declared one that it followed *before*."""
    followers: dict[str, list[str]] = {}
    last = ""
    for name in before:
        if name in declared:
            last = name
        elif name in foreign:
            followers.setdefault(last, []).append(name)
    order = list(followers.get("", []))
    for name in declared:
        order += [name, *followers.get(name, [])]
    return order


def _constraints(configuration: Element, declared: Declaration, owned: frozenset[str]) -> list[Element]:
    models = {each.id: each for each in declared.constraints}
    gone = gone_resources(configuration, declared)
    children = []
    for each in configuration.first("constraints").children:
        model = models.pop(each.id, None)
        if model is not None:
            children.append(each if _same(each, model) else render_constraint(model))
        elif each.id not in owned and not (is_momentary(each) and references(each) & gone):
            children.append(each)
    return children + [render_constraint(model) for model in models.values()]


def _same(element: Element, model: Constraint) -> bool:
    present = parse_constraint(element)
    return present is not None and normal_constraint(present) == normal_constraint(model)


def with_target_role(configuration: Element, names: t.Container[str], role: str) -> Element:
    """The resources *names* have the *role* (``Stopped``) as their target."""

    def changed(element: Element) -> Element:
        inner = element.with_children(map(changed, element.children))
        if element.tag in RESOURCE_TAGS and element.id in names:
            values = {**set_values(inner, "meta_attributes"), "target-role": role}
            return with_set(inner, "meta_attributes", values)
        return inner

    return configuration.with_child(changed(configuration.first("resources")))
