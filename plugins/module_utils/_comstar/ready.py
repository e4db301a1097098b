# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Predicates: who uses what, and what has to be there first."""

from __future__ import annotations

import dataclasses
import typing as t

from .model import ISCSI_TARGET, STMF, Backing, Group, Iscsi, Port, PortalGroup, State, Unit, View, named
from .names import OF_HARDWARE
from .render import ITS_GUID
from .wanted import WantedGroup, WantedInitiator, WantedPortalGroup, WantedService, WantedTarget, WantedUnit, WantedView


class User(t.NamedTuple):
    """A session: who is logged in, and where."""

    initiator: str
    port: str

    def __str__(self) -> str:
        return f"{self.initiator} at {self.port}"


def needs_iscsi(wanted: t.Any) -> bool:
    """Whether *wanted* is a matter of itadm; ports of adapters are not."""
    if wanted is None:
        return True
    if isinstance(wanted, WantedTarget):
        return not wanted.name.startswith(OF_HARDWARE)
    return isinstance(wanted, (WantedPortalGroup, WantedInitiator))


def needs_units(wanted: t.Any) -> bool:
    """Whether units, views and groups have to be known."""
    return wanted is None or isinstance(wanted, (WantedUnit, WantedView, WantedGroup))


def needs_views(wanted: t.Any, unit: Unit) -> bool:
    """Whether the views of *unit* have to be known: to list them is one command for each unit of the host."""
    return (
        not isinstance(wanted, WantedUnit)
        or not unit.registered
        or unit.path == wanted.path
        or unit.guid == wanted.guid
    )


def needs_ports(wanted: t.Any) -> bool:
    """Whether targets and their sessions have to be known."""
    stops = isinstance(wanted, WantedService) and not wanted.online
    return needs_units(wanted) or stops or isinstance(wanted, WantedTarget)


def volume_to_read(wanted: t.Any, units: t.Iterable[Unit]) -> str:
    """The path of the volume whose own metadata has to be known; "" where none has.

    That of a wanted logical unit; that of a view's unit where none is registered there, for it may be on standby.
    """
    if isinstance(wanted, WantedUnit):
        return wanted.path
    if isinstance(wanted, WantedView) and wanted.unit.startswith("/"):
        return "" if any(unit.path == wanted.unit for unit in units) else wanted.unit
    return ""


def find_unit(state: State, key: str) -> Unit | None:
    """The logical unit with this GUID, or on this path (raw device); None where there is none.

    A unit on standby has no path here. Its volume, if it was read, says which one it is.
    """
    found = next((unit for unit in state.units if key in (unit.guid, unit.path)), None)
    backing = state.backing
    if found or backing is None or backing.path != key or backing.metadata is None:
        return found
    return next((unit for unit in state.units if unit.guid == backing.metadata.guid and not unit.registered), None)


def covers(view: View, state: State, initiator: str, port: str) -> bool:
    """Whether *view* shows its unit to *initiator* at the target *port*."""
    hosts, targets = named(state.host_groups, view.host_group), named(state.target_groups, view.target_group)
    host = not view.host_group or (hosts is not None and _among(initiator, hosts))
    target = not view.target_group or (targets is not None and _among(port, targets))
    return host and target


def _among(name: str, group: Group) -> bool:
    """Whether *name* is a member. An initiator logs in under its name in the letter case that it likes."""
    return name.lower() in [member.lower() for member in group.members]


def viewers(state: State, views: t.Iterable[View]) -> list[User]:
    """Each session that sees something by *views*."""
    found = {
        User(session.initiator, port.name)
        for view in views
        for port in state.ports
        for session in port.sessions
        if covers(view, state, session.initiator, port.name)
    }
    return sorted(found)


def users(ports: t.Iterable[Port]) -> list[User]:
    """Each session at *ports*."""
    return [User(session.initiator, port.name) for port in ports for session in port.sessions]


