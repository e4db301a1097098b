# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Logical units: made or imported, changed where they can be, never made anew for what cannot be changed."""

from __future__ import annotations

import typing as t

from .._core.errors import Refusal
from .._core.plan import Operation, Plan
from .._core.size import format_size
from . import render
from .model import Backing, Metadata, State, Unit
from .ready import find_unit, viewers
from .steps import do, in_use
from .wanted import WantedUnit

# Early builds keep the metadata inside the volume.
INSIDE = 64 << 10
Data = t.Dict[str, t.Any]
# A status that the system does not know is neither.
ONLINE = {"Online": True, "Onlining": True, "Offline": False, "Offlining": False}


def plan_unit(current: State, wanted: WantedUnit) -> Plan:
    """The way to the unit being there, unloaded with its views, or gone."""
    unit = find_unit(current, wanted.path) if wanted.path else None
    unit = unit or (find_unit(current, wanted.guid) if wanted.guid else None)
    if wanted.state != "present":
        return _plan_unload(current, unit, wanted)
    if unit and unit.registered and unit.path in ("", wanted.path):
        return _plan_change(current, unit, wanted)
    return _plan_load(current, wanted)


def _plan_load(current: State, wanted: WantedUnit) -> Plan:
    backing = current.backing or Backing(wanted.path)
    if backing.metadata is None:
        refusals = [*_cannot_create(wanted), *_too_large(wanted, backing), *_taken(current, wanted.guid)]
        made = do(f"make a logical unit of {wanted.path}", render.create_unit(wanted))
        return Plan({}, _wanted_data(wanted), (made, *_switch(wanted.guid, True, wanted.online)), tuple(refusals))
    found = _imported(wanted, backing.metadata)
    operations = [
        do(f"import logical unit {found.guid} from {wanted.path}", render.import_unit(wanted)),
        *_changes(found, wanted),
        *_switch(found.guid, True, wanted.online),
    ]
    refusals = [*_cannot_import(wanted), *_reasons(found, wanted, backing), *_taken(current, found.guid)]
    return Plan({}, {**_data(found), **_wanted_data(wanted)}, tuple(operations), tuple(refusals))


def _imported(wanted: WantedUnit, metadata: Metadata) -> Unit:
    """The unit as it will be right after its import."""
    return Unit(
        metadata.guid,
        path=wanted.path,
        size=metadata.size,
        block_size=metadata.block_size,
        alias=metadata.alias,
        serial=metadata.serial,
        write_protected=metadata.write_protected,
        write_cache=metadata.write_cache,
    )


def _cannot_create(wanted: WantedUnit) -> t.Iterator[Refusal]:
    if wanted.metadata == "import":
        yield Refusal(
            f"{wanted.path} carries no metadata of a logical unit, so there is nothing to import",
            "a replica that came without it keeps its identity by metadata=import_or_create and its former guid",
        )
    if wanted.tool == "sbdadm" and (
        wanted.guid or wanted.block_size or wanted.serial or render.unit_properties(wanted)
    ):
        yield Refusal("sbdadm makes units without any property", "leave them out, or set tool=stmfadm")
    if wanted.online is False and not wanted.guid:
        yield Refusal("a new logical unit comes on line, under a GUID that is not known yet", "give its guid")


def _cannot_import(wanted: WantedUnit) -> t.Iterator[Refusal]:
    if wanted.metadata == "create":
        yield Refusal(
            f"{wanted.path} carries a logical unit already; a new one would have another identity",
            "set metadata=import_or_create, or give another volume",
        )


def _too_large(wanted: WantedUnit, backing: Backing) -> t.Iterator[Refusal]:
    if wanted.size and 0 < backing.size < wanted.size:
        yield Refusal(
            f"{wanted.path} has {format_size(backing.size)}, {format_size(wanted.size)} are wanted", "grow it first"
        )


def _taken(current: State, guid: str) -> t.Iterator[Refusal]:
    """A clone or a replica has the GUID of its origin: a host can have only one of them."""
    other = find_unit(current, guid) if guid else None
    if other and other.registered:
        yield Refusal(f"{guid} is {other.path or 'registered'} on this host", "unload that one first (state=standby)")


def _plan_change(current: State, unit: Unit, wanted: WantedUnit) -> Plan:
    backing = current.backing or Backing(unit.path)
    online = ONLINE.get(unit.status)
    operations = [*_changes(unit, wanted), *_switch(unit.guid, online, wanted.online)]
    refusals = list(_reasons(unit, wanted, backing))
    if not wanted.allow_remove_in_use:
        refusals += _losses(current, unit, wanted)
    before = {**_data(unit), "online": online}
    after = {**before, **_wanted_data(wanted)}
    return Plan(before, after, tuple(operations), tuple(refusals))


def _losses(current: State, unit: Unit, wanted: WantedUnit) -> t.Iterator[Refusal]:
    """What whoever sees the unit would lose: all of it, or writing to it."""
    seen = viewers(current, unit.views)
    if wanted.online is False and ONLINE.get(unit.status) is not False:
        yield from in_use(f"taking {unit.path} off line", seen)
    if wanted.write_protected and not unit.write_protected:
        yield from in_use(f"protecting {unit.path} from writing", seen)


