# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What DRBD counts, from ``/proc/drbd`` of 8.4 and from ``drbdsetup events2 --statistics`` of 8.4 and 9. Pure."""

from __future__ import annotations

import dataclasses
import re
import typing as t

from .._core.errors import Unparsable
from .events import event_rows
from .proc import parse_replicas

_MINOR = re.compile(r"^ *(\d+): cs:")
_PAIR = re.compile(r"\b([a-z]+):(\d+)\b")
_Numbers = t.Mapping[str, str]


@dataclasses.dataclass(frozen=True)
class Counters:
    """One volume. Bytes since it was attached or connected; requests at the moment.

    out_of_sync -- bytes that differ from the peers'
    activity_log, bitmap -- writes of meta-data
    local, pending, unacknowledged, application -- requests that wait: for the disk here, for an answer of the peer, for
      ours, for all of it
    epochs -- objects of write ordering; None where it is not told
    same -- every peer is there and has the same data
    """

    read: int = 0
    written: int = 0
    sent: int = 0
    received: int = 0
    out_of_sync: int = 0
    activity_log: int = 0
    bitmap: int = 0
    local: int = 0
    pending: int = 0
    unacknowledged: int = 0
    application: int = 0
    epochs: int | None = None
    same: bool = False


def counters_of_proc(text: str) -> dict[int, Counters]:
    """By minor; {} for the text of module 9, which tells its version there and nothing else."""
    numbers: dict[int, dict[str, str]] = {}
    minor = -1
    for line in text.splitlines():
        found = _MINOR.match(line)
        if found:
            minor = int(found[1])
            numbers[minor] = {}
        elif minor in numbers:
            # The first line only: below it are the progress of a resync, and tables of other numbers.
            numbers[minor] = numbers[minor] or dict(_PAIR.findall(line))
    replicas = parse_replicas(text)
    return {
        minor: _of_proc(given, replicas[minor].disk, replicas[minor].peer)
        for minor, given in numbers.items()
        if given and minor in replicas
    }


def counters_of_events(text: str) -> dict[int, Counters]:
    """By minor; what goes to several peers is added up. Raises Unparsable."""
    rows = event_rows(text)
    try:
        return {int(fields["minor"]): _of_events(fields, rows) for kind, fields in rows if kind == "device"}
    except (KeyError, ValueError) as error:
        raise Unparsable("drbdsetup events2", "output", f"a line lacks or has a wrong {error}") from error


def minors_of_events(text: str) -> dict[tuple[str, int], int]:
    """The minors that run, by resource and number of the volume."""
    devices = [fields for kind, fields in event_rows(text) if kind == "device"]
    return {(fields["name"], int(fields["volume"])): int(fields["minor"]) for fields in devices}


def _of_proc(given: _Numbers, disk: str, peer: str) -> Counters:
    def kib(key: str) -> int:
        return int(given.get(key, 0)) << 10

    def count(key: str) -> int:
        return int(given.get(key, 0))

    return Counters(
        read=kib("dr"),
        written=kib("dw"),
        sent=kib("ns"),
        received=kib("nr"),
        out_of_sync=kib("oos"),
        activity_log=count("al"),
        bitmap=count("bm"),
        local=count("lo"),
        pending=count("pe"),
        unacknowledged=count("ua"),
        application=count("ap"),
        epochs=count("ep"),
        same=(disk, peer) == ("UpToDate", "UpToDate") and not kib("oos"),
    )


def _of_events(device: _Numbers, rows: t.Iterable[tuple[str, _Numbers]]) -> Counters:
    mine = (device["name"], device["volume"])
    peers = [each for kind, each in rows if kind == "peer-device" and (each["name"], each["volume"]) == mine]

    def count(key: str) -> int:
        return int(device.get(key, 0))

    def total(key: str) -> int:
        return sum(int(peer.get(key, 0)) for peer in peers)

    disks = {device["disk"], *(peer["peer-disk"] for peer in peers)}
    return Counters(
        read=count("read") << 10,
        written=count("written") << 10,
        sent=total("sent") << 10,
        received=total("received") << 10,
        out_of_sync=total("out-of-sync") << 10,
        activity_log=count("al-writes"),
        bitmap=count("bm-writes"),
        local=count("lower-pending"),
        pending=total("pending"),
        unacknowledged=total("unacked"),
        application=count("upper-pending"),
        same=bool(peers) and disks == {"UpToDate"} and not total("out-of-sync"),
    )
