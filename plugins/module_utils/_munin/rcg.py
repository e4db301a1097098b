# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""3PAR Remote Copy: how far the copies of groups are behind, and whether groups are as they should be.

Runs where the arrays are reached from, which need not be a node. Both arrays of a group are asked at once; where
one does not answer, the other one tells what it knows.
"""

from __future__ import annotations

import json
import typing as t

from .._core.errors import HaStorageError
from .._hp3par.answers import Silent
from .._hp3par.health import DOWN, UP, WARN, health
from .._hp3par.model import Group, Mode, View
from .._hp3par.module import connect
from .._hp3par.opener import open_url
from .._hp3par.spec import read_expectation, read_names
from .model import Field, Graph, Unusable
from .names import unique
from .system import Host

# Options of hp3par_rcg_info for each service, each array of it once as the local one; written by the role.
_FILE = "/etc/quorate/munin/rcg.json"
_STATES = {UP: 0, WARN: 1, DOWN: 2}
_STATES_INFO = "0: as it should be. 1: needs a look. 2: down."
_Service = t.Mapping[str, t.Any]


def require(host: Host) -> None:
    """Raises Unusable where no group is described."""
    if not _services(host):
        raise Unusable(f"no group in {_FILE}")


def instances(_host: Host) -> tuple[str, ...]:
    """It is installed once."""
    return ()


def graphs(host: Host, _instance: str) -> list[Graph]:
    """Lags and states, a field for each service."""
    services = _services(host)
    names = unique(services)
    lags = tuple(Field(names[name], name, critical=_limit(each)) for name, each in services.items())
    states = tuple(Field(names[name], name, info=_STATES_INFO, warning="0", critical="1") for name in services)
    return [
        Graph("", "Remote Copy: time that copies are behind", "Seconds", lags),
        Graph("state", "Remote Copy: state of groups", "0 is well", states),
    ]


def values(host: Host, _instance: str) -> dict[str, dict[str, float | None]]:
    """Of each service; unknown where neither of its arrays answers."""
    found: dict[str, dict[str, float | None]] = {"": {}, "state": {}}
    services = _services(host)
    for service, name in unique(services).items():
        try:
            view = _look(services[service])
            judged = health(view, read_expectation(services[service]["sides"][0]))
            found[""][name], found["state"][name] = lag(view), _STATES[judged.status]
        except (HaStorageError, OSError) as error:
            host.complain(f"{service}: {error}")
    return found


def lag(view: View) -> float | None:
    """Seconds that the copy is behind: 0 where it gets every write at once, None where it cannot be told."""
    return min((found for found in (_lag(group, view.now) for group in view.groups) if found is not None), default=None)


def _lag(group: Group, now: int) -> float | None:
    if group.mode is Mode.SYNC and group.synced:
        return 0.0
    return None if group.last_sync is None else float(max(0, now - group.last_sync))


def _look(service: _Service) -> View:
    """What is told by the first of the arrays that answers, and by its peer."""
    first, second = service["sides"]
    try:
        return _asked(first)
    except Silent:
        return _asked(second)


def _asked(params: t.Mapping[str, t.Any]) -> View:
    arrays = connect(params, read_names(params), open_url)
    try:
        return arrays.look()
    finally:
        arrays.close()


def _limit(service: _Service) -> str:
    """Seconds that a copy may be behind, as the service describes it."""
    age = read_expectation(service["sides"][0]).max_age
    return "" if age is None else str(age)


def _services(host: Host) -> dict[str, _Service]:
    text = host.files.read_text(_FILE)
    return {each["name"]: each for each in json.loads(text)} if text else {}
