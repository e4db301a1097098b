# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Declared values -> XML of the CIB, and -> the shape of the module's options."""

from __future__ import annotations

import re
import typing as t

from .model import Action, Clone, Constraint, Group, Primitive, Resource, Values
from .parse import CONSTRAINT_TAGS
from .tree import Element

HIDDEN = "VALUE_HIDDEN"
_SECRET = re.compile(r"passw|passphrase|secret|token|community|private", re.IGNORECASE)
_OPTIONS = {
    "location": {"rsc": "resource", "resource-discovery": "resource_discovery"},
    "colocation": {
        "rsc": "resource",
        "rsc-role": "role",
        "with-rsc": "with_resource",
        "with-rsc-role": "with_role",
    },
    "order": {"first-action": "first_action", "then-action": "then_action", "kind": "order_kind"},
}


def looks_secret(name: str) -> bool:
    """Whether the value of an attribute with this *name* is better not printed."""
    return bool(_SECRET.search(name))


def render_set(tag: str, set_id: str, values: Values) -> Element:
    """A set of name-value pairs, sorted by name."""
    pairs = (
        Element("nvpair", {"id": f"{set_id}-{name}", "name": name, "value": values[name]}) for name in sorted(values)
    )
    return Element(tag, {"id": set_id}, tuple(pairs))


def render_sets(owner: str, tag: str, values: Values) -> tuple[Element, ...]:
    """The set ``<owner>-<tag>``; none for no values."""
    return (render_set(tag, f"{owner}-{tag}", values),) if values else ()


def render_actions(owner: str, actions: t.Sequence[Action]) -> tuple[Element, ...]:
    """The ``<operations>`` of the resource *owner*; none for no actions."""
    if not actions:
        return ()
    return (Element("operations", {}, tuple(_op(owner, action) for action in actions)),)


def agent_attributes(primitive: Primitive) -> dict[str, str]:
    """``class``, ``provider`` (OCF only) and ``type``."""
    parts = primitive.agent.split(":")
    names = ("class", "provider", "type") if len(parts) == 3 else ("class", "type")
    return dict(zip(names, parts))


def render_primitive(primitive: Primitive) -> Element:
    """The ``<primitive>``; its ids follow from its own."""
    return Element(
        "primitive",
        {"id": primitive.id, **agent_attributes(primitive)},
        (
            *render_sets(primitive.id, "instance_attributes", primitive.attributes),
            *render_sets(primitive.id, "meta_attributes", primitive.meta),
            *render_actions(primitive.id, primitive.actions),
        ),
    )


def render_constraint(constraint: Constraint) -> Element:
    """The ``<rsc_location>``, ``<rsc_colocation>`` or ``<rsc_order>``."""
    return Element(CONSTRAINT_TAGS[constraint.kind], {"id": constraint.id, **constraint.values})


def resource_options(resource: Resource, secrets: frozenset[str] = frozenset()) -> dict[str, t.Any]:
    """*resource* as an item of the option ``resources``.

    The values of attributes in *secrets*, and of those that look like secrets, are hidden, below ``secret_attributes``.
    """
    if isinstance(resource, Group):
        return {"id": resource.id, "kind": "group", "members": list(resource.members), "meta": dict(resource.meta)}
    if isinstance(resource, Clone):
        return {"id": resource.id, "kind": "clone", "resource": resource.resource, "meta": dict(resource.meta)}
    hidden = {name for name in resource.attributes if name in secrets | resource.secrets or looks_secret(name)}
    return {
        "id": resource.id,
        "kind": "primitive",
        "agent": resource.agent,
        "attributes": {name: value for name, value in resource.attributes.items() if name not in hidden},
        "secret_attributes": dict.fromkeys(sorted(hidden), HIDDEN),
        "meta": dict(resource.meta),
        "operations": [
            {"name": each.name, "interval": each.interval, **_underscored(each.options)} for each in resource.actions
        ],
    }


def constraint_options(constraint: Constraint) -> dict[str, t.Any]:
    """*constraint* as an item of the option ``constraints``."""
    names = _OPTIONS[constraint.kind]
    values = {names.get(name, name): value for name, value in constraint.values.items()}
    return {"id": constraint.id, "kind": constraint.kind, **values}


def constraint_values(kind: str, options: t.Mapping[str, t.Any]) -> dict[str, t.Any]:
    """What ``constraint_options`` undoes: the CIB's attribute names for those of the options."""
    names = {option: name for name, option in _OPTIONS[kind].items()}
    return {names.get(option, option): value for option, value in options.items() if option not in ("id", "kind")}


def patch_for(patch: Element, root: Element) -> Element:
    """*patch*, a ``<diff>`` of crm_diff, as the step from the version of the ``<cib>`` *root* to the next one.

    cibadmin takes it for exactly that version; what it changes is the same for any version with that configuration.
    """
    source = {name: root.get(name, "0") for name in ("admin_epoch", "epoch", "num_updates")}
    target = {**source, "epoch": str(int(source["epoch"]) + 1), "num_updates": "0"}
    return patch.with_section("version", [Element("source", source), Element("target", target)])


def _op(owner: str, action: Action) -> Element:
    attributes = {"id": f"{owner}-{action.name}-{action.interval}", "name": action.name, "interval": action.interval}
    return Element("op", {**attributes, **action.options})


def _underscored(values: Values) -> dict[str, str]:
    return {name.replace("-", "_"): value for name, value in values.items()}
