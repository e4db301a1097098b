# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (c) 2026 quorate.ha_storage contributors
"""Another distance for two sites."""

import pytest

from lab.lib import latency, topology
from lab.lib.errors import LabError

NODES = {name: {"address": 10 + place, "site": name} for place, name in enumerate("abc")}
SITES = topology.parse("t", {"nodes": NODES, "round_trips": {"a-b": 2}})


@pytest.mark.parametrize(
    ("pair", "trip", "found"),
    [
        ("a-b", "8", (("a", "b", 8.0),)),
        ("c-a", "0.5", (("a", "b", 2.0), ("a", "c", 0.5))),
        ("b-a", "0", (("a", "b", 0.0),)),
    ],
)
def test_only_this_pair_changes(pair, trip, found):
    assert latency.changed(SITES, pair, trip).round_trips == found


@pytest.mark.parametrize(("pair", "trip"), [("a-z", "8"), ("a", "8"), ("a-b", "8ms"), ("a-b", "-1")])
def test_mistakes_are_named(pair, trip):
    with pytest.raises(LabError):
        latency.changed(SITES, pair, trip)
