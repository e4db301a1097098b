# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

from ansible_collections.quorate.ha_storage.plugins.module_utils._zfs.model import Conflict, Dataset, Property, Snapshot


def test_a_snapshot_as_the_base_of_a_stream():
    assert (Snapshot("a", "1", 1, 1).mark, Snapshot("a", "1", 1, 1, bookmark=True).mark) == ("@a", "#a")


def test_a_conflict_says_which_what_why_and_the_way_out():
    assert str(Conflict("it is full", "make room", "space", "dst/zv")) == "dst/zv: space: it is full (make room)"


def test_pool_and_properties():
    dataset = Dataset("a/b/c", properties={"readonly": Property("on")})
    assert (dataset.pool, dataset.value("readonly"), dataset.value("none")) == ("a", "on", "")
