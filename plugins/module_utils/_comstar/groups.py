# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Host groups and target groups: members come and go one by one, and nobody is moved between groups by accident."""

from __future__ import annotations

import typing as t

from .._core.errors import Refusal
from .._core.plan import Operation, Plan
from . import render
from .model import Group, Port, State, named
from .ready import User, group_views, users, viewers
from .steps import Series, do, in_use
from .wanted import WantedGroup


def plan_group(current: State, wanted: WantedGroup) -> Plan:
    """The way to the group being there with its members, or not."""
    groups = current.target_groups if wanted.targets else current.host_groups
    group = named(groups, wanted.name)
    before = render.group_data(group) if group else {}
    if not wanted.present:
        return _plan_removal(current, group, wanted)
    members = group.members if group else ()
    joining = [member for member in wanted.members if member not in members]
    leaving = [member for member in members if member not in wanted.members] if wanted.purge_members else []
    former = {member: other.name for other in groups for member in joining if member in other.members}
    operations: list[Operation] = []
    if group is None:
        operations.append(do(f"make {_title(wanted)}", render.create_group(_kind(wanted), wanted.name)))
    operations += [_joining(current, wanted, member, former.get(member)) for member in joining]
    operations += [_leaving(current, wanted, member) for member in leaving]
    operations += _left_offline(current, wanted)
    after = {"name": wanted.name, "members": [member for member in members if member not in leaving] + joining}
    refusals = [
        *_moves(current, wanted, former),
        *_departures(current, wanted, leaving),
        *_offline(current, wanted, [*joining, *leaving]),
    ]
    return Plan(before, after, tuple(operations), tuple(refusals))


def _kind(wanted: WantedGroup) -> str:
    return "tg" if wanted.targets else "hg"


def _title(wanted: WantedGroup, name: str = "") -> str:
    return f"{'target' if wanted.targets else 'host'} group {name or wanted.name}"


def _joining(current: State, wanted: WantedGroup, member: str, former: str | None) -> Operation:
    kind = _kind(wanted)
    steps = [render.add_member(kind, wanted.name, member)]
    if former is not None:
        steps.insert(0, render.remove_member(kind, former, member))
    where = f" from {former}" if former is not None else ""
    return _change(current, wanted, member, f"{'move' if where else 'add'} {member}{where} to {_title(wanted)}", steps)


def _leaving(current: State, wanted: WantedGroup, member: str) -> Operation:
    argv = render.remove_member(_kind(wanted), wanted.name, member)
    return _change(current, wanted, member, f"take {member} out of {_title(wanted)}", [argv])


def _change(
    current: State, wanted: WantedGroup, member: str, summary: str, steps: t.Sequence[render.Argv]
) -> Operation:
    """Targets change groups off line only; for initiators the two halves of a move go one after the other."""
    port = _online_port(current, wanted, member)
    if port:
        return Operation(f"{summary}, off line meanwhile", Series(tuple(steps), member), disturbs_io=True)
    if len(steps) == 1:
        return do(summary, steps[0], disturbs_io=steps[0][1].startswith("remove"))
    return Operation(summary, Series(tuple(steps)), disturbs_io=True)


def _online_port(current: State, wanted: WantedGroup, member: str) -> Port | None:
    port = named(current.ports, member) if wanted.targets else None
    return port if port and port.status != "Offline" else None


def _left_offline(current: State, wanted: WantedGroup) -> t.Iterator[Operation]:
    """A run that was killed between the two may have left a target off line."""
    for member in wanted.members if wanted.targets and wanted.allow_offline_targets else ():
        port = named(current.ports, member)
        if port and port.status == "Offline":
            yield do(f"put {member} on line", render.turn("target", member, True))


def _moves(current: State, wanted: WantedGroup, former: t.Mapping[str, str]) -> t.Iterator[Refusal]:
    for member, other in former.items():
        if not wanted.allow_move:
            yield Refusal(
                f"{member} is in {_title(wanted, other)}, and can be in one only",
                "take it out there first, or set allow_move=true",
            )
        if not wanted.allow_remove_in_use:
            yield from in_use(f"moving {member} out of {other}", _viewers(current, wanted, other, member))


def _departures(current: State, wanted: WantedGroup, leaving: t.Sequence[str]) -> t.Iterator[Refusal]:
    for member in leaving:
        if not wanted.allow_remove_in_use:
            yield from in_use(f"removing {member}", _viewers(current, wanted, wanted.name, member))


def _viewers(current: State, wanted: WantedGroup, group: str, member: str) -> list[User]:
    """The sessions that see something because *member* is in *group*."""
    seen = viewers(current, [view for _unit, view in group_views(current, group, wanted.targets)])
    return [user for user in seen if (user.port if wanted.targets else user.initiator).lower() == member.lower()]


def _offline(current: State, wanted: WantedGroup, members: t.Sequence[str]) -> t.Iterator[Refusal]:
    for member in members:
        port = _online_port(current, wanted, member)
        if port is None:
            continue
        if not wanted.allow_offline_targets:
            yield Refusal(
                f"{member} is on line, and changes groups only off line",
                "add it before it is made, or set allow_offline_targets=true",
            )
        if not wanted.allow_remove_in_use:
            yield from in_use(f"taking {member} off line", users([port]))


def _plan_removal(current: State, group: Group | None, wanted: WantedGroup) -> Plan:
    if group is None:
        return Plan({}, {})
    refusals = []
    for unit, view in group_views(current, group.name, wanted.targets):
        shown = f"{unit.path or unit.guid} is {render.view_text(view)}"
        refusals.append(Refusal(f"{_title(wanted)} is in use: {shown}", "remove the view first: comstar_view"))
    operation = do(f"remove {_title(wanted)}", render.delete_group(_kind(wanted), group.name))
    return Plan(render.group_data(group), {}, (operation,), tuple(refusals))
