# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._hp3par import times


@pytest.mark.parametrize(
    "zone, text, moment",
    [
        ("Europe/Paris", "2014-03-05 10:19:42 CET", 1394011182),
        ("Asia/Kolkata", "2026-10-09 23:39:24 IST", 1791569364),
        ("", "2014-03-05 09:19:42 UTC", 1394011182),
        ("Asia/Kolkata", "2014-03-05 09:19:42 GMT", 1394011182),
        # The hour that comes twice is told apart by the abbreviation.
        ("Europe/Paris", "2026-10-25 02:30:00 CEST", 1792888200),
        ("Europe/Paris", "2026-10-25 02:30:00 CET", 1792891800),
        # Neither the zone of this host nor a guess is taken for the array's.
        ("", "2014-03-05 10:19:42 CET", None),
        ("Asia/Kolkata", "2014-03-05 10:19:42 CET", None),
        ("Mars/Olympus", "2014-03-05 10:19:42 CET", None),
        ("Europe/Paris", "yesterday", None),
    ],
)
def test_moments(zone, text, moment):
    assert times.clock_of(zone)(text) == moment


def test_zones_that_this_host_knows():
    assert times.known_zone("Europe/Paris")
    assert not times.known_zone("Mars/Olympus")
    assert not times.known_zone("../../etc/passwd")
    assert not times.known_zone("")


@pytest.mark.parametrize(
    "text, seconds", [("5m", 300), ("1h30m", 5400), ("15s", 15), ("1d", 86400), ("5", None), ("m", None), ("5 m", None)]
)
def test_spans(text, seconds):
    assert times.parse_span(text) == seconds


def test_moments_for_people():
    assert times.format_moment(1394011182) == "2014-03-05 09:19:42 UTC"
    assert times.is_moment("2014-03-05 10:19:42 CET") and not times.is_moment("NA")
