# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A service as the plain data that modules return."""

from __future__ import annotations

import dataclasses
import typing as t

from .._drbd.report import live_values
from .model import Cluster, Service, Situation, Step
from .ready import failures_of, location, traces

Data = t.Dict[str, t.Any]


def service_values(situation: Situation, service: Service) -> Data:
    """``{node, traces, failures, constraints, replication}`` of one service."""
    cluster = situation.cluster
    return {
        "node": location(cluster, service),
        "traces": sorted(traces(cluster, service)),
        "failures": [str(each) for each in failures_of(cluster, service)],
        "constraints": sorted(each.id for each in cluster.constraints if each.resource in service.ids),
        "replication": live_values(situation.live),
    }


def cluster_values(cluster: Cluster) -> Data:
    """What holds for all services."""
    return {
        "dc": cluster.dc,
        "quorum": cluster.quorum,
        "fencing": cluster.fencing,
        "watchdog": cluster.watchdog,
        "fence_devices": list(cluster.fence_devices),
        "maintenance": cluster.maintenance,
        "nodes": [dataclasses.asdict(each) for each in cluster.members],
        "failures": [str(each) for each in cluster.failures],
    }


def step_values(steps: t.Iterable[Step]) -> list[Data]:
    """Each step with its seconds."""
    return [
        {"resource": each.resource, "node": each.node, "action": each.action, "seconds": each.seconds} for each in steps
    ]
