# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether what is described of a whole host fits together, before the first module changes anything. Pure."""

from __future__ import annotations

import dataclasses
import operator
import typing as t

from .._core.errors import InvalidInput, Problem
from . import spec
from .model import ALL, Unit, View
from .views import conflicts
from .wanted import WantedGroup, WantedPortalGroup, WantedUnit, WantedView

Params = t.Mapping[str, t.Any]
ROLE = "comstar_"


@dataclasses.dataclass(frozen=True)
class Kind:
    """One list of the role: the options of its items, how they are read, what an item is known by, and what the role
    itself adds to it.
    """

    arguments: t.Mapping[str, t.Any]
    read: t.Callable[[Params], t.Any]
    key: t.Callable[[t.Any], t.Any]
    added: t.Mapping[str, t.Any] = dataclasses.field(default_factory=dict)


KINDS = {
    "portal_groups": Kind(spec.PORTAL_GROUP, spec.read_portal_group, operator.attrgetter("name")),
    "target_groups": Kind(spec.GROUP, spec.read_group, operator.attrgetter("name"), {"type": "target"}),
    "targets": Kind(spec.TARGET, spec.read_target, operator.attrgetter("name")),
    "initiators": Kind(spec.INITIATOR, spec.read_initiator, operator.attrgetter("iqn")),
    "host_groups": Kind(spec.GROUP, spec.read_group, operator.attrgetter("name")),
    "logical_units": Kind(spec.UNIT, spec.read_unit, operator.attrgetter("path")),
    "views": Kind(spec.VIEW, spec.read_view, operator.attrgetter("unit", "host_group", "target_group")),
}
Items = t.List[t.Tuple[str, t.Any]]


def problems(described: t.Mapping[str, t.Sequence[Params]]) -> list[Problem]:
    """Everything that is wrong with the lists of *described* (a key of KINDS each), items with all options."""
    found: list[Problem] = []
    wanted: dict[str, Items] = {}
    for name, kind in KINDS.items():
        wanted[name] = []
        for index, item in enumerate(described.get(name, ())):
            path = f"{ROLE}{name}[{index}]"
            try:
                wanted[name].append((path, kind.read(item)))
            except InvalidInput as error:
                found += [Problem(f"{path}.{each.path}", each.message) for each in error.problems]
        found += _twice(wanted[name], kind.key)
    for name in ("target_groups", "host_groups"):
        found += _members(wanted[name], name == "target_groups")
    found += [*_portals(wanted["portal_groups"]), *_paths(wanted["logical_units"])]
    return [*found, *_views(wanted["views"], wanted["logical_units"])]


def _again(places: t.Iterable[tuple[str, t.Any]]) -> t.Iterator[tuple[str, t.Any, str]]:
    """(path, thing, path where it was first) for each thing that comes again."""
    first: dict[t.Any, str] = {}
    for path, thing in places:
        if first.setdefault(thing, path) != path:
            yield path, thing, first[thing]


def _twice(items: Items, key: t.Callable[[t.Any], t.Any]) -> t.Iterator[Problem]:
    for path, _thing, first in _again((path, key(wanted)) for path, wanted in items):
        yield Problem(path, f"it is described in {first} already")


def _members(items: Items, targets: bool) -> t.Iterator[Problem]:
    """A member can be in one group only; with allow_move it would go back and forth with each run."""
    groups: list[tuple[str, WantedGroup]] = [item for item in items if item[1].present]
    for path, group in groups:
        if group.targets != targets:
            yield Problem(f"{path}.type", "it stands in the list of the other kind of group")
    for path, member, first in _again((path, member) for path, group in groups for member in group.members):
        yield Problem(f"{path}.members", f"{member} is in {first}, and can be in one group only")


def _portals(items: Items) -> t.Iterator[Problem]:
    groups: list[tuple[str, WantedPortalGroup]] = [item for item in items if item[1].present]
    for path, portal, first in _again((path, portal) for path, group in groups for portal in group.portals):
        yield Problem(f"{path}.portals", f"{portal} is in {first}, and can be in one group only")


def _paths(items: Items) -> t.Iterator[Problem]:
    units: list[tuple[str, WantedUnit]] = items
    for path, unit in units:
        if not unit.path:
            yield Problem(f"{path}.path", "the role knows its units by their paths")


def _views(items: Items, units: Items) -> t.Iterator[Problem]:
    """Each view against those before it."""
    guids = {unit.path: unit.guid for _path, unit in units if unit.guid}
    known: dict[str, Unit] = {}
    views: list[tuple[str, WantedView]] = [item for item in items if item[1].present]
    for index, (path, wanted) in enumerate(views):
        if wanted.host_group == ALL and not wanted.allow_all_hosts:
            yield Problem(path, "without host_group every initiator sees it; give one, or set allow_all_hosts=true")
        guid = guids.get(wanted.unit, wanted.unit)
        view = View(index, wanted.host_group, wanted.target_group, wanted.lun)
        unit = known.get(guid, Unit(guid, path=wanted.unit))
        yield from (Problem(path, f"it conflicts: {reason}") for reason in conflicts(known.values(), guid, view))
        known[guid] = dataclasses.replace(unit, views=(*unit.views, view))
