# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Copies of the data that allow a switchover; each obstacle is in test_plan.py."""

from __future__ import annotations

from ansible_collections.quorate.ha_storage.plugins.module_utils._service.replication import replication_problems

from .worlds import live


def test_all_well():
    assert replication_problems(live(), "san0") == []


def test_the_worst_comes_alone():
    found = replication_problems(live(connection="StandAlone", peer="Outdated", replication="Off"), "san0")
    assert len(found) == 1 and "StandAlone" in found[0].reason
