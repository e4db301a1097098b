# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import dataclasses
import fcntl

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import HaStorageError
from ansible_collections.quorate.ha_storage.plugins.module_utils._fence import handler
from ansible_collections.quorate.ha_storage.plugins.module_utils._fence.model import Disks, Peer
from ansible_collections.quorate.ha_storage.plugins.module_utils._fence.parse import NoClone

from .worlds import CUT, sight

CALLED = {"DRBD_RESOURCE": "san0", "DRBD_PEERS": "node2", "DRBD_MINOR": "0 1"}
LOST = sight(state=Peer.LOST, answers=False)
CLEAN = sight(state=Peer.CLEAN, answers=False)
SYNCED = Disks("Primary", ("UpToDate",), ("UpToDate",))


class World:
    """A node whose looks follow a plan, the last one for ever; each look lasts *pace* seconds."""

    def __init__(self, pace=0.2):
        self.now, self.pace = 100.0, pace
        self.plan, self.owner, self.swaps, self.states = [], "", [], CUT
        self.name, self.resource, self.end = "node1", "san0", 110.0

    def look(self):
        self.now += self.pace
        seen = self.plan.pop(0) if len(self.plan) > 1 else self.plan[0]
        if isinstance(seen, Exception):
            raise seen
        return dataclasses.replace(
            seen, cluster=dataclasses.replace(seen.cluster, owner=seen.cluster.owner or self.owner)
        )

    def cluster(self):
        return self.look().cluster

    def disks(self):
        return self.states

    def place(self, cluster):
        return self._swap("node1")

    def remove(self, cluster):
        return self._swap("")

    def _swap(self, owner):
        self.now += self.pace
        done = self.swaps.pop(0) if self.swaps else True
        self.owner = owner if done else self.owner
        return done

    def monotonic(self):
        return self.now

    def sleep(self, seconds):
        self.now += seconds


@pytest.fixture
def world(monkeypatch, tmp_path):
    """Stands in for the node, the clock and the log."""
    made = World()
    made.log = []
    monkeypatch.setattr(handler.time, "monotonic", made.monotonic)
    monkeypatch.setattr(handler.time, "sleep", made.sleep)
    monkeypatch.setattr(handler.syslog, "syslog", lambda _priority, line: made.log.append(line))
    monkeypatch.setattr(handler, "_LOCKS", str(tmp_path / "locks"))

    def node(resource, peer, minors, seconds):
        made.given = (resource, peer, minors, seconds)
        return made

    monkeypatch.setattr(handler, "Node", node)
    return made


def call(world, *argv, **environment):
    return handler.main(["drbd-handler", *argv], {**CALLED, **environment})


def test_the_link_alone_is_cut(world):
    world.plan = [sight()]
    assert call(world, "fence-peer") == 4
    assert world.owner == "node1" and world.now - 100 < 1
    assert world.given == ("san0", "node2", [0, 1], 10)
    assert world.log == ["fence-peer san0: exit code 4 with the constraint: node2 is a member (0.60 s)"]


def test_the_peer_is_fenced_in_time(world):
    world.plan = [LOST] * 8 + [CLEAN]
    assert call(world, "fence-peer") == 7 and world.owner == "node1"
    assert 5 < world.now - 100 < 8


def test_what_changes_after_the_constraint_was_placed_counts(world):
    """The whole node was cut off in this moment: its partition loses quorum."""
    gone = sight(quorate=False, state=Peer.LOST, answers=False)
    world.plan = [sight(), gone]
    assert call(world, "fence-peer") == 1
    assert "no quorum" in world.log[0]


def test_a_peer_that_stops_to_answer_is_waited_for(world):
    world.plan = [sight(), sight(answers=False), LOST, CLEAN]
    assert call(world, "fence-peer") == 7


def test_the_deadline_is_kept_and_follows_the_watchdog(world):
    world.plan = [LOST]
    assert call(world, "fence-peer") == 5 and world.owner == "node1"
    assert 12 < world.now - 100 < 15


def test_a_given_deadline_counts(world):
    world.plan = [LOST]
    assert call(world, "fence-peer", "--deadline", "4") == 5
    assert 1.5 < world.now - 100 < 4


def test_without_quorum_nothing_is_placed_and_io_stays_frozen(world):
    world.plan = [sight(quorate=False)]
    assert call(world, "fence-peer") == 1 and world.owner == ""
    assert world.now - 100 < 15


def test_a_busy_cib_is_tried_again(world):
    world.plan, world.swaps = [sight()], [False, False]
    assert call(world, "fence-peer") == 4 and world.owner == "node1"


def test_a_cib_that_is_always_busy_leaves_io_frozen(world):
    world.plan, world.swaps = [sight()], [False] * 1000
    assert call(world, "fence-peer") == 1 and world.now - 100 < 30
    assert "in time" in world.log[0]


