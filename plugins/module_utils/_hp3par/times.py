# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Moments and spans as arrays and operators write them."""

from __future__ import annotations

import datetime
import re
import typing as t

_MOMENT = re.compile(r"(\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}) ([A-Za-z0-9+-]+)")
_SPAN = re.compile(r"(?:\d+[smhd])+")
_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
_UTC = ("UTC", "GMT", "Z")

Clock = t.Callable[[str], t.Optional[int]]


def clock_of(zone: str) -> Clock:
    """How moments of an array in *zone* (an IANA name, or empty) are read: text -> seconds since 1970, or None.

    Arrays append a bare abbreviation (``CET``, ``IST``) that does not name one zone. So it only has to fit *zone*; the
    hour that comes twice in autumn is told apart by it. None: unknown zone, or an abbreviation that is not of *zone*.
    """
    info = zone_of(zone)

    def read(text: str) -> int | None:
        match = _MOMENT.fullmatch(text.strip())
        if not match:
            return None
        moment = datetime.datetime.strptime(match.group(1), "%Y-%m-%d %H:%M:%S")
        if match.group(2) in _UTC:
            return int(moment.replace(tzinfo=datetime.timezone.utc).timestamp())
        for fold in (0, 1) if info else ():
            placed = moment.replace(tzinfo=info, fold=fold)
            if placed.tzname() == match.group(2):
                return int(placed.timestamp())
        return None

    return read


def is_moment(text: str) -> bool:
    """Whether *text* has the form of a moment of an array."""
    return bool(_MOMENT.fullmatch(text.strip()))


def known_zone(name: str) -> bool:
    """Whether this host can tell times of the zone *name*."""
    return zone_of(name) is not None


def zone_of(name: str) -> datetime.tzinfo | None:
    """The zone *name*; None where this host does not know it, or for an empty name."""
    try:
        import zoneinfo  # Python 3.9; on 3.8 only UTC can be told
    except ImportError:
        return datetime.timezone.utc if name in _UTC else None
    try:
        return zoneinfo.ZoneInfo(name) if name else None
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        return None


def parse_span(text: str) -> int | None:
    """Seconds of ``5m`` or ``1h30m``; None for anything else."""
    if not _SPAN.fullmatch(text):
        return None
    return sum(int(number) * _UNITS[unit] for number, unit in re.findall(r"(\d+)([smhd])", text))


def format_moment(moment: int) -> str:
    """*moment* for people, in UTC."""
    return datetime.datetime.fromtimestamp(moment, datetime.timezone.utc).strftime("%Y-%m-%d %H:%M:%S UTC")