def group_views(state: State, group: str, targets: bool) -> list[tuple[Unit, View]]:
    """The views that name the host group (or target group) *group*, with their units."""
    return [
        (unit, view)
        for unit in state.units
        for view in unit.views
        if group == (view.target_group if targets else view.host_group)
    ]


def missing(state: State, wanted: t.Any) -> list[str]:
    """What is not there, and has to be before *wanted* can be."""
    found = []
    if not isinstance(wanted, WantedService) and state.services.get(STMF) != "online":
        found.append(f"{STMF} is {state.services.get(STMF, 'not installed')}")
    if needs_iscsi(wanted) and state.iscsi is None:
        found.append(f"{ISCSI_TARGET} is {state.services.get(ISCSI_TARGET, 'not installed')}")
    return found or [f"there is no {what}" for what in _objects(state, wanted)]


def _objects(state: State, wanted: t.Any) -> t.Iterator[str]:
    if isinstance(wanted, WantedView) and wanted.present:
        by_guid = wanted.allow_unregistered and not wanted.unit.startswith("/")
        if find_unit(state, wanted.unit) is None and not by_guid:
            yield f"logical unit {wanted.unit}"
        for kind, name, groups in (
            ("host", wanted.host_group, state.host_groups),
            ("target", wanted.target_group, state.target_groups),
        ):
            if name and named(groups, name) is None:
                alike = [group.name for group in groups if group.name.lower() == name.lower()]
                yield f"{kind} group {name}" + (f" (there is {alike[0]}: letter case matters)" if alike else "")
    elif isinstance(wanted, WantedTarget) and not needs_iscsi(wanted):
        if named(state.ports, wanted.name) is None:
            yield f"target {wanted.name}"
    elif isinstance(wanted, WantedTarget) and wanted.present and state.iscsi:
        for name in wanted.portal_groups or ():
            if named(state.iscsi.portal_groups, name) is None:
                yield f"portal group {name}"
    elif isinstance(wanted, WantedUnit) and wanted.state == "present" and not (state.backing or Backing("")).exists:
        yield f"volume, disk or file {wanted.path}"


def assumed(state: State, wanted: t.Any) -> State:
    """*state* as it would be with everything that *wanted* needs: what check mode plans from."""
    state = dataclasses.replace(state, services={**state.services, STMF: "online"})
    if needs_iscsi(wanted) and state.iscsi is None:
        state = dataclasses.replace(state, iscsi=Iscsi())
    if isinstance(wanted, WantedView):
        return _with_groups(_with_unit(state, wanted), wanted)
    if isinstance(wanted, WantedTarget) and not needs_iscsi(wanted):
        return dataclasses.replace(state, ports=(*state.ports, Port(wanted.name)))
    if isinstance(wanted, WantedTarget) and state.iscsi:
        known = {group.name for group in state.iscsi.portal_groups}
        more = tuple(PortalGroup(name) for name in wanted.portal_groups or () if name not in known)
        iscsi = dataclasses.replace(state.iscsi, portal_groups=(*state.iscsi.portal_groups, *more))
        return dataclasses.replace(state, iscsi=iscsi)
    if isinstance(wanted, WantedUnit):
        return dataclasses.replace(state, backing=Backing(wanted.path))
    return state


def _with_unit(state: State, wanted: WantedView) -> State:
    if find_unit(state, wanted.unit):
        return state
    by_path = wanted.unit.startswith("/")
    unit = Unit(ITS_GUID if by_path else wanted.unit, path=wanted.unit if by_path else "")
    return dataclasses.replace(state, units=(*state.units, unit))


def _with_groups(state: State, wanted: WantedView) -> State:
    hosts, targets = state.host_groups, state.target_groups
    if wanted.host_group and named(hosts, wanted.host_group) is None:
        hosts = (*hosts, Group(wanted.host_group))
    if wanted.target_group and named(targets, wanted.target_group) is None:
        targets = (*targets, Group(wanted.target_group))
    return dataclasses.replace(state, host_groups=hosts, target_groups=targets)
