# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whole, in parts, and on two nodes at once."""

from __future__ import annotations

import dataclasses

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._service.model import Failure
from ansible_collections.quorate.ha_storage.plugins.module_utils._service.ready import (
    failures_of,
    location,
    runs_on,
    traces,
)

from .worlds import BOTH, SERVICE, cluster, instances


@pytest.mark.parametrize("node", BOTH)
def test_whole(node):
    found = cluster(node)
    assert location(found, SERVICE) == node and traces(found, SERVICE) == {node}
    assert [runs_on(found, SERVICE, each) for each in BOTH] == [each == node for each in BOTH]


def test_promoted_here_and_served_there_is_nowhere():
    mixed = (*instances("node1")[:2], instances("node2")[2])
    found = cluster(instances=mixed)
    assert location(found, SERVICE) == "" and traces(found, SERVICE) == set(BOTH)


@pytest.mark.parametrize("missing", range(3))
def test_every_part_counts(missing):
    rows = [each for index, each in enumerate(instances("node1")) if index != missing]
    whole = missing == 1  # DRBD on the other node is not part of the service there
    assert location(cluster(instances=tuple(rows)), SERVICE) == ("node1" if whole else "")


def test_on_two_nodes_is_nowhere():
    double = (*instances("node1"), *(dataclasses.replace(each, node="node2") for each in instances("node1")[2:]))
    assert location(cluster(instances=double), SERVICE) == ""


def test_failures_by_service():
    failures = (Failure("san0-drbd", "node1", "monitor", "a"), Failure("san1-drbd", "node1", "monitor", "b"))
    assert failures_of(cluster(failures=failures), SERVICE) == failures[:1]
