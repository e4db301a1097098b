# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Groups as a site describes them, by service: both sides, what is expected, when they may be synchronized."""

from __future__ import annotations

import datetime
import typing as t

from .._core.errors import InvalidInput, Problem
from .._site.fields import Fields, items
from .health import parse_age
from .spec import group_fault
from .times import zone_of
from .windows import is_open, window_fault

Data = t.Dict[str, t.Any]
Service = t.Dict[str, t.Any]


def read_services(described: t.Any, arrays: t.Any) -> dict[str, Service]:
    """The services by name.

    Each has ``name``, ``arrays`` (the names of both), ``sides`` (its name with that of each), ``transparent``,
    ``sync_windows``, ``expected`` (options of hp3par_rcg_info) and ``options``: for each array, as the local one, the
    options that all modules have in common. They hold the secrets of *arrays*. Raises InvalidInput with all that is
    wrong.
    """
    problems: list[Problem] = []
    known = _arrays(arrays, problems)
    services = [_service(fields, known) for fields in items(described, "hp3par_rcg_services", problems)]
    _unique([service["name"] for service in services], "hp3par_rcg_services", problems)
    groups = [f"{array} {options['name']}" for one in services for array, options in one["options"].items()]
    _unique(groups, "hp3par_rcg_services", problems)
    if problems:
        raise InvalidInput(problems)
    return {service["name"]: service for service in services}


def _arrays(raw: t.Any, problems: list[Problem]) -> dict[str, Data]:
    """The arrays by name. What else they have is for the modules to judge."""
    found = items(raw, "hp3par_rcg_arrays", problems)
    names = [fields.text("name") for fields in found]
    _unique(names, "hp3par_rcg_arrays", problems)
    return {name: dict(fields.raw) for name, fields in zip(names, found) if name}


def _unique(names: t.Sequence[str | None], path: str, problems: list[Problem]) -> None:
    twice = sorted({name for name in names if name and names.count(name) > 1})
    problems.extend(Problem(path, f"{name} is described twice") for name in twice)


def _service(fields: Fields, arrays: t.Mapping[str, Data]) -> Service:
    service = {
        "name": fields.text("name"),
        "transparent": fields.flag("transparent", False),
        "sync_windows": list(fields.texts("sync_windows", window_fault, ())),
        "expected": {
            "mode": fields.choice("mode", ("sync", "periodic"), None),
            "sync_max_delay": fields.text("sync_max_delay", _age_fault, ""),
            "require_auto_recover": fields.flag("require_auto_recover", True),
        },
    }
    sides = [_side(side, arrays) for side in fields.each("sides")]
    fields.done()
    if len({array for array, _group in sides}) != 2 or len(sides) != 2:
        fields.problem("sides", "must be two, on two arrays")
        return {**service, "arrays": [], "sides": [], "options": {}}
    names = [array for array, _group in sides]
    options = _options(sides, arrays) if all(array in arrays for array, _group in sides) else {}
    return {**service, "arrays": names, "sides": [[service["name"], name] for name in names], "options": options}


def _side(fields: Fields, arrays: t.Mapping[str, Data]) -> tuple[str, str]:
    """(array, group)."""
    array = fields.text("array", lambda name: None if name in arrays else f"'{name}' is not in hp3par_rcg_arrays")
    group = fields.text("group", group_fault)
    fields.done()
    return str(array), str(group)


def _age_fault(text: str) -> str | None:
    return f"'{text}' is not an age such as 300s, 5m or 5, which is minutes" if parse_age(text) is None else None


def _options(sides: t.Sequence[tuple[str, str]], arrays: t.Mapping[str, Data]) -> dict[str, Data]:
    """The common options of the modules, for each array as the local one."""
    return {
        array: {"name": group, "peer_name": peer_group, "array": arrays[array], "peer": arrays[peer]}
        for (array, group), (peer, peer_group) in (sides, sides[::-1])
    }


def closed(services: t.Iterable[Service], now: float, zone: str) -> list[str]:
    """The names of those that must not be synchronized at *now* (seconds since 1970), on the clock of *zone*.

    Raises InvalidInput for a zone that is not known here.
    """
    info = zone_of(zone)
    if info is None:
        raise InvalidInput([Problem("hp3par_rcg_timezone", f"'{zone}' is no time zone that this host knows")])
    moment = datetime.datetime.fromtimestamp(now, info)
    return [service["name"] for service in services if not is_open(service["sync_windows"], moment)]
