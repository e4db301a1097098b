# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""When groups may be synchronized: ``03:59-05:59``, ``sat,sun 22:00-06:00``; after OpenSVC's ``sync_schedule``."""

from __future__ import annotations

import dataclasses
import datetime
import re
import typing as t

from .._core.errors import HaStorageError

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAY = "|".join(DAYS)
_WINDOW = re.compile(rf"(?:((?:{_DAY})(?:,(?:{_DAY}))*) )?([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)")


@dataclasses.dataclass(frozen=True)
class Window:
    """From *begin* until *end*, in minutes after midnight; past midnight where *end* is not later.

    days -- of *begin*; 0 is Monday
    """

    days: frozenset[int]
    begin: int
    end: int

    def open_at(self, moment: datetime.datetime) -> bool:
        """Whether *moment* is inside. The end is outside."""
        minute, day = moment.hour * 60 + moment.minute, moment.weekday()
        if self.begin < self.end:
            return day in self.days and self.begin <= minute < self.end
        yesterday = (day - 1) % len(DAYS)
        return (day in self.days and minute >= self.begin) or (yesterday in self.days and minute < self.end)


def parse_window(text: str) -> Window | None:
    """The window that *text* describes, or None."""
    match = _WINDOW.fullmatch(text)
    if not match:
        return None
    days, *times = match.groups()
    hour, minute, end_hour, end_minute = (int(time) for time in times)
    named = days.split(",") if days else DAYS
    return Window(frozenset(DAYS.index(day) for day in named), hour * 60 + minute, end_hour * 60 + end_minute)


def window_fault(text: str) -> str | None:
    """What is wrong with *text* as a window, or None."""
    return None if parse_window(text) else f"'{text}' is no window such as 03:59-05:59 or sat,sun 22:00-06:00"


def is_open(windows: t.Sequence[str], moment: datetime.datetime) -> bool:
    """Whether *moment* is in one of *windows*; always without any. Raises HaStorageError for what is no window."""
    parsed = [parse_window(text) for text in windows]
    faults = [window_fault(text) for text in windows if parse_window(text) is None]
    if faults:
        raise HaStorageError("; ".join(str(fault) for fault in faults))
    return not windows or any(window.open_at(moment) for window in parsed if window is not None)
