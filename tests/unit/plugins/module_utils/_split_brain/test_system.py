# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pathlib

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.converge import bring
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import HaStorageError, InvalidInput
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.files import Files
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.runner import Result
from ansible_collections.quorate.ha_storage.plugins.module_utils._drbd.node import Node
from ansible_collections.quorate.ha_storage.plugins.module_utils._drbd.ready import SplitBrain
from ansible_collections.quorate.ha_storage.plugins.module_utils._drbd.render import render
from ansible_collections.quorate.ha_storage.plugins.module_utils._drbd.spec import resource_for
from ansible_collections.quorate.ha_storage.plugins.module_utils._split_brain import system
from ansible_collections.quorate.ha_storage.plugins.module_utils._split_brain.model import Store
from ansible_collections.quorate.ha_storage.plugins.module_utils._split_brain.plan import plan
from ansible_collections.quorate.ha_storage.plugins.module_utils._split_brain.system import Observer, SplitBrainSystem

from .._drbd.scripted import Script
from .._drbd.worlds import desired
from .worlds import BOTH, MIB, POLICIES, side, wanted

FIXTURES = pathlib.Path(__file__).parents[3] / "fixtures"
ALONE, CONNECTING, SYNCING, WHOLE = (
    (FIXTURES / f"drbd/events2-8.4-{name}.txt").read_text()
    for name in ("split", "connecting", "synctarget", "uptodate")
)
EVENTS = "drbdsetup events2 --now --statistics all"
GET_GI = ("drbdadm get-gi san0/0", (FIXTURES / "drbd/get-gi-8.4-split-node2.txt").read_text())
POLICY = ("drbdadm -d connect san0", (FIXTURES / "drbd/connect-8.4.txt").read_text())
REPORT = "lvs --reportformat json --units b --nosuffix --options"
LV = (
    f"{REPORT} vg_name,lv_name,lv_size,vg_free,vg_extent_size /dev/vg0/san0",
    (FIXTURES / "lvm/lvs-backing.json").read_text(),
)
SNAPSHOTS = (
    f"{REPORT} vg_name,lv_name,origin,lv_snapshot_invalid",
    (FIXTURES / "lvm/lvs-snapshots.json").read_text(),
)
CHANGES = ("connect", "disconnect", "invalidate")
DISCARD, CONNECT = "drbdadm connect --discard-my-data san0", "drbdadm connect san0"
SIDES = {name: side(name) for name in BOTH}


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """Waiting takes no time: each look at the clock is a second later."""
    seconds = iter(range(10**6))
    real = system.wait_until
    monkeypatch.setattr(
        system,
        "wait_until",
        lambda *given, **options: real(*given, **options, clock=lambda: next(seconds), sleep=lambda _s: None),
    )


@pytest.fixture
def node(tmp_path):
    """Makes a host with module 8.4 and the resource's file."""

    def make(*answers):
        (tmp_path / "sys/module/drbd").mkdir(parents=True)
        (tmp_path / "etc/drbd.d").mkdir(parents=True)
        (tmp_path / "etc/drbd.d/san0.res").write_text(render(resource_for(desired(), "8.4")))
        return Node(Files(str(tmp_path)), Script(*answers))

    return make


def changes(found):
    return [line for line in found.run.ran if line.split()[1] in CHANGES or line.startswith("lvcreate")]


def test_a_side(node):
    found = Observer("san0", node((EVENTS, ALONE), GET_GI, POLICY), "node2").side()
    assert (found.node, found.connection, found.changed, found.policies) == ("node2", "StandAlone", 2 * MIB, POLICIES)
    assert found.parts[0].generations.current == "8D1445CFD29B778C"


def test_a_resource_that_is_down(node):
    found = Observer("san0", node((EVENTS, "exists -\n"), GET_GI, POLICY), "node2").side()
    assert not found.up and found.parts[0].generations.bitmap == "901817B7D7D96BC6"


def test_metadata_that_cannot_be_read(node):
    nothing = Result(20, "", "no metadata")
    answers = ((EVENTS, ALONE), ("drbdadm get-gi san0/0", nothing), ("drbdadm -d connect san0", nothing))
    assert Observer("san0", node(*answers), "node2").side().parts[0].generations is None


def test_the_victim(node):
    answers = [(EVENTS, ALONE), (EVENTS, CONNECTING), GET_GI, POLICY, (DISCARD, "")]
    made = SplitBrainSystem(wanted(), SIDES, node(*answers), "node2")
    bring(made, wanted(), plan, check_mode=False)
    assert changes(made) == [DISCARD]


