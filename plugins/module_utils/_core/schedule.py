# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""When something is to run, in words for systemd and cron: ``hourly``, ``daily at 23:59``, ``every 15 minutes``."""

from __future__ import annotations

import dataclasses
import re

_FORMS = "hourly, daily, daily at HH:MM, or every N minutes with N a divisor of 60"
_DAILY = re.compile(r"daily at ([01]\d|2[0-3]):([0-5]\d)")
_EVERY = re.compile(r"every ([1-9]\d?) minutes")


@dataclasses.dataclass(frozen=True)
class Schedule:
    """*calendar* as systemd's OnCalendar, *minute* and *hour* as cron's fields."""

    calendar: str
    minute: str
    hour: str = "*"


def parse_schedule(text: str) -> Schedule:
    """The schedule that *text* means. Raises ValueError."""
    if text == "hourly":
        return Schedule("*-*-* *:00:00", "0")
    daily = _DAILY.fullmatch("daily at 00:00" if text == "daily" else text)
    if daily:
        return Schedule(f"*-*-* {daily[1]}:{daily[2]}:00", str(int(daily[2])), str(int(daily[1])))
    every = _EVERY.fullmatch(text)
    if every and 60 % int(every[1]) == 0:
        # Steps with a star are not known to every cron.
        minutes = ",".join(str(minute) for minute in range(0, 60, int(every[1])))
        return Schedule(f"*-*-* *:0/{every[1]}:00", minutes)
    raise ValueError(f"'{text}' is no schedule: {_FORMS}")
