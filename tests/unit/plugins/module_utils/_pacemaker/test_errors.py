# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Errors carry facts."""

from __future__ import annotations

from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import NotThereYet
from ansible_collections.quorate.ha_storage.plugins.module_utils._pacemaker.errors import (
    CibContended,
    CibRejected,
    ClusterNotRunning,
)


def test_a_cluster_that_does_not_run_counts_as_not_there_yet():
    assert isinstance(ClusterNotRunning(), NotThereYet)


def test_a_rejected_cib_lists_the_complaints():
    error = CibRejected(["one", "two"])
    assert error.details == {"problems": ["one", "two"]} and "one; two" in str(error)


def test_contention_tells_how_often_it_was_tried():
    assert "10 attempts" in str(CibContended(10))