def test_the_victim_with_a_snapshot_that_waits_already(node):
    keep = wanted(keep_snapshot=True, snapshot_size=12 * MIB)
    create = f"lvcreate --snapshot --size {12 * MIB}b --name san0-discarded-8d1445cf vg0/san0"
    answers = [(EVENTS, CONNECTING), GET_GI, POLICY, LV, SNAPSHOTS]
    answers += [(create, ""), ("drbdadm disconnect san0", ""), (DISCARD, "")]
    made = SplitBrainSystem(keep, SIDES, node(*answers), "node2")
    bring(made, keep, plan, check_mode=False)
    assert changes(made) == [create, "drbdadm disconnect san0", DISCARD]


def test_a_victim_that_does_not_know_what_differs(node):
    invalidate = "drbdadm invalidate san0"
    sides = {**SIDES, "node1": side("node1", past=("3B495A61BC387BB2",))}
    answers = [(EVENTS, ALONE), (EVENTS, CONNECTING), GET_GI, POLICY, (invalidate, ""), (DISCARD, "")]
    made = SplitBrainSystem(wanted(), sides, node(*answers), "node2")
    bring(made, wanted(), plan, check_mode=False)
    assert changes(made) == [invalidate, DISCARD]


def test_a_snapshot_that_cannot_be_is_found_out(node):
    keep = wanted(keep_snapshot=True)
    no_lv = (LV[0], Result(5, "", "Volume group not found"))
    made = SplitBrainSystem(keep, SIDES, node((EVENTS, ALONE), GET_GI, POLICY, no_lv), "node2")
    assert made.read().store is None


def test_the_store_is_that_of_the_victim_only(node):
    keep = wanted(keep_snapshot=True)
    answers = ((EVENTS, ALONE), GET_GI, POLICY, LV, SNAPSHOTS)
    assert isinstance(SplitBrainSystem(keep, SIDES, node(*answers), "node2").read().store, Store)


def test_the_survivor(node):
    mine = (GET_GI[0], (FIXTURES / "drbd/get-gi-8.4-split-node1.txt").read_text())
    answers = [(EVENTS, ALONE), (EVENTS, SYNCING), mine, POLICY, (CONNECT, "")]
    made = SplitBrainSystem(wanted(), SIDES, node(*answers), "node1")
    bring(made, wanted(), plan, check_mode=False)
    assert changes(made) == [CONNECT]


def test_check_mode_changes_nothing(node):
    made = SplitBrainSystem(wanted(), SIDES, node((EVENTS, ALONE), GET_GI, POLICY), "node2")
    assert bring(made, wanted(), plan, check_mode=True).plan.operations
    assert changes(made) == []


def test_a_failed_connect_tells_the_kernels_words_only(node):
    failed = Result(
        10, "", "san0: Failure: (123) --discard-my-data not allowed when primary.\ndrbdsetup --shared-secret=x"
    )
    made = SplitBrainSystem(wanted(), SIDES, node((EVENTS, ALONE), GET_GI, POLICY, (DISCARD, failed)), "node2")
    with pytest.raises(HaStorageError, match="not allowed when primary") as raised:
        bring(made, wanted(), plan, check_mode=False)
    assert "secret" not in str(raised.value) + str(raised.value.details)


def test_waiting_until_both_are_whole(node):
    said = []
    made = SplitBrainSystem(wanted(), SIDES, node((EVENTS, SYNCING), (EVENTS, WHOLE)), "node1")
    assert made.live_after(10, said.append).volumes[0].disk_state == "UpToDate"
    assert "%" in said[0]


def test_it_is_no_error_that_it_takes_longer(node):
    made = SplitBrainSystem(wanted(), SIDES, node((EVENTS, SYNCING)), "node1")
    assert made.live_after(3, lambda line: None).volumes[0].disk_state == "Inconsistent"


def test_sides_that_part_again_are_an_error(node):
    made = SplitBrainSystem(wanted(), SIDES, node((EVENTS, ALONE)), "node1")
    with pytest.raises(SplitBrain):
        made.live_after(10, lambda line: None)
    assert made.live_after(0, lambda line: None).peers[0].connection == "StandAlone"


def test_a_host_without_drbd_and_a_stranger(node):
    made = SplitBrainSystem(wanted(), SIDES, node(), "node2")
    assert not made.absent().here.up
    with pytest.raises(InvalidInput):
        SplitBrainSystem(wanted(), SIDES, made.node, "node3")
