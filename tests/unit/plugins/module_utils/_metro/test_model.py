# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The usual limits are those of the requirements."""

from __future__ import annotations

from ansible_collections.quorate.ha_storage.plugins.module_utils._metro.model import PURPOSES, Limits


def test_the_usual_limits():
    usual = Limits()
    assert (usual.round_trip_ms, usual.round_trip_warn_ms, usual.arbiter_round_trip_ms) == (5, 2, 200)
    assert usual.separate == PURPOSES == ("replication", "iscsi", "management", "arbiter")
