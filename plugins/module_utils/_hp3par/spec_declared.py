# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Options of ``hp3par_rcg`` -> what a group shall be."""

from __future__ import annotations

import typing as t

from .._core.errors import Problem
from .declared import Declared, Pair
from .spec import MODES, Params, Timing, group_fault, read_names
from .times import parse_span

_CPGS = ("user_cpg", "target_user_cpg")


def read_declared(params: Params) -> tuple[Declared, Timing]:
    """The group, and how long to wait. Raises InvalidInput with all that is wrong."""
    names = read_names(params, _problems(params))
    given = params["policies"] or {}
    policies = sorted((name, is_set) for name, is_set in given.items() if is_set is not None)
    declared = Declared(
        name=names.local,
        peer_name=names.peer,
        absent=params["state"] == "absent",
        target=params["target"],
        mode=MODES[params["mode"]],
        period=parse_span(params["period"]) if params["period"] else None,
        policies=tuple(policies),
        cpg=params["user_cpg"],
        target_cpg=params["target_user_cpg"],
        volumes=_pairs(params["volumes"]),
        purge=params["purge_volumes"],
        stop_started=params["stop_started"],
        confirm=params["confirm"],
    )
    return declared, Timing(wait=params["wait_timeout"], poll=params["poll_interval"])


def _pairs(volumes: t.Sequence[Params] | None) -> tuple[Pair, ...] | None:
    if volumes is None:
        return None
    return tuple(Pair(one["name"], one["remote"] or one["name"], one["create"]) for one in volumes)


def _problems(params: Params) -> t.Iterator[Problem]:
    if params["period"] is not None and not parse_span(params["period"]):
        yield Problem("period", f"'{params['period']}' is no period such as 5m or 300s")
    for key in ("target", *_CPGS):
        if params[key] is not None and group_fault(params[key]):
            yield Problem(key, f"'{params[key]}' has characters that do not belong there, or too many")
    if len([key for key in _CPGS if params[key]]) == 1:
        yield Problem(_CPGS[0], f"and {_CPGS[1]} are needed together")
    if params["purge_volumes"] and params["volumes"] is None:
        yield Problem("purge_volumes", "dismisses what volumes does not list, and volumes is not given")
    if params["confirm"] and params["confirm"] != params["name"]:
        yield Problem("confirm", f"is not the name of the group, {params['name']}")
    for key in ("wait_timeout", "poll_interval"):
        if params[key] <= 0:
            yield Problem(key, "must be more than 0")
    yield from _volume_problems(params["volumes"] or ())


def _volume_problems(volumes: t.Sequence[Params]) -> t.Iterator[Problem]:
    for index, volume in enumerate(volumes):
        for key in ("name", "remote"):
            if volume[key] is not None and group_fault(volume[key]):
                yield Problem(f"volumes[{index}].{key}", f"'{volume[key]}' is not the name of one volume")
    for key in ("name", "remote"):
        names = [volume[key] or volume["name"] for volume in volumes]
        for name in sorted({name for name in names if names.count(name) > 1}):
            yield Problem("volumes", f"{key} {name} is there twice")
