# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every row of the table in docs/design/fencing.md."""

from __future__ import annotations

import dataclasses

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._fence.model import Cluster, Disks, Peer
from ansible_collections.quorate.ha_storage.plugins.module_utils._fence.plan import deadline, decide, may_unfence

from .worlds import CLONE, CUT, sight

ONLY_CONSISTENT = Disks("Secondary", ("Consistent",), ("DUnknown",))
INCONSISTENT = Disks("Secondary", ("Inconsistent",), ("DUnknown",))
ONE_DISKLESS = Disks("Primary", ("UpToDate", "Diskless"), ("DUnknown", "DUnknown"))
TWO_VOLUMES = Disks("Primary", ("UpToDate", "Consistent"), ("DUnknown", "DUnknown"))
SYNCED = Disks("Primary", ("UpToDate",), ("UpToDate",))
LOST = {"state": Peer.LOST, "answers": False}
CLEAN = {"state": Peer.CLEAN, "answers": False}
WAIT = None
# What is seen; the exit code and whether with the constraint: now, and when there is no time left.
ROWS = {
    "the link alone is cut": (sight(), (4, True), (4, True)),
    "the link alone is cut, of a node to be promoted": (sight(ONLY_CONSISTENT), (4, True), (4, True)),
    "the link alone is cut, and the data here are not whole": (sight(INCONSISTENT), (5, False), (5, False)),
    "one volume of two is not up to date": (sight(TWO_VOLUMES), (4, True), (4, True)),
    "one volume of two has lost its disk": (sight(ONE_DISKLESS), (1, False), (1, False)),
    "one volume of two has lost its disk, peer fenced": (sight(ONE_DISKLESS, **CLEAN), (1, False), (1, False)),
    "a member that does not answer": (sight(answers=False), (WAIT, False), (5, True)),
    "fenced": (sight(**CLEAN), (7, True), (7, True)),
    "fenced, but the data here may be older": (sight(ONLY_CONSISTENT, **CLEAN), (5, False), (5, False)),
    "lost": (sight(**LOST), (WAIT, False), (5, True)),
    "lost, and the data here may be older": (sight(ONLY_CONSISTENT, **LOST), (5, False), (5, False)),
    "lost, and the rest has quorum as well": (sight(two_node=True, **LOST), (WAIT, False), (1, False)),
    "lost, and never fenced": (sight(fencing=False, **LOST), (5, True), (5, True)),
    "fenced, two nodes": (sight(two_node=True, **CLEAN), (7, True), (7, True)),
    "no quorum": (sight(quorate=False, **LOST), (WAIT, False), (1, False)),
    "no quorum, and the CIB is old": (sight(quorate=False, **CLEAN), (WAIT, False), (1, False)),
    "no quorum, the peer answers": (sight(quorate=False), (WAIT, False), (1, False)),
    "the peer has fenced this Primary off": (sight(owner="node2"), (1, False), (1, False)),
    "the peer has fenced this Secondary off": (sight(ONLY_CONSISTENT, owner="node2"), (6, False), (6, False)),
    "a strange constraint": (sight(owner="?"), (1, False), (1, False)),
    "connected again": (sight(SYNCED), (1, False), (1, False)),
    "DRBD is down": (sight(Disks()), (1, False), (1, False)),
}


@pytest.mark.parametrize("row", ROWS)
def test_the_table(row):
    seen, now, late = ROWS[row]
    for decision, (code, constraint) in ((decide(seen), now), (decide(seen, late=True), late)):
        assert (decision.code, decision.constraint) == (code, constraint), decision.reason
        assert decision.reason


@pytest.mark.parametrize("row", ROWS)
def test_a_constraint_that_stands_already_changes_nothing(row):
    seen, _now, _late = ROWS[row]
    if seen.cluster.owner == "":
        ours = dataclasses.replace(seen, cluster=dataclasses.replace(seen.cluster, owner="node1"))
        assert [decide(ours, late) for late in (False, True)] == [decide(seen, late) for late in (False, True)]


def test_writes_go_on_without_the_peer_only_with_the_constraint():
    """DRBD goes on after 4 and 7, and after 5 if a volume is up to date."""
    for seen, *_expected in ROWS.values():
        for decision in (decide(seen), decide(seen, late=True)):
            goes_on = decision.code in (4, 7) or (decision.code == 5 and "UpToDate" in seen.disks.here)
            assert decision.constraint == goes_on
            assert not goes_on or seen.quorum.quorate


def test_the_reason_names_the_peer():
    assert decide(sight()).reason == "node2 is a member"
    assert decide(sight(peer="", **CLEAN)).reason.startswith("the peer, whose name is unknown, is down")


@pytest.mark.parametrize(
    ("seen", "seconds"),
    [
        (sight(watchdog=0), 10),
        (sight(watchdog=4), 10),
        (sight(watchdog=10), 15),
        (sight(watchdog=0, two_node=True), 25),
        (sight(watchdog=30, two_node=True), 35),
        (sight(watchdog=0, devices=True), 25),
        (sight(watchdog=10, devices=True), 25),
        (sight(watchdog=30, devices=True), 35),
    ],
)
def test_the_deadline_is_after_the_clusters_own(seen, seconds):
    assert deadline(seen) == seconds


def test_a_constraint_goes_when_every_copy_is_up_to_date():
    cluster = Cluster(CLONE, "node2", Peer.MEMBER, owner="node1")
    assert may_unfence(SYNCED, cluster, "node1") == ""
    assert "up to date" in may_unfence(CUT, cluster, "node1")
    resyncing = Disks("Primary", ("UpToDate", "UpToDate"), ("UpToDate", "Inconsistent"))
    assert "up to date" in may_unfence(resyncing, cluster, "node1")
    assert "node1" in may_unfence(SYNCED, cluster, "node2"), "another node may be about to place it"
