# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Switchovers: how long clients waited during the last one of each service, and how long it took."""

from __future__ import annotations

import typing as t

from .._lio.model import FOLDER
from .._service.history import kept
from .model import Field, Graph, Unusable
from .names import unique
from .system import Host

_HISTORY = "/var/lib/quorate/switchovers.jsonl"
_INFO = "Of reads of its LUNs, or of connections. Some initiators give up after 30 s."
_Entry = t.Mapping[str, t.Any]


def require(host: Host) -> None:
    """Raises Unusable on a host that is no node of a cluster with services."""
    if not _services(host, _last(host)):
        raise Unusable(f"no target in {FOLDER}, and no switchover in {_HISTORY}")


def instances(_host: Host) -> tuple[str, ...]:
    """It is installed once."""
    return ()


def graphs(host: Host, _instance: str) -> list[Graph]:
    """The pause, and the time until a service was whole on its new node."""
    names = _services(host, _last(host))
    pauses = tuple(Field(name, service, warning="5", critical="30", info=_INFO) for service, name in names.items())
    times = tuple(Field(name, service) for service, name in names.items())
    return [
        Graph("", "Last switchover: pause of clients", "Seconds", pauses),
        Graph("duration", "Last switchover: duration", "Seconds", times),
    ]


def values(host: Host, _instance: str) -> dict[str, dict[str, float | None]]:
    """Of services that were moved; the others are unknown."""
    last = _last(host)
    names = _services(host, last)
    return {
        "": {names[service]: entry.get("pause_seconds") for service, entry in last.items()},
        "duration": {names[service]: entry.get("seconds") for service, entry in last.items()},
    }


def _last(host: Host) -> dict[str, _Entry]:
    """The last entry of each service in the history."""
    entries = kept(host.files.read_text(_HISTORY) or "")
    return {entry["service"]: entry for entry in entries if isinstance(entry.get("service"), str)}


def _services(host: Host, last: t.Iterable[str]) -> dict[str, str]:
    """Names of fields by service."""
    described = [name[: -len(".json")] for name in host.files.names(FOLDER) if name.endswith(".json")]
    return unique(sorted({*described, *last}))
