# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import datetime

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import HaStorageError
from ansible_collections.quorate.ha_storage.plugins.module_utils._hp3par.windows import (
    is_open,
    parse_window,
    window_fault,
)


def at(day, time):
    """A moment in November 2026, which begins with a Sunday."""
    return datetime.datetime(2026, 11, day, *map(int, time.split(":")))


MOMENTS = [
    (["03:59-05:59"], at(23, "03:58"), False),
    (["03:59-05:59"], at(23, "03:59"), True),
    (["03:59-05:59"], at(23, "05:58"), True),
    (["03:59-05:59"], at(23, "05:59"), False),
    (["22:00-06:00"], at(23, "23:59"), True),
    (["22:00-06:00"], at(23, "05:59"), True),
    (["22:00-06:00"], at(23, "06:00"), False),
    (["sat 22:00-06:00"], at(21, "22:00"), True),
    (["sat 22:00-06:00"], at(22, "05:59"), True),  # Sunday: the window began on Saturday
    (["sat 22:00-06:00"], at(21, "05:59"), False),
    (["sun 22:00-06:00"], at(23, "00:00"), True),
    (["mon,tue 10:00-11:00"], at(24, "10:30"), True),
    (["mon,tue 10:00-11:00"], at(25, "10:30"), False),
    (["mon 10:00-11:00", "wed 10:00-11:00"], at(25, "10:30"), True),
    (["00:00-00:00"], at(25, "10:30"), True),  # a whole day
    ([], at(25, "10:30"), True),
]


@pytest.mark.parametrize(("windows", "moment", "is_in"), MOMENTS)
def test_a_moment_is_in_a_window_or_not(windows, moment, is_in):
    assert is_open(windows, moment) is is_in


@pytest.mark.parametrize(
    "text", ["", "3:59-05:59", "03:59", "24:00-05:00", "03:60-05:00", "sun,03:00-04:00", "day 03:00-04:00"]
)
def test_what_is_no_window_opens_nothing(text):
    assert parse_window(text) is None and window_fault(text)
    with pytest.raises(HaStorageError, match="no window"):
        is_open(["00:00-00:00", text], at(23, "00:00"))


def test_a_window_has_no_fault():
    assert window_fault("sat,sun 22:00-06:00") is None
