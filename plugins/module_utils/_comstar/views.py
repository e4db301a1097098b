# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Views: what conflicts with what, and the way to have or not to have one."""

from __future__ import annotations

import dataclasses
import typing as t

from .._core.errors import Refusal
from .._core.plan import Operation, Plan
from . import render
from .model import ALL, State, Unit, View
from .ready import find_unit, viewers
from .steps import do, in_use
from .wanted import WantedView

LAST_LUN = 16383
Data = t.Dict[str, t.Any]


def overlap(one: View, other: View) -> bool:
    """Whether an initiator could meet both at one target."""
    hosts = one.host_group == other.host_group or ALL in (one.host_group, other.host_group)
    targets = one.target_group == other.target_group or ALL in (one.target_group, other.target_group)
    return hosts and targets


def conflicts(units: t.Iterable[Unit], guid: str, view: View) -> list[str]:
    """Why *view* of the unit *guid* cannot be added to those that the *units* have; empty when it can."""
    found = []
    for unit in units:
        for other in unit.views:
            if overlap(view, other) and unit.guid == guid:
                found.append(f"view entry {other.index} of this unit is {render.view_text(other)} already")
            elif overlap(view, other) and view.lun == other.lun and view.lun is not None:
                found.append(f"{render.view_text(other)} is {unit.path or unit.guid}")
    return found


def free_lun(units: t.Iterable[Unit], view: View) -> int | None:
    """The lowest number that no overlapping view has, as COMSTAR itself would choose; None: all are taken."""
    taken = {other.lun for unit in units for other in unit.views if overlap(view, other)}
    return next((number for number in range(LAST_LUN + 1) if number not in taken), None)


def plan_view(current: State, wanted: WantedView) -> Plan:
    """The way to the view being there, or not."""
    unit = find_unit(current, wanted.unit) or Unit(wanted.unit, status="unregistered")
    there = _same_key(unit, wanted)
    before = [render.view_text(view) for view in unit.views]
    if not wanted.present:
        return _plan_removal(current, unit, there, before, wanted)
    if there and wanted.lun in (None, there.lun):
        return Plan(before, before, (), tuple(_whoever(unit, wanted)))
    others = [other for other in current.units if other.guid != unit.guid]
    rest = [*others, _without(unit, there)]
    view = View(-1, wanted.host_group, wanted.target_group, wanted.lun)
    refusals = [*_whoever(unit, wanted), *_renumbering(current, unit, there, wanted)]
    if view.lun is None:
        view = dataclasses.replace(view, lun=free_lun(rest, view))
    if view.lun is None:
        refusals.append(Refusal(f"{_name(unit)} cannot be shown: all LUNs there are taken", "remove one of them"))
        return Plan(before, before, (), tuple(refusals))
    operations = [*_removal(unit, there), _addition(unit, view, view.lun)]
    after = [render.view_text(other) for other in _without(unit, there).views] + [render.view_text(view)]
    for reason in conflicts(rest, unit.guid, view):
        refusals.append(Refusal(f"{_name(unit)} cannot be {render.view_text(view)}: {reason}", "remove one of the two"))
    return Plan(before, after, tuple(operations), tuple(refusals))


def _same_key(unit: Unit, wanted: WantedView) -> View | None:
    key = (wanted.host_group, wanted.target_group)
    return next((view for view in unit.views if (view.host_group, view.target_group) == key), None)


def _without(unit: Unit, view: View | None) -> Unit:
    return dataclasses.replace(unit, views=tuple(other for other in unit.views if other != view))


def _name(unit: Unit) -> str:
    return unit.path or unit.guid


def _whoever(unit: Unit, wanted: WantedView) -> t.Iterator[Refusal]:
    if wanted.host_group == ALL and not wanted.allow_all_hosts:
        yield Refusal(
            f"a view of {_name(unit)} without a host group shows it to every initiator",
            "give host_group, or set allow_all_hosts=true",
        )
    if not unit.registered and not wanted.allow_unregistered:
        yield Refusal(
            f"{unit.guid} is not registered here: the view would wait for whatever gets this GUID",
            "import it with comstar_lu first, or set allow_unregistered=true",
        )


def _renumbering(current: State, unit: Unit, there: View | None, wanted: WantedView) -> t.Iterator[Refusal]:
    if there is None:
        return
    if not wanted.allow_renumber:
        yield Refusal(
            f"{_name(unit)} is {render.view_text(there)}; as another LUN it is another disk to its users",
            "set allow_renumber=true: it goes and comes back",
        )
    if not wanted.allow_remove_in_use:
        yield from in_use(f"another number for {_name(unit)}", viewers(current, (there,)))


def _addition(unit: Unit, view: View, lun: int) -> Operation:
    argv = render.add_view(unit.guid, view.host_group, view.target_group, lun)
    return do(f"show {_name(unit)} as {render.view_text(view)}", argv)


def _removal(unit: Unit, there: View | None) -> list[Operation]:
    if there is None:
        return []
    argv = render.remove_view(unit.guid, there.index)
    return [do(f"stop showing {_name(unit)} as {render.view_text(there)}", argv, disturbs_io=True)]


def _plan_removal(current: State, unit: Unit, there: View | None, before: list[str], wanted: WantedView) -> Plan:
    after = [render.view_text(view) for view in _without(unit, there).views]
    users = viewers(current, (there,)) if there and not wanted.allow_remove_in_use else []
    refusals = tuple(in_use(f"removing {_name(unit)}", users))
    return Plan(before, after, tuple(_removal(unit, there)), refusals)
