# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Steps and changes as commands of the CLI and as requests of the WSAPI; views as plain data."""

from __future__ import annotations

import typing as t

from .._core.plan import Operation
from .declared import Edit
from .model import Group, Side, Step, Verb, View, Volume
from .render_edits import Request, edit_arguments, edit_request

# What is read, in this order. A proxy allows exactly these strings, so that they must not change.
READS = ("showrcopy targets", "showrcopy links", "showrcopy groups {group}")

_COMMANDS: dict[Verb, tuple[str, ...]] = {
    Verb.START: ("startrcopygroup",),
    Verb.STOP: ("stoprcopygroup", "-f"),
    Verb.SYNC: ("syncrcopy", "-w"),
    **{
        verb: ("setrcopygroup", verb.value, "-f", "-waittask")
        for verb in (Verb.REVERSE, Verb.FAILOVER, Verb.RECOVER, Verb.RESTORE, Verb.SWITCHOVER)
    },
}
# WSAPI: method and number of the action
_ACTIONS = {
    Verb.START: ("PUT", 3),
    Verb.STOP: ("PUT", 4),
    Verb.SYNC: ("PUT", 5),
    Verb.REVERSE: ("POST", 6),
    Verb.FAILOVER: ("POST", 7),
    Verb.SWITCHOVER: ("POST", 8),
    Verb.RECOVER: ("POST", 9),
    Verb.RESTORE: ("POST", 10),
}

_TURNING = frozenset({Verb.REVERSE, Verb.FAILOVER, Verb.RESTORE, Verb.SWITCHOVER})


Order = t.Union[Step, Edit]


def arguments(order: Order) -> tuple[str, ...]:
    """The command of the CLI, exactly one group."""
    if isinstance(order, Edit):
        return edit_arguments(order)
    return (*_COMMANDS[order.verb], *order.options, order.group)


def request(order: Order) -> Request | None:
    """The same for the WSAPI; None where it has no equivalent: it knows only the plain reverse."""
    if isinstance(order, Edit):
        return edit_request(order)
    if order.options:
        return None
    method, action = _ACTIONS[order.verb]
    return Request(method, f"/remotecopygroups/{order.group}", {"action": action})


def summary(order: Order) -> str:
    """*order* for people."""
    return f"{' '.join(arguments(order))} on the {order.where.value} array"


def turns(operations: t.Iterable[Operation]) -> bool:
    """Whether another array takes the writes afterwards: hosts have to be off both meanwhile."""
    return any(operation.action.verb in _TURNING for operation in operations)


def values(view: View) -> dict[str, t.Any]:
    """Both sides as plain data; the peer is None where its management does not answer."""
    return {"local": _side(view.local), "peer": _side(view.peer) if view.peer is not None else None}


def _side(side: Side) -> dict[str, t.Any]:
    return {
        "array": side.array,
        "path": side.path.value if side.group is not None else None,
        "group": _group(side.group) if side.group is not None else None,
    }


def _group(group: Group) -> dict[str, t.Any]:
    return {
        "name": group.name,
        "target": group.target,
        "status": group.status.value,
        "role": group.role.value,
        "mode": group.mode.value,
        "period": group.period,
        "policies": sorted(group.policies),
        "volumes": [_volume(volume) for volume in group.volumes],
    }


def _volume(volume: Volume) -> dict[str, t.Any]:
    return {
        "name": volume.name,
        "remote": volume.remote,
        "sync": volume.sync.value,
        "percent": volume.percent,
        "last_sync": volume.last_sync,
    }
