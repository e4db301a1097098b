# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Parameters and the expanded site -> model."""

from __future__ import annotations

import typing as t

from .._core.errors import InvalidInput, Problem
from .model import Service, Wanted

Data = t.Dict[str, t.Any]


def identity(service: Data) -> Data:
    """The cluster's names of an expanded service: the options that all modules of services share; no secret."""
    ids = service["ids"]
    return {
        "name": service["name"],
        "id": ids["service"],
        "clone": ids["clone"],
        "drbd": ids["drbd"],
        "resource": service["drbd"]["resource"],
    }


def info_options(service: Data) -> Data:
    """The options of ``service_info`` for an expanded service."""
    target = service["target"]
    return {**identity(service), "iqn": target["iqn"], "config": target["config"]}


def read_service(params: Data) -> Service:
    """The service that the options of a module name."""
    return Service(**{name: params[name] for name in ("name", "id", "clone", "drbd", "resource")})


def read_wanted(params: Data) -> Wanted:
    """What the options of ``service_switchover`` ask for. Raises InvalidInput."""
    problems = [Problem(name, "must be more than 0 seconds") for name in ("timeout", "lifetime") if params[name] <= 0]
    if params["lifetime"] <= params["timeout"]:
        problems.append(Problem("lifetime", "must be longer than timeout, or the move could be undone under way"))
    if problems:
        raise InvalidInput(problems)
    return Wanted(
        service=read_service(params),
        to=params["to"],
        digests=tuple(sorted((node, str(digest or "")) for node, digest in params["digests"].items())),
        require_fencing=params["require_fencing"],
        timeout=params["timeout"],
        lifetime=params["lifetime"],
    )
