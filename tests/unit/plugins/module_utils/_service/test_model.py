# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Questions to a cluster."""

from __future__ import annotations

from .worlds import SERVICE, cluster, wanted


def test_members_and_places():
    found = cluster("node2")
    assert found.member("node1").name == "node1" and found.member("node3") is None
    assert found.nodes_of("san0", "Started") == {"node2"} and found.nodes_of("san0", "Stopped") == frozenset()
    assert found.nodes_of("san0-drbd", "Promoted", "Unpromoted") == {"node1", "node2"}


def test_names():
    assert SERVICE.ids == {"san0", "san0-drbd", "san0-drbd-clone"}
    assert wanted().preference == "quorate-switchover-san0"
