# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""When something is to run."""

from __future__ import annotations

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.schedule import Schedule, parse_schedule


@pytest.mark.parametrize(
    "text, expected",
    [
        ("hourly", Schedule("*-*-* *:00:00", "0")),
        ("daily", Schedule("*-*-* 00:00:00", "0", "0")),
        ("daily at 23:59", Schedule("*-*-* 23:59:00", "59", "23")),
        ("every 20 minutes", Schedule("*-*-* *:0/20:00", "0,20,40")),
    ],
)
def test_words(text, expected):
    assert parse_schedule(text) == expected


@pytest.mark.parametrize(
    "text", ["", "weekly", "every 7 minutes", "every 0 minutes", "daily at 24:00", "daily at 7:00"]
)
def test_other_words_are_refused(text):
    with pytest.raises(ValueError, match="is no schedule: hourly, daily"):
        parse_schedule(text)
