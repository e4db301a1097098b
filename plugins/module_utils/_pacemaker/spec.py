# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Module parameters -> declaration, with every problem at once."""

from __future__ import annotations

import re
import typing as t

from .._core.errors import InvalidInput, Problem
from .alerts import KINDS
from .levels import level_problems, read_level
from .model import Action, Alert, Clone, Constraint, Declaration, Group, Primitive, Resource
from .render import constraint_values
from .values import milliseconds, score_of, texts_of

# XML ids (NCName); names of pairs become part of one.
_ID = re.compile(r"^[A-Za-z_][A-Za-z0-9_.-]*$")
_AGENT = re.compile(r"^(ocf:[\w.-]+:[\w.-]+|(stonith|systemd|lsb|service):[\w.@-]+)$")
PACEMAKERS_OWN = ("dc-version", "cluster-infrastructure", "cluster-name", "have-watchdog", "last-lrm-refresh")
_ROLES = ("Started", "Stopped", "Promoted", "Unpromoted")
_ACTIONS = ("start", "stop", "promote", "demote")

OPERATION_OPTIONS: t.Mapping[str, t.Any] = {
    "name": {"type": "str", "required": True},
    "interval": {"type": "str", "default": "0s"},
    "timeout": {"type": "str"},
    "role": {"type": "str", "choices": list(_ROLES)},
    "on_fail": {"type": "str", "choices": ["ignore", "block", "stop", "restart", "standby", "fence", "demote"]},
    "start_delay": {"type": "str"},
}
RESOURCE_OPTIONS: t.Mapping[str, t.Any] = {
    "id": {"type": "str", "required": True},
    "kind": {"type": "str", "choices": ["primitive", "group", "clone"], "default": "primitive"},
    "agent": {"type": "str"},
    "attributes": {"type": "dict", "default": {}},
    "secret_attributes": {"type": "dict", "default": {}, "no_log": True},
    "meta": {"type": "dict", "default": {}},
    "operations": {"type": "list", "elements": "dict", "default": [], "options": dict(OPERATION_OPTIONS)},
    "members": {"type": "list", "elements": "str", "default": []},
    "resource": {"type": "str"},
}
CONSTRAINT_OPTIONS: t.Mapping[str, t.Any] = {
    "id": {"type": "str", "required": True},
    "kind": {"type": "str", "choices": ["location", "colocation", "order"], "required": True},
    "resource": {"type": "str"},
    "node": {"type": "str"},
    "score": {"type": "str"},
    "resource_discovery": {"type": "str", "choices": ["always", "never", "exclusive"]},
    "role": {"type": "str", "choices": list(_ROLES)},
    "with_resource": {"type": "str"},
    "with_role": {"type": "str", "choices": list(_ROLES)},
    "first": {"type": "str"},
    "first_action": {"type": "str", "choices": list(_ACTIONS)},
    "then": {"type": "str"},
    "then_action": {"type": "str", "choices": list(_ACTIONS)},
    "order_kind": {"type": "str", "choices": ["Mandatory", "Optional", "Serialize"]},
    "symmetrical": {"type": "bool"},
}
ALERT_OPTIONS: t.Mapping[str, t.Any] = {
    "id": {"type": "str", "required": True},
    "path": {"type": "path", "required": True},
    "select": {"type": "list", "elements": "str", "choices": list(KINDS), "default": []},
    "attributes": {"type": "dict", "default": {}},
    "meta": {"type": "dict", "default": {}},
}
LEVEL_OPTIONS: t.Mapping[str, t.Any] = {
    "node": {"type": "str", "required": True},
    "level": {"type": "int", "required": True},
    "devices": {"type": "list", "elements": "str", "required": True},
}
ARGUMENTS: t.Mapping[str, t.Any] = {
    "owner": {"type": "str", "default": "quorate"},
    "properties": {"type": "dict", "default": {}},
    "resource_defaults": {"type": "dict", "default": {}},
    "operation_defaults": {"type": "dict", "default": {}},
    "resources": {"type": "list", "elements": "dict", "default": [], "options": dict(RESOURCE_OPTIONS)},
    "constraints": {"type": "list", "elements": "dict", "default": [], "options": dict(CONSTRAINT_OPTIONS)},
    "alerts": {"type": "list", "elements": "dict", "default": [], "options": dict(ALERT_OPTIONS)},
    "fencing_levels": {"type": "list", "elements": "dict", "default": [], "options": dict(LEVEL_OPTIONS)},
    "adopt": {"type": "bool", "default": False},
    "stop_removed": {"type": "bool", "default": False},
    "allow_disturbing": {"type": "bool", "default": True},
    "nodes": {"type": "list", "elements": "str", "default": []},
    "wait": {"type": "int", "default": 120},
}
# What each kind needs, and what it may have besides id and kind.
_RESOURCE_KEYS = {
    "primitive": (("agent",), ("attributes", "secret_attributes", "meta", "operations")),
    "group": (("members",), ("meta",)),
    "clone": (("resource",), ("meta",)),
}
_CONSTRAINT_KEYS = {
    "location": (("resource", "node", "score"), ("role", "resource_discovery")),
    "colocation": (("resource", "with_resource"), ("score", "role", "with_role")),
    "order": (("first", "then"), ("first_action", "then_action", "order_kind", "symmetrical")),
}
Params = t.Mapping[str, t.Any]
Found = t.Iterator[Problem]


