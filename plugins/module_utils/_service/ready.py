# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where a service runs, whole or in part."""

from __future__ import annotations

from .model import Cluster, Failure, Service


def location(cluster: Cluster, service: Service) -> str:
    """The node on which the whole service runs; empty where it is not whole on any node."""
    promoted, served = _places(cluster, service)
    return next(iter(served)) if served == promoted and len(served) == 1 else ""


def traces(cluster: Cluster, service: Service) -> frozenset[str]:
    """The nodes on which anything of the service is active that must be on one node only."""
    promoted, served = _places(cluster, service)
    return promoted | served


def runs_on(cluster: Cluster, service: Service, node: str) -> bool:
    """Whether the whole service runs on *node*."""
    return location(cluster, service) == node


def failures_of(cluster: Cluster, service: Service) -> tuple[Failure, ...]:
    """The failed actions of the service that the cluster still remembers."""
    return tuple(each for each in cluster.failures if each.resource in service.ids)


def _places(cluster: Cluster, service: Service) -> tuple[frozenset[str], frozenset[str]]:
    return cluster.nodes_of(service.drbd, "Promoted", "Master"), cluster.nodes_of(service.id, "Started")
