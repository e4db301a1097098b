# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What each step is expected to make of a view: for check mode, and for telling whether a step has had its effect."""

from __future__ import annotations

import dataclasses
import typing as t

from .model import Group, Path, Side, Status, Step, Sync, Verb, View, Volume, Where
from .pairing import OTHER
from .running import newer
from .wish import For

Change = t.Callable[[Group], Group]


def expected(view: View, step: Step) -> View:
    """*view* after *step*, as the documentation of the arrays has it; arrays may do more by themselves."""
    return _CHANGES[step.verb](remembered(view, step), step)


def remembered(view: View, step: Step) -> View:
    """*view* with *step* among what this run has done."""
    before = view.progress.before_sync
    side = view.side(step.where)
    if step.verb is Verb.SYNC and side is not None and side.group is not None:
        before = tuple((volume.name, volume.last_sync) for volume in side.group.volumes)
    done = dataclasses.replace(view.progress, steps=(*view.progress.steps, step), before_sync=before)
    return dataclasses.replace(view, progress=done)


def _changed(view: View, local: Change, peer: Change) -> View:
    return dataclasses.replace(
        view, local=_side(view.local, local), peer=_side(view.peer, peer) if view.peer is not None else None
    )


def _side(side: Side, change: Change) -> Side:
    return dataclasses.replace(side, group=change(side.group)) if side.group is not None else side


def _with_volumes(group: Group, change: t.Callable[[Volume], Volume], **values: t.Any) -> Group:
    return dataclasses.replace(group, volumes=tuple(change(volume) for volume in group.volumes), **values)


def _stopping(group: Group) -> Group:
    def stop(volume: Volume) -> Volume:
        return dataclasses.replace(volume, sync=Sync.STOPPED) if volume.sync is Sync.SYNCED else volume

    return _with_volumes(group, stop, status=Status.STOPPED)


def _starting(group: Group) -> Group:
    return _with_volumes(group, lambda volume: dataclasses.replace(volume, sync=Sync.SYNCING), status=Status.STARTED)


def _stop(view: View, _step: Step) -> View:
    return _changed(view, _stopping, _stopping)


def _start(view: View, _step: Step) -> View:
    return _changed(view, _starting, _starting)


def _sync(view: View, _step: Step) -> View:
    def sync(volume: Volume) -> Volume:
        moment = None if volume.last_sync is None else max(view.now, volume.last_sync + 1)
        return dataclasses.replace(volume, sync=Sync.SYNCED, last_sync=moment, percent=None)

    return _changed(view, lambda group: _with_volumes(group, sync), lambda group: _with_volumes(group, sync))


def _reverse(view: View, step: Step) -> View:
    natural = "-natural" in step.options or "-current" not in step.options
    current = "-current" in step.options or "-natural" not in step.options

    def turn(group: Group) -> Group:
        status = Status.STOPPED if "-stopgroups" in step.options else group.status
        return dataclasses.replace(group, role=group.role.turned(natural=natural, current=current), status=status)

    return _changed(view, turn, _same if "-local" in step.options else turn)


def _turned(group: Group) -> Group:
    return dataclasses.replace(group, role=group.role.turned(natural=False))


def _same(group: Group) -> Group:
    return group


def _failover(view: View, _step: Step) -> View:
    return _changed(view, _turned, _same)


def _recover(view: View, _step: Step) -> View:
    def follow(group: Group) -> Group:
        return _starting(_turned(group) if group.role.primary else group)

    return _changed(view, _starting, follow)


def _switch(view: View, _step: Step) -> View:
    return _changed(view, _turned, _turned)


_CHANGES: dict[Verb, t.Callable[[View, Step], View]] = {
    Verb.STOP: _stop,
    Verb.START: _start,
    Verb.SYNC: _sync,
    Verb.REVERSE: _reverse,
    Verb.FAILOVER: _failover,
    Verb.RECOVER: _recover,
    Verb.RESTORE: _switch,
    Verb.SWITCHOVER: _switch,
}


def took_effect(before: View, step: Step, after: View) -> bool:
    """Whether *after* shows what *step* was to bring about, however that came.

    Only what the step is for: arrays may start a group after a fail-over, or call a role natural, by themselves.
    """
    if after.side(step.where) is None:
        return False
    if step.verb is Verb.SYNC:
        return _moved_on(before, step, after)
    goal = expected(before, step)
    # What becomes of the other side of a disaster is not the step's doing, but may be the arrays'.
    one_sided = step.verb is Verb.FAILOVER or "-local" in step.options
    return all(_alike(step, goal.side(where), after.side(where)) for where in ((step.where,) if one_sided else OTHER))


def _alike(step: Step, goal: Side | None, found: Side | None) -> bool:
    if goal is None or found is None or goal.group is None or found.group is None:
        # What cannot be seen is no proof against it; the side of the step itself has been seen.
        return found is None or found.group is not None
    if step.verb in (Verb.START, Verb.STOP, Verb.RECOVER) and goal.group.status is not found.group.status:
        return False
    return goal.group.role.primary == found.group.role.primary


def _moved_on(before: View, step: Step, after: View) -> bool:
    old, new = before.side(step.where), after.side(step.where)
    if old is None or new is None or old.group is None or new.group is None:
        return False
    times = {volume.name: volume.last_sync for volume in old.group.volumes}
    return new.group.synced and all(newer(volume.last_sync, times.get(volume.name)) for volume in new.group.volumes)


def settled(view: View, for_: For, confirmations: int) -> View | None:
    """*view* once what is waited *for_* has come about; None where nobody can know how it will end."""
    if for_ is For.PATH:
        return None
    if for_ is For.CONFIRMATION:
        return dataclasses.replace(view, progress=dataclasses.replace(view.progress, failed_readings=confirmations))
    if for_ is For.SYNC:
        return _sync(view, Step(Verb.SYNC, Where.LOCAL, ""))
    return _at_rest(view)


def _at_rest(view: View) -> View:
    """Groups that are starting or stopping have done so; without a way to the partner, nothing stays started."""

    def rest(group: Group) -> Group:
        if view.local.path is Path.FAILED or group.status is Status.STOPPING:
            return _stopping(group)
        return dataclasses.replace(group, status=Status.STARTED) if group.status is Status.STARTING else group

    return _changed(view, rest, rest)
