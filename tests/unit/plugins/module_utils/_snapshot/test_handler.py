# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The handlers: whatever happens, the resync goes on."""

from __future__ import annotations

import dataclasses

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import CommandTimedOut
from ansible_collections.quorate.ha_storage.plugins.module_utils._drbd.proc import Replica
from ansible_collections.quorate.ha_storage.plugins.module_utils._snapshot import handler
from ansible_collections.quorate.ha_storage.plugins.module_utils._snapshot.model import Snapshot, Volume

MIB = 1 << 20
OLD = Replica("Outdated", "UpToDate", "WFSyncUUID", MIB)
DRBD = {"DRBD_RESOURCE": "san0", "DRBD_MINOR": "0", "DRBD_LL_DISK": "/dev/vg0/san0"}


class Node:
    """One volume below minor 0, in memory; *broken*: LVM does not answer."""

    def __init__(self):
        self.volume = Volume("vg0", "san0", 1024 * MIB, 1024 * MIB, 4 * MIB)
        self.replica, self.told, self.broken = OLD, [], False

    def replicas(self):
        return {0: self.replica}

    def volumes(self):
        if self.broken:
            raise CommandTimedOut(["lvs"], 25)
        return [self.volume]

    def below(self, device, volumes):
        return next(iter(volumes)) if device == "/dev/vg0/san0" else None

    def device_of(self, minor):
        return "/dev/vg0/san0"

    def make(self, make):
        self._set(Snapshot("vg0", make.volume.snapshot_name, "san0", True))

    def remove(self, remove):
        assert remove.snapshot in self.volume.snapshots
        self._set()

    def tell(self, word):
        self.told.append(word)

    def _set(self, *snapshots):
        self.volume = dataclasses.replace(self.volume, snapshots=snapshots)


@pytest.fixture
def node(monkeypatch, tmp_path):
    made = Node()
    made.log = []
    monkeypatch.setattr(handler, "Node", lambda: made)
    monkeypatch.setattr(handler, "_LOCK", str(tmp_path / "lock"))
    monkeypatch.setattr(handler.syslog, "syslog", lambda priority, line: made.log.append(line))
    return made


def call(verb, environment=None):
    assert handler.main(["drbd-snapshot", verb], DRBD if environment is None else environment) == 0


def test_a_snapshot_is_there_during_the_resync_and_gone_after_it(node):
    call("begin")
    assert [each.name for each in node.volume.snapshots] == ["san0-before-resync"] and node.told == []
    call("end")
    assert node.volume.snapshots == () and node.log[-1] == "san0: removed vg0/san0-before-resync"


def test_an_interrupted_resync_keeps_the_first_one(node):
    call("begin")
    first = node.volume.snapshots
    node.replica = dataclasses.replace(OLD, disk="Inconsistent")
    call("begin")
    assert node.volume.snapshots == first and node.told == []


def test_a_full_group_is_told_and_nothing_else(node):
    node.volume = dataclasses.replace(node.volume, free=0)
    call("begin")
    assert node.volume.snapshots == () and node.told == ["snapshot-failed"]


def test_one_that_became_full_is_told_and_replaced_by_none_of_broken_data(node):
    node._set(Snapshot("vg0", "san0-before-resync", "san0", False))
    node.replica = dataclasses.replace(OLD, disk="Inconsistent")
    call("begin")
    assert node.volume.snapshots == () and node.told == ["snapshot-lost"]


@pytest.mark.parametrize("verb, told", [("begin", ["snapshot-failed"]), ("end", []), ("sweep", [])])
def test_an_lvm_that_hangs_is_not_waited_for(node, verb, told):
    node.broken = True
    call(verb)
    assert node.told == told and "failed" in node.log[-1]


def test_a_call_by_hand_without_a_minor_fails_softly(node):
    call("begin", {})
    assert "failed" in node.log[-1]


def test_the_sweep_removes_what_nobody_needs(node):
    call("sweep")
    assert node.log == []
    call("begin")
    call("sweep")
    assert node.volume.snapshots != ()
    node.replica = Replica("UpToDate", "UpToDate", "Connected", 0)
    call("sweep")
    assert node.volume.snapshots == ()