def read_declaration(params: Params) -> Declaration:
    """The declaration in *params* (the shape of ARGUMENTS). Raises InvalidInput with all problems."""
    found = list(problems(params))
    if found:
        raise InvalidInput(found)
    return Declaration(
        owner=params.get("owner") or "quorate",
        properties=texts_of(params.get("properties")),
        resource_defaults=texts_of(params.get("resource_defaults")),
        operation_defaults=texts_of(params.get("operation_defaults")),
        resources=tuple(_resource(each) for each in params.get("resources") or ()),
        constraints=tuple(_constraint(each) for each in params.get("constraints") or ()),
        alerts=tuple(_alert(each) for each in params.get("alerts") or ()),
        fencing_levels=tuple(read_level(each) for each in params.get("fencing_levels") or ()),
        adopt=bool(params.get("adopt")),
        stop_removed=bool(params.get("stop_removed")),
    )


def problems(params: Params) -> Found:
    """Everything wrong with *params*."""
    if not _ID.match(params.get("owner") or "quorate"):
        yield Problem("owner", "must be letters, digits, '.', '_' and '-', a letter first")
    for name in ("properties", "resource_defaults", "operation_defaults"):
        yield from _pairs(params.get(name), name)
    for name in sorted(set(params.get("properties") or ()) & set(PACEMAKERS_OWN)):
        yield Problem(f"properties.{name}", "is set by the cluster itself")
    for index, each in enumerate(params.get("resources") or ()):
        yield from _resource_problems(each, f"resources[{index}]")
    for index, each in enumerate(params.get("constraints") or ()):
        yield from _constraint_problems(each, f"constraints[{index}]")
    for index, each in enumerate(params.get("alerts") or ()):
        yield from _alert_problems(each, f"alerts[{index}]")
    yield from level_problems(params.get("fencing_levels") or (), "fencing_levels")
    yield from _id_problems(params)
    yield from _place_problems(params)


def _id_problems(params: Params) -> Found:
    seen: dict[str, str] = {}
    for name in ("resources", "constraints", "alerts"):
        for index, each in enumerate(params.get(name) or ()):
            path, found = f"{name}[{index}].id", str(each.get("id"))
            if not _ID.match(found):
                yield Problem(path, f"'{found}' must be letters, digits, '.', '_' and '-', a letter first")
            if found in seen:
                yield Problem(path, f"'{found}' is also the id of {seen[found]}")
            seen.setdefault(found, path[: -len(".id")])


def _place_problems(params: Params) -> Found:
    """A resource lies in one container at most, and a container holds what may lie in it."""
    kinds = {each.get("id"): each.get("kind") or "primitive" for each in params.get("resources") or ()}
    holders: dict[str, str] = {}
    for index, each in enumerate(params.get("resources") or ()):
        kind = each.get("kind") or "primitive"
        allowed = {"group": ("primitive",), "clone": ("primitive", "group")}.get(kind, ())
        inner = (each.get("members") or ()) if kind == "group" else filter(None, [each.get("resource")])
        path = f"resources[{index}]." + ("members" if kind == "group" else "resource")
        for name in inner if allowed else ():
            if kinds.get(name) not in allowed:
                yield Problem(path, f"'{name}' must be a declared {' or '.join(allowed)}")
            if name in holders:
                yield Problem(path, f"'{name}' lies in {holders[name]} already")
            holders.setdefault(name, str(each.get("id")))


