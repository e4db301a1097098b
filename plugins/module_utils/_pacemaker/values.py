# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""One spelling for values that Pacemaker takes in several."""

from __future__ import annotations

import re
import typing as t

from .model import Action, Constraint, Values

_INFINITE = 1000000
_ROLES = {"Master": "Promoted", "Slave": "Unpromoted"}
_DURATION = re.compile(r"^(\d+)\s*(ms|msec|us|usec|s|sec|m|min|h|hr)?$", re.IGNORECASE)
_MILLISECONDS = {"us": 0.001, "ms": 1, "s": 1000, "m": 60000, "h": 3600000}


def text_of(value: t.Any) -> str:
    """*value* as the CIB writes it; a template may have turned a boolean into ``True``."""
    text = str(value)
    return text.lower() if text in ("True", "False") else text


def texts_of(values: t.Mapping[str, t.Any] | None) -> dict[str, str]:
    """*values* as text; what is None is not set."""
    return {str(name): text_of(value) for name, value in (values or {}).items() if value is not None}


def milliseconds(text: str) -> float | None:
    """The length of ``10s``, ``10``, ``5min`` or ``100ms``; None where it is no duration."""
    match = _DURATION.match(text.strip())
    if not match:
        return None
    number, unit = match.groups()
    unit = (unit or "s").lower()
    return int(number) * _MILLISECONDS[{"msec": "ms", "usec": "us", "sec": "s", "min": "m", "hr": "h"}.get(unit, unit)]


def score_of(text: str) -> str | None:
    """``INFINITY``, ``-INFINITY`` or a number; None where it is no score."""
    if re.match(r"^[+-]?INFINITY$", text, re.IGNORECASE):
        return text.upper().lstrip("+")
    if not re.match(r"^[+-]?\d+$", text):
        return None
    number = int(text)
    return str(number) if abs(number) < _INFINITE else ("INFINITY" if number > 0 else "-INFINITY")


def role_of(text: str) -> str:
    """The role in the words of Pacemaker 2.1 and later."""
    return _ROLES.get(text, text)


def normal_action(action: Action) -> Action:
    """*action* in one spelling; without a role it is for the started one."""
    options = {name: role_of(value) if name == "role" else value for name, value in action.options.items()}
    return Action(action.name, action.interval, {name: value for name, value in options.items() if value != "Started"})


def normal_actions(actions: t.Iterable[Action]) -> list[tuple[t.Any, ...]]:
    """Equal for the same actions in any order and spelling."""
    return sorted(
        (action.name, milliseconds(action.interval) or 0, sorted(action.options.items()))
        for action in map(normal_action, actions)
    )


def normal_constraint(constraint: Constraint) -> Constraint:
    """*constraint* in one spelling and without what is Pacemaker's default."""
    values: dict[str, str] = {}
    for name, value in constraint.values.items():
        if name == "score":
            values[name] = score_of(value) or value
        elif name in ("role", "rsc-role", "with-rsc-role"):
            values[name] = role_of(value)
        else:
            values[name] = value
    defaults = {**_DEFAULTS[constraint.kind]}
    if constraint.kind == "order":
        defaults["then-action"] = values.get("first-action", "start")
    kept = {name: value for name, value in values.items() if value != defaults.get(name)}
    return Constraint(constraint.id, constraint.kind, kept)


_DEFAULTS: t.Mapping[str, Values] = {
    "location": {"role": "Started", "resource-discovery": "always"},
    "colocation": {"score": "INFINITY", "rsc-role": "Started", "with-rsc-role": "Started"},
    "order": {"kind": "Mandatory", "symmetrical": "true", "first-action": "start"},
}
