# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""View of a group and what it shall be -> the changes, or refusals by name.

Only the array that takes the writes is told, and it tells its partner (``mirror_config``). That volumes are admitted
and dismissed while the group is stopped is what Cinder does; the arrays' help does not say it. [unverified]
"""

from __future__ import annotations

import typing as t

from .._core.plan import Operation, Plan
from .declared import Change, Declared, Edit, Pair
from .model import Group, Mode, Path, Status, Step, Verb, View, Where
from .pairing import Pairing, irregular, obstacle, pairing
from .render import Order, summary, values
from .wish import For, No, Wait, no, together

# Longer names have no room for the id that the partner appends (mirror_config).
_LONGEST = 22
_MOVING = (Change.ADMIT, Change.DISMISS)


def changes(view: View, declared: Declared, stopped_here: bool = False) -> Plan:
    """All that is to be told the local array, in order. *stopped_here*: this run has stopped the group."""
    found = _removal(view, declared) if declared.absent else _presence(view, declared, stopped_here)
    before = values(view)
    if isinstance(found, No):
        return Plan(before, before, (), found.refusals)
    return Plan(before, {"changes": [summary(order) for order in found]} if found else before, _operations(found))


def _operations(orders: t.Iterable[Order]) -> tuple[Operation, ...]:
    return tuple(Operation(summary(order), order) for order in orders)


def _presence(view: View, declared: Declared, stopped_here: bool) -> list[Order] | No:
    group = view.local.group
    if group is None:
        return _creation(view, declared)
    wrong = _drift(group, declared)
    edits = _edits(group, declared)
    restart = stopped_here and group.status is Status.STOPPED
    if not edits and not restart:
        return wrong or []
    removes = any(edit.change is Change.DISMISS for edit in edits)
    moves = any(edit.change in _MOVING for edit in edits)
    running = group.status is Status.STARTED
    refused = together(
        wrong,
        _untouchable(view, declared, removes),
        no("needs_stop") if running and moves and not declared.stop_started else None,
    )
    if refused:
        return refused
    stop: list[Order] = [Step(Verb.STOP, Where.LOCAL, group.name)] if running and moves else []
    start: list[Order] = [Step(Verb.START, Where.LOCAL, group.name)] if stop or restart else []
    return [*stop, *edits, *start]


def _untouchable(view: View, declared: Declared, removes: bool) -> No | None:
    """What forbids any change of a group that is there."""
    here = view.local.group
    if here is None:
        return None
    blocked = obstacle(view, declared)
    if isinstance(blocked, Wait):
        return no("settling", for_=For.SETTLED.value)
    if isinstance(blocked, No):
        return blocked
    unsure = view.peer is None and here.status is Status.STOPPED and removes
    return together(
        irregular(view),
        None if here.role.primary else no("not_primary", role=here.role.value),
        no("maybe_superseded") if unsure and pairing(view) is Pairing.ALONE else None,
        None if view.local.path is Path.READY else no("target_failed"),
    )


def _removal(view: View, declared: Declared) -> list[Order] | No:
    group = view.local.group
    if group is None:
        return []
    running = group.status is Status.STARTED
    volumes = ", ".join(volume.name for volume in group.volumes)
    refused = together(
        _untouchable(view, declared, removes=True),
        no("needs_stop") if running and not declared.stop_started else None,
        no("removal_unconfirmed", group=group.name, volumes=volumes)
        if volumes and declared.confirm != declared.name
        else None,
    )
    if refused:
        return refused
    stop: list[Order] = [Step(Verb.STOP, Where.LOCAL, group.name)] if running else []
    return [*stop, Edit(Change.REMOVE, group.name)]


def _drift(group: Group, declared: Declared) -> No | None:
    """What cannot be changed of a group that is there."""
    remotes = {volume.name: volume.remote for volume in group.volumes}
    others = [
        f"{pair.name} has {remotes[pair.name]} instead of {pair.remote}"
        for pair in declared.volumes or ()
        if remotes.get(pair.name, pair.remote) != pair.remote
    ]
    return together(
        no("immutable", what="mode", is_=group.mode.value) if declared.mode not in (None, group.mode) else None,
        no("immutable", what="target", is_=group.target) if declared.target not in (None, group.target) else None,
        no("other_copies", copies="; ".join(others)) if others else None,
        no("no_period") if declared.period is not None and group.mode is not Mode.PERIODIC else None,
    )


def _edits(group: Group, declared: Declared) -> list[Edit]:
    admitted = {volume.name for volume in group.volumes}
    wanted = {pair.name for pair in declared.volumes or ()}
    gone = [volume for volume in group.volumes if volume.name not in wanted] if declared.purge else []
    return [
        *(Edit(Change.DISMISS, group.name, group.target, volume=Pair(one.name, one.remote)) for one in gone),
        *_settings(declared, group.target, group.period, group.policies),
        *_admissions(declared, group.target, admitted),
    ]


def _settings(declared: Declared, target: str, period: int, policies: t.Collection[str]) -> t.Iterator[Edit]:
    if declared.period is not None and declared.period != period:
        yield Edit(Change.PERIOD, declared.name, target, period=declared.period)
    for policy, is_set in declared.policies:
        if is_set != (policy in policies):
            yield Edit(Change.POLICY, declared.name, target, policy=policy if is_set else f"no_{policy}")


def _admissions(declared: Declared, target: str, admitted: t.Collection[str]) -> t.Iterator[Edit]:
    for pair in declared.volumes or ():
        if pair.name not in admitted:
            yield Edit(Change.ADMIT, declared.name, target, volume=pair)


def _creation(view: View, declared: Declared) -> list[Order] | No:
    targets = [target.name for target in view.local.targets]
    target = declared.target or (targets[0] if len(targets) == 1 else "")
    states = [one.state for one in view.local.targets if one.name == target]
    there = view.peer.group if view.peer is not None else None
    refused = together(
        no("needs_mode") if declared.mode is None else None,
        None if states else no("unknown_target", target=target or "nothing", targets=", ".join(targets) or "none"),
        no("target_failed") if states and states[0] is not Path.READY else None,
        no("name_too_long", longest=str(_LONGEST)) if len(declared.name) > _LONGEST else None,
        no("needs_period") if declared.mode is Mode.PERIODIC and not declared.period else None,
        no("no_period") if declared.mode is not Mode.PERIODIC and declared.period is not None else None,
        no("only_on_peer", group=there.name) if there is not None else None,
    )
    if refused:
        return refused
    # The default of a new periodic group; a synchronous one has no period to be over.
    policies = ("over_per_alert",) if declared.mode is Mode.PERIODIC else ()
    cpgs = declared.cpg or "", declared.target_cpg or ""
    create = Edit(Change.CREATE, declared.name, target, declared.mode, *cpgs)
    return [create, *_settings(declared, target, 0, policies), *_admissions(declared, target, ())]