def _resource_problems(each: Params, path: str) -> Found:
    kind = each.get("kind") or "primitive"
    yield from _key_problems(each, kind, _RESOURCE_KEYS[kind], path)
    if kind == "primitive" and each.get("agent") and not _AGENT.match(each["agent"]):
        yield Problem(f"{path}.agent", f"'{each['agent']}' is not like ocf:heartbeat:IPaddr2 or stonith:fence_ipmilan")
    for name in ("attributes", "secret_attributes", "meta"):
        yield from _pairs(each.get(name), f"{path}.{name}")
    for name in sorted(set(each.get("attributes") or ()) & set(each.get("secret_attributes") or ())):
        yield Problem(f"{path}.secret_attributes.{name}", "is also among the attributes")
    yield from _action_problems(each.get("operations") or (), f"{path}.operations")


def _action_problems(operations: t.Sequence[Params], path: str) -> Found:
    seen = set()
    for index, each in enumerate(operations):
        for name in ("interval", "timeout", "start_delay"):
            if each.get(name) is not None and milliseconds(str(each[name])) is None:
                yield Problem(f"{path}[{index}].{name}", f"'{each[name]}' is no duration such as 10s or 5min")
        key = (each.get("name"), milliseconds(str(each.get("interval") or "0s")))
        if key in seen:
            yield Problem(
                f"{path}[{index}]",
                f"a second {key[0]} with this interval: Pacemaker tells operations apart by the interval",
            )
        seen.add(key)


def _constraint_problems(each: Params, path: str) -> Found:
    kind = str(each.get("kind"))
    yield from _key_problems(each, kind, _CONSTRAINT_KEYS[kind], path)
    if each.get("score") is not None and score_of(str(each["score"])) is None:
        yield Problem(f"{path}.score", f"'{each['score']}' is neither a number nor INFINITY nor -INFINITY")


def _alert_problems(each: Params, path: str) -> Found:
    if not str(each.get("path")).startswith("/"):
        yield Problem(f"{path}.path", f"'{each.get('path')}' is not the whole path of a program")
    for name in ("attributes", "meta"):
        yield from _pairs(each.get(name), f"{path}.{name}")


def _key_problems(each: Params, kind: str, keys: tuple[t.Sequence[str], t.Sequence[str]], path: str) -> Found:
    required, optional = keys
    for name in required:
        if each.get(name) in (None, "", []):
            yield Problem(f"{path}.{name}", f"is required for the kind {kind}")
    for name, value in each.items():
        if name not in ("id", "kind", *required, *optional) and value not in (None, "", [], {}):
            yield Problem(f"{path}.{name}", f"is not an option of the kind {kind}")


def _pairs(values: t.Any, path: str) -> Found:
    for name, value in (values or {}).items():
        if not _ID.match(str(name)):
            yield Problem(f"{path}.{name}", "the name must be letters, digits, '.', '_' and '-', a letter first")
        if isinstance(value, (dict, list)):
            yield Problem(f"{path}.{name}", "must be a single value")


def _resource(each: Params) -> Resource:
    meta = texts_of(each.get("meta"))
    kind = each.get("kind") or "primitive"
    if kind == "group":
        return Group(each["id"], tuple(each["members"]), meta)
    if kind == "clone":
        return Clone(each["id"], each["resource"], meta)
    secrets = texts_of(each.get("secret_attributes"))
    return Primitive(
        each["id"],
        each["agent"],
        {**texts_of(each.get("attributes")), **secrets},
        meta,
        tuple(_action(operation) for operation in each.get("operations") or ()),
        frozenset(secrets),
    )


def _action(operation: Params) -> Action:
    options = {name: value for name, value in operation.items() if name not in ("name", "interval")}
    return Action(
        operation["name"],
        str(operation.get("interval") or "0s"),
        {name.replace("_", "-"): value for name, value in texts_of(options).items()},
    )


def _alert(each: Params) -> Alert:
    select = frozenset(each.get("select") or ())
    return Alert(each["id"], each["path"], select, texts_of(each.get("attributes")), texts_of(each.get("meta")))


def _constraint(each: Params) -> Constraint:
    return Constraint(each["id"], each["kind"], texts_of(constraint_values(each["kind"], each)))