def test_a_cluster_that_is_being_started_is_waited_for(world):
    world.plan = [HaStorageError("not there"), HaStorageError("not there"), sight()]
    assert call(world, "fence-peer") == 4


def test_a_cluster_that_answers_only_after_the_deadline_is_heard(world):
    """DRBD does not ask again: I/O would stay frozen until the peer is back."""
    world.plan = [LOST] * 8 + [HaStorageError("cibadmin: no answer within 8 s")] * 20 + [CLEAN]
    assert call(world, "fence-peer") == 7 and world.owner == "node1"
    assert 15 < world.now - 100 < 25


def test_a_cluster_that_does_not_run_leaves_io_frozen(world):
    world.plan = [HaStorageError("cibadmin failed with return code 102")]
    assert call(world, "fence-peer") == 1
    assert world.now - 100 < 30 and "102" in world.log[0]


def test_a_resource_that_is_not_the_clusters_is_not_waited_for(world):
    world.plan = [NoClone("no clone")]
    assert call(world, "fence-peer") == 1 and world.now - 100 < 1


def test_the_constraint_goes_when_the_peer_is_back_meanwhile(world):
    world.plan, world.states = [sight()], SYNCED
    call(world, "fence-peer")
    assert world.owner == ""


def test_a_constraint_that_was_placed_before_the_peer_came_back_goes_too(world):
    world.plan, world.states = [sight(), sight(SYNCED)], SYNCED
    assert call(world, "fence-peer") == 1 and world.owner == ""


def test_two_handlers_take_turns(world, tmp_path):
    (tmp_path / "locks").mkdir()
    with open(tmp_path / "locks/fence.san0", "w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        world.plan, world.end = [sight()], world.now + 0.1
        assert call(world, "fence-peer") == 1
    assert "lock" in world.log[0] and world.owner == ""


def test_unfencing(world):
    world.plan, world.states, world.owner = [sight()], SYNCED, "node1"
    assert call(world, "unfence-peer") == 0 and world.owner == ""
    assert "is gone" in world.log[0]
    assert call(world, "unfence-peer") == 0 and len(world.log) == 1, "nothing to say"


def test_unfencing_a_busy_cib(world):
    world.plan, world.states, world.owner, world.swaps = [sight()], SYNCED, "node1", [False, False]
    assert call(world, "unfence-peer") == 0 and world.owner == ""


def test_unfencing_is_refused_while_a_copy_is_old(world):
    world.plan, world.owner = [sight()], "node1"
    assert call(world, "unfence-peer") == 1 and world.owner == "node1"


def test_the_other_nodes_constraint_stays(world):
    world.plan, world.states, world.owner = [sight()], SYNCED, "node2"
    assert call(world, "unfence-peer") == 1 and world.owner == "node2"


def test_unfencing_ends(world):
    world.plan, world.states, world.owner, world.swaps = [sight()], SYNCED, "node1", [False] * 1000
    assert call(world, "unfence-peer") == 1 and world.now <= 111


@pytest.mark.parametrize(
    ("seen", "code", "words"),
    [
        (sight(SYNCED), 4, "exit code 4 with the constraint, at once: node2 is a member"),
        (LOST, 5, "exit code 5 with the constraint, after at most 15 s of waiting"),
        (sight(quorate=False), 1, "exit code 1 without a constraint, after at most 15 s of waiting"),
    ],
)
def test_a_dry_run_tells_what_would_be_and_changes_nothing(world, capsys, seen, code, words):
    world.plan = [seen]
    assert call(world, "fence-peer", "--dry-run", "--resource", "san0") == code
    assert capsys.readouterr().out.startswith(words) and world.owner == ""


def test_without_drbds_environment_the_tools_name_the_minors(world, monkeypatch):
    monkeypatch.setattr(handler, "run", lambda argv, timeout: handler_result(argv))
    world.plan = [sight()]
    assert handler.main(["drbd-handler", "fence-peer", "--dry-run", "--resource", "san0"], {}) == 4
    assert world.given == ("san0", "", [0, 1], 10)


def handler_result(argv):
    assert argv == ["drbdadm", "sh-minor", "san0"]
    return type("Said", (), {"stdout": "0\n1\n"})


@pytest.mark.parametrize("argv", [(), ("dance",), ("unfence-peer", "--dry-run"), ("fence-peer", "--deadline", "soon")])
def test_a_wrong_call_is_no_answer_that_drbd_knows(world, argv):
    with pytest.raises(SystemExit) as ended:
        call(world, *argv)
    assert ended.value.code == 2


def test_a_call_without_a_resource_is_a_failure(world):
    assert handler.main(["drbd-handler", "fence-peer"], {}) == 1
