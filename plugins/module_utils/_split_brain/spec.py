# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Parameters -> model."""

from __future__ import annotations

import typing as t

from .._core.errors import InvalidInput, Problem
from .._core.size import parse_size
from .model import Generations, Part, Side, Wanted

Data = t.Mapping[str, t.Any]


def read_wanted(params: Data) -> Wanted:
    """The decision. Raises InvalidInput with every problem."""
    problems = [*_side_problems(params), *_size_problems(params["snapshot_size"])]
    if params["wait"] < 0:
        problems.append(Problem("wait", "must not be less than 0 seconds"))
    if problems:
        raise InvalidInput(problems)
    return Wanted(
        resource=params["name"],
        victim=params["victim"],
        discard=params["discard_data_of_victim"],
        keep_snapshot=params["keep_snapshot"],
        snapshot_size=parse_size(params["snapshot_size"]) if params["snapshot_size"] else 0,
        active_on=tuple(params["active_on"]),
    )


def read_sides(params: Data) -> dict[str, Side]:
    """The sides by node; read_wanted has found nothing wrong with them."""
    return {name: read_side(values) for name, values in params["sides"].items()}


def peer_of(sides: t.Mapping[str, Side], node: str) -> Side:
    """The side of the other node than *node*. Raises InvalidInput where *node* is none of the two."""
    if node not in sides:
        reason = f"this host calls itself {node} (uname -n), the sides are those of {', '.join(sides)}"
        raise InvalidInput([Problem("sides", reason)])
    return next(side for name, side in sides.items() if name != node)


def read_side(values: Data) -> Side:
    """A side of report.side_values, maybe after a detour through JSON."""
    plain = {name: values[name] for name in ("node", "role", "connection", "settled", "up_to_date", "percent")}
    return Side(**plain, parts=tuple(map(_part, values["volumes"])), policies=tuple(sorted(values["policies"].items())))


def _part(values: Data) -> Part:
    found = values["generations"]
    generations = Generations(found["current"], found["bitmap"], tuple(found["history"])) if found else None
    plain = {name: values[name] for name in ("number", "disk_state", "size", "changed")}
    return Part(**plain, generations=generations)


def _side_problems(params: Data) -> t.Iterator[Problem]:
    sides = params["sides"]
    if len(sides) != 2:
        yield Problem("sides", f"must be those of the two nodes, not of {', '.join(sides) or 'none'}")
    for name, values in sides.items():
        try:
            if read_side(values).node != name:
                yield Problem(f"sides.{name}", "is the side of another node")
        except (KeyError, TypeError, AttributeError):
            yield Problem(f"sides.{name}", "is not what drbd_split_brain_info returns as side")
    if params["victim"] not in sides:
        yield Problem("victim", f"'{params['victim']}' is none of the nodes {', '.join(sides)}")


def _size_problems(size: str) -> t.Iterator[Problem]:
    try:
        if size:
            parse_size(size)
    except ValueError as error:
        yield Problem("snapshot_size", str(error))
