# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""DRBD: bytes to and from disk and peer, activity log, waiting requests, how long copies have differed.

With module 8.4 numbers come from /proc/drbd, which answers even while DRBD waits for a handler, as its tools do not.
"""

from __future__ import annotations

import dataclasses
import typing as t

from .._core.errors import HaStorageError, Unparsable
from .._drbd.counters import Counters, counters_of_events, counters_of_proc, minors_of_events
from .._drbd.parse import Statement, parse_statements
from .model import DERIVE, GAUGE, WIDE, Field, Graph, Unusable
from .names import clean, unique
from .system import Host

_FOLDER = "/etc/drbd.d"
_PROC = "/proc/drbd"
_EVENTS = ("drbdsetup", "events2", "--now", "--statistics", "all")
# Graph: title, unit, base, and its fields by the attribute of Counters that they show.
_GRAPHS: dict[str, tuple[str, str, int, dict[str, Field]]] = {
    "bytes": (
        "throughput",
        "Bytes per ${graph_period}",
        1024,
        {
            "read": Field("read", "read from disk", DERIVE),
            # What the peer gets is as much, and drawn over it.
            "written": Field("written", "written to disk", DERIVE, draw=WIDE),
            "sent": Field("sent", "sent to the peer", DERIVE),
            "received": Field("received", "received from the peer", DERIVE),
        },
    ),
    "behind": ("out of sync", "Bytes", 1024, {"out_of_sync": Field("out_of_sync", "out of sync", GAUGE)}),
    "al": (
        "writes of meta-data",
        "Writes per ${graph_period}",
        1000,
        {
            "activity_log": Field("activity_log", "activity log", DERIVE),
            "bitmap": Field("bitmap", "bitmap", DERIVE),
        },
    ),
    "waiting": (
        "waiting requests",
        "Requests",
        1000,
        {
            "local": Field("local", "for the local disk", GAUGE),
            "pending": Field("pending", "for the peer", GAUGE),
            "unacknowledged": Field("unacknowledged", "of the peer, not answered", GAUGE),
            "application": Field("application", "of applications", GAUGE),
            "epochs": Field("epochs", "epochs", GAUGE),
        },
    ),
}
_LAG = "lag"
_LAG_INFO = "Seconds since both copies were last seen to be the same; 0 while they are."
_Found = t.Dict[str, t.Dict[str, t.Optional[float]]]


class Place(t.NamedTuple):
    """A volume: its number, and the minor of its device."""

    number: int
    minor: int


def require(host: Host) -> None:
    """Raises Unusable where no resource is described here."""
    if not _resources(host):
        raise Unusable(f"no resource in {_FOLDER}")


def instances(host: Host) -> list[str]:
    """The names of the resources."""
    return sorted(_resources(host))


def graphs(host: Host, instance: str) -> list[Graph]:
    """Of the resource *instance*, with the same fields for each of its volumes."""
    name, places = _resources(host).get(instance, ("", ()))
    if not name:
        return []
    found = []
    for graph, (title, unit, base, fields) in _GRAPHS.items():
        each = tuple(_of_volume(field, place, len(places)) for place in places for field in fields.values())
        found.append(Graph(graph, f"DRBD {name}: {title}", unit, each, base))
    lag = Field(_LAG, "copies differ", GAUGE, _LAG_INFO, warning="300", critical="3600")
    fields_of_lag = tuple(_of_volume(lag, place, len(places)) for place in places)
    return [*found, Graph(_LAG, f"DRBD {name}: time since the copies were the same", "Seconds", fields_of_lag)]


def values(host: Host, instance: str) -> _Found:
    """The numbers of the volumes that run; {} for a resource that is down."""
    name, places = _resources(host).get(instance, ("", ()))
    known = _counters(host)
    running = {place: known[place.minor] for place in places if place.minor in known}
    found: _Found = {}
    for graph, (_title, _unit, _base, fields) in _GRAPHS.items():
        found[graph] = {
            _of_volume(field, place, len(places)).name: getattr(counters, attribute)
            for place, counters in running.items()
            for attribute, field in fields.items()
        }
    ages = _ages(host, name, {place: counters.same for place, counters in running.items()})
    found[_LAG] = {_LAG + _suffix(place): age for place, age in ages.items()}
    return found


def _of_volume(field: Field, place: Place, count: int) -> Field:
    """The field of one volume; where there are more, each is told in its label."""
    label = f"{field.label} (volume {place.number})" if count > 1 else field.label
    return dataclasses.replace(field, name=field.name + _suffix(place), label=label)


def _suffix(place: Place) -> str:
    """Volume 0 has none, so that its history stays when there is another one."""
    return f"_{place.number}" if place.number else ""


def _ages(host: Host, name: str, same: t.Mapping[Place, bool]) -> dict[Place, float | None]:
    """Seconds since each volume was last seen with equal copies, or was first looked at."""
    plugin, now = f"quorate_drbd_{clean(name)}", host.clock()
    since = host.remembered(plugin)
    for place, equal in same.items():
        key = str(place.number)
        since[key] = now if equal else min(float(since.get(key, now)), now)
    try:
        host.remember(plugin, since)
    except OSError as error:
        host.complain(f"{plugin}: {error}")
    return {place: round(now - since[str(place.number)], 0) for place in same}


def _counters(host: Host) -> dict[int, Counters]:
    """By minor. Raises HaStorageError."""
    return counters_of_proc(host.files.read_text(_PROC) or "") or counters_of_events(host.said(*_EVENTS))


def _resources(host: Host) -> dict[str, tuple[str, tuple[Place, ...]]]:
    """By the name that a plugin has for it: the name and the volumes of each resource that is described."""
    found: dict[str, tuple[Place, ...]] = {}
    for name in host.files.names(_FOLDER):
        if name.endswith(".res"):
            try:
                found.update(_described(host.files.read_text(f"{_FOLDER}/{name}") or "", f"{_FOLDER}/{name}"))
            except Unparsable as error:
                host.complain(str(error))
    missing = [resource for resource, places in found.items() if not places]
    running = _running(host) if missing else {}
    for resource in missing:
        mine = {number: minor for (of, number), minor in running.items() if of == resource}
        found[resource] = tuple(Place(number, mine[number]) for number in sorted(mine))
    return {plugin: (resource, found[resource]) for resource, plugin in unique(found).items()}


def _running(host: Host) -> dict[tuple[str, int], int]:
    try:
        return minors_of_events(host.said(*_EVENTS))
    except HaStorageError:
        return {}


def _described(text: str, source: str) -> dict[str, tuple[Place, ...]]:
    """The volumes of the resources in a file of DRBD's, as far as it tells their minors itself."""
    found = {}
    for statement in parse_statements(text, source):
        if statement.words[:1] == ("resource",) and len(statement.words) > 1:
            places = {place.number: place for place in _places(statement.body or (), 0)}
            found[statement.words[1]] = tuple(places[number] for number in sorted(places))
    return found


def _places(body: t.Iterable[Statement], number: int) -> t.Iterator[Place]:
    """``device [PATH] minor N;`` or ``device /dev/drbdN;``, in the resource itself, in a volume or in a host."""
    for statement in body:
        head, *rest = statement.words or ("",)
        if head == "device":
            last = rest[-1].rpartition("/dev/drbd")[2] if rest else ""
            if last.isdigit():
                yield Place(number, int(last))
        elif head == "volume" and rest and rest[0].isdigit():
            yield from _places(statement.body or (), int(rest[0]))
        elif head == "on":
            yield from _places(statement.body or (), number)
