# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""(cluster, declaration) -> what is to be committed, with the reasons against it."""

from __future__ import annotations

import dataclasses
import typing as t

from .._core.plan import Operation, Plan
from .merge import merged
from .model import Cluster, Declaration
from .ownership import gone_resources
from .parse import Forecast, resource_elements
from .refusals import refusals
from .settings import SETTINGS
from .tree import Element
from .view import Data, view

_CALLED = {
    "properties": "property",
    "resource_defaults": "resource default",
    "operation_defaults": "operation default",
}
_DISTURBING = frozenset({"stop", "restart", "move", "migrate", "recover", "demote", "promote-demote", "fence"})


@dataclasses.dataclass(frozen=True)
class Stop:
    """Resources to be stopped before they are removed: once removed, nothing says in which order they stop.

    primitives -- those of them, and inside them, that are active: crm_mon knows no group or clone as active
    """

    resources: tuple[str, ...]
    primitives: tuple[str, ...]


@dataclasses.dataclass(frozen=True)
class Commit:
    """One transaction: *before* becomes *after*. When somebody changed it meanwhile, *declared* is planned anew."""

    declared: Declaration
    before: Element
    after: Element


def plan(current: Cluster, declared: Declaration) -> Plan:
    """One commit for everything, after a stop of what is removed and active; nothing when all is as declared."""
    old = current.configuration
    new = merged(old, declared)
    before, after = view(old, declared), view(new, declared)
    operations: list[Operation] = []
    stop = _stop(current, declared)
    if stop.primitives and declared.stop_removed:
        noticed = bool(set(stop.primitives) - fence_devices(old))
        operations.append(Operation("stop " + ", ".join(stop.resources), stop, disturbs_io=noticed))
    if new != old:
        operations.append(Operation("commit: " + "; ".join(_changes(before, after)), Commit(declared, old, new)))
    return Plan(before, after, tuple(operations), refusals(current, declared, new) if operations else ())


def foreseen(
    todo: Plan, without: frozenset[Forecast], with_it: frozenset[Forecast], harmless: t.Container[str]
) -> Plan:
    """*todo*, whose commit disturbs I/O when the cluster would stop something *with_it* that it keeps *without*.

    harmless -- resources whose stop no client notices (fence devices)
    """
    stops = sorted(each for each in with_it - without if each.what in _DISTURBING and each.whom not in harmless)
    if not stops:
        return todo
    *others, commit = todo.operations
    summary = f"{commit.summary} (the cluster would {', '.join(map(str, stops))})"
    return dataclasses.replace(
        todo, operations=(*others, dataclasses.replace(commit, summary=summary, disturbs_io=True))
    )


def fence_devices(configuration: Element) -> frozenset[str]:
    """The ids of the fence devices."""
    return frozenset(name for name, each in resource_elements(configuration).items() if each.get("class") == "stonith")


def _stop(current: Cluster, declared: Declaration) -> Stop:
    """What to stop, from the outside, so that nothing is active that is to be removed."""
    gone = gone_resources(current.configuration, declared)
    outermost = _outermost(current.configuration.first("resources"), gone)
    active = {top.id: [each.id for each in top.walk() if each.id in current.state.active] for top in outermost}
    return Stop(
        tuple(top for top, primitives in active.items() if primitives),
        tuple(primitive for primitives in active.values() for primitive in primitives),
    )


def _outermost(element: Element, gone: t.Container[str]) -> t.Iterator[Element]:
    """What is *gone* and not inside something else that is: stopping a group stops its members in order."""
    for child in element.children:
        if child.id in gone:
            yield child
        else:
            yield from _outermost(child, gone)


def _changes(before: Data, after: Data) -> list[str]:
    """What a person would call the difference."""
    lines = []
    for name in SETTINGS:
        lines += _setting_changes(_CALLED[name], before[name], after[name])
    for name in ("resources", "constraints", "alerts"):
        old = {each["id"]: each for each in before[name]}
        new = {each["id"]: each for each in after[name]}
        lines += [f"create {_called(new[each])}" for each in sorted(set(new) - set(old))]
        lines += [f"remove {_called(old[each])}" for each in sorted(set(old) - set(new))]
        lines += [_changed(old[each], new[each]) for each in sorted(set(new) & set(old)) if old[each] != new[each]]
    lines += _level_changes(before["fencing_levels"], after["fencing_levels"])
    return lines or ["hidden values, order of resources or the record of what is ours"]


def _setting_changes(kind: str, old: t.Mapping[str, str], new: t.Mapping[str, str]) -> list[str]:
    lines = [f"set {kind} {name}={new[name]}" for name in new if old.get(name) != new[name]]
    return lines + [f"unset {kind} {name}" for name in old if name not in new]


def _level_changes(old: t.Sequence[Data], new: t.Sequence[Data]) -> list[str]:
    lines = []
    for verb, ones, others in (("set", new, old), ("unset", old, new)):
        for each in (item for item in ones if item not in others and "node" in item):
            lines.append(f"{verb} fencing level {each['level']} of {each['node']}: {', '.join(each['devices'])}")
    return lines


def _called(item: Data) -> str:
    return f"{item.get('kind', 'alert')} {item['id']}"


def _changed(old: Data, new: Data) -> str:
    keys = sorted(key for key in {**old, **new} if old.get(key) != new.get(key))
    return f"change {_called(new)} ({', '.join(keys)})"
