# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.plan import Plan
from ansible_collections.quorate.ha_storage.plugins.module_utils._zfs.plan import plan
from ansible_collections.quorate.ha_storage.plugins.module_utils._zfs.report import command_lines, overview
from zfs import host

from .worlds import NOW, read, replicate, snapshots, volume, wanted


def entry(system):
    (found,) = overview(read(system), wanted())
    return found


def test_where_a_replication_stands():
    system = volume()
    first = entry(system)
    assert (first["base"], first["lag_seconds"], first["pending"]) == (None, None, ["a", "b"])
    assert first["estimated_bytes"] == 5 * 4096 - 2 * 4096 + 4096 and not first["resumes"]
    replicate(system)
    snapshots(system, "c")
    base = system.datasets["src/zv"].snapshot("b")
    found = entry(system)
    assert found["base"] == {"name": "b", "guid": str(base.guid), "kind": "snapshot"}
    assert found["lag_seconds"] == NOW - base.created and found["pending"] == ["c"] and found["conflicts"] == []


def test_conflicts_are_data():
    system = volume()
    host.play(system, "zfs create -V 16M dst/zv")
    (conflict,) = entry(system)["conflicts"]
    assert (conflict["kind"], conflict["dataset"]) == ("target_not_replica", "dst/zv") and conflict["way_out"]


@pytest.mark.parametrize("names", [("a", "b")])
def test_the_commands_of_a_plan(names):
    lines = command_lines(plan(read(volume()), wanted()), wanted())
    assert lines[1] == "zfs send -L -c -i @a src/zv@b | zfs receive -s -u dst/zv" and lines[-1].startswith(
        "zfs bookmark"
    )
    assert command_lines(Plan({}, {}), wanted()) == []