def _reasons(unit: Unit, wanted: WantedUnit, backing: Backing) -> t.Iterator[Refusal]:
    """What cannot be changed without another identity, or without loss."""
    for name, is_now, shall_be in (
        ("guid", unit.guid, wanted.guid or None),
        ("block_size", unit.block_size, wanted.block_size),
        ("serial", unit.serial, wanted.serial),
    ):
        if shall_be is not None and is_now != shall_be:
            yield Refusal(
                f"{wanted.path} has {name} {is_now or 'none'}, not {shall_be}, and that cannot be changed",
                "it would have to be made anew, as another disk to its users; give the value it has",
            )
    yield from _not_told(unit, wanted)
    if unit.access.startswith("Standby") and any(_changes(unit, wanted)):
        yield Refusal(f"{wanted.path} is on standby here", "change it on the node where it is active")
    if wanted.size is not None and wanted.size < unit.size:
        yield Refusal(
            f"{wanted.path} has {format_size(unit.size)}; making it smaller would cut off data",
            f"give at least {format_size(unit.size)}",
        )
    if wanted.size is not None and _grows(unit, wanted):
        yield from _too_large(wanted, backing)
    if wanted.tool == "sbdadm" and any(_changed(unit, wanted)):
        yield Refusal("sbdadm changes nothing but the size", "set tool=stmfadm")


def _not_told(unit: Unit, wanted: WantedUnit) -> t.Iterator[Refusal]:
    """What this host says nothing of, on standby or in early builds, cannot be compared, so it is not set either."""
    for name, is_now, shall_be in (
        ("size", unit.size or None, wanted.size),
        ("write_cache", unit.write_cache, wanted.write_cache),
        ("write_protect", unit.write_protected, wanted.write_protected),
    ):
        if shall_be is not None and is_now is None:
            yield Refusal(f"this host does not tell the {name} of {wanted.path}", f"leave {name} out")


def _grows(unit: Unit, wanted: WantedUnit) -> bool:
    return wanted.size is not None and wanted.size > unit.size and wanted.size - INSIDE != unit.size


def _changed(unit: Unit, wanted: WantedUnit) -> t.Iterator[str]:
    """The properties that differ, as ``name=value``."""
    now = WantedUnit(alias=unit.alias, url=unit.url, write_cache=unit.write_cache, write_protected=unit.write_protected)
    same = render.unit_properties(now)
    yield from (value for value in render.unit_properties(wanted) if value not in same)


def _changes(unit: Unit, wanted: WantedUnit) -> t.Iterator[Operation]:
    for value in _changed(unit, wanted):
        yield do(f"set {value} of {wanted.path or unit.path}", render.modify_unit(unit.guid, value))
    if wanted.size is not None and _grows(unit, wanted):
        summary = f"grow {wanted.path or unit.path} to {format_size(wanted.size)}"
        yield do(summary, render.grow_unit(wanted.tool, unit.guid, wanted.size))


def _switch(guid: str, is_online: bool | None, wanted: bool | None) -> t.Iterator[Operation]:
    if wanted is not None and wanted != is_online:
        word = "on" if wanted else "off"
        yield do(f"take logical unit {guid} {word} line", render.turn("lu", guid, wanted), not wanted)


def _plan_unload(current: State, unit: Unit | None, wanted: WantedUnit) -> Plan:
    keep = wanted.state == "standby"
    if unit is None or (keep and not unit.registered):
        return Plan({}, {})
    refusals = [*_mistaken(unit, wanted), *(() if keep else _still_shown(unit))]
    if not unit.registered:
        return Plan({}, {}, (), tuple(refusals))
    if not wanted.allow_remove_in_use:
        refusals += in_use(f"unloading {unit.path or unit.guid}", viewers(current, unit.views))
    kept = " and keep its views" if keep else ""
    summary = f"unload logical unit {unit.guid} ({unit.path}){kept}"
    operation = do(summary, render.delete_unit(wanted, unit.guid, keep), disturbs_io=True)
    return Plan(_data(unit), {}, (operation,), tuple(refusals))


def _still_shown(unit: Unit) -> t.Iterator[Refusal]:
    """Views that outlive their unit would wait for whatever gets its GUID."""
    if unit.views:
        shown = ", ".join(render.view_text(view) for view in unit.views)
        yield Refusal(f"{unit.path or unit.guid} is still {shown}", "remove the views first: comstar_view")


def _mistaken(unit: Unit, wanted: WantedUnit) -> t.Iterator[Refusal]:
    """Path and GUID, where both are given, have to mean the same unit."""
    if (wanted.guid and wanted.guid != unit.guid) or (wanted.path and unit.path not in ("", wanted.path)):
        yield Refusal(f"{unit.guid} is {unit.path}, not what path and guid say", "correct one of them")


def _data(unit: Unit) -> Data:
    return render.unit_data(unit)


def _wanted_data(wanted: WantedUnit) -> Data:
    values = {
        "path": wanted.path or None,
        "guid": wanted.guid or None,
        "size": None if wanted.size is None else f"{wanted.size}b",
        "block_size": wanted.block_size,
        "alias": wanted.alias,
        "serial": wanted.serial,
        "management_url": wanted.url,
        "write_cache": wanted.write_cache,
        "write_protect": wanted.write_protected,
        "online": wanted.online,
    }
    return {name: value for name, value in values.items() if value is not None}
