# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Services and clusters as plain data."""

from __future__ import annotations

import json

from ansible_collections.quorate.ha_storage.plugins.module_utils._service.model import Failure, Situation, Step
from ansible_collections.quorate.ha_storage.plugins.module_utils._service.report import (
    cluster_values,
    service_values,
    step_values,
)

from .worlds import SERVICE, cluster, situation


def test_a_service():
    failure = Failure("san0", "node2", "start", "oh")
    found = service_values(situation("node1", failures=(failure,)), SERVICE)
    assert (found["node"], found["traces"]) == ("node1", ["node1"])
    assert found["failures"] == ["start of san0 on node2: oh"] and found["constraints"] == ["san0-prefers-node1"]
    assert found["replication"]["percent"] == 100.0
    assert service_values(Situation(cluster()), SERVICE)["replication"] is None
    json.dumps(found)


def test_a_cluster():
    found = cluster_values(cluster())
    assert found["quorum"] and [each["name"] for each in found["nodes"]] == ["node1", "node2"]
    json.dumps(found)


def test_steps():
    assert step_values([Step("a", "node1", "stop", 0.5, 1.0)]) == [
        {"resource": "a", "node": "node1", "action": "stop", "seconds": 0.5}
    ]
