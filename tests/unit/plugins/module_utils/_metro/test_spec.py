# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Limits as users write them."""

from __future__ import annotations

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import InvalidInput
from ansible_collections.quorate.ha_storage.plugins.module_utils._metro.model import Limits
from ansible_collections.quorate.ha_storage.plugins.module_utils._metro.spec import read_limits


def test_nothing_given_means_the_usual():
    assert read_limits({}) == Limits()


def test_what_is_given_counts():
    given = {"round_trip_ms": "7.5", "memory_mib": 512, "separate": ["arbiter"]}
    assert read_limits(given) == Limits(round_trip_ms=7.5, memory_mib=512, separate=("arbiter",))


def test_all_mistakes_are_told_with_their_places():
    raw = {"round_trip": 4, "clock_seconds": "long", "round_trip_warn_ms": -1, "separate": ["backup"]}
    with pytest.raises(InvalidInput) as caught:
        read_limits(raw)
    told = "\n".join(str(problem) for problem in caught.value.problems)
    assert "ha_storage_metro.round_trip: is not known here; did you mean round_trip_ms?" in told
    assert "ha_storage_metro.clock_seconds: must be a number, is 'long'" in told
    assert "ha_storage_metro.round_trip_warn_ms: -1 is not a number from 0" in told
    assert "ha_storage_metro.separate[0]: 'backup' is none of replication, iscsi, management, arbiter" in told


@pytest.mark.parametrize("number", ["nan", "inf"])
def test_no_limit_is_not_a_number(number):
    with pytest.raises(InvalidInput):
        read_limits({"round_trip_ms": number})
