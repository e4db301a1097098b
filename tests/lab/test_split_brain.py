# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Real split brains on real kernels (Debian 13, DRBD 8.4), judged by what the volumes hold. There is no cluster."""

from __future__ import annotations

import json
import os
import re
import signal

import pytest
from ansible_collections.quorate.ha_storage.bench import controller
from ansible_collections.quorate.ha_storage.tests.lab.drbd import NODES, SKIP, TOP, WAIT, Pair, options

IN_SYNC = "Connected Secondary/Secondary UpToDate/UpToDate"
SITE = {
    "ha_storage_cluster": {
        "name": "lab",
        "nodes": [{"name": f"node{n}", "links": [f"10.77.20.1{n}"], "replication": f"10.77.20.1{n}"} for n in (1, 2)],
        "fencing": {"method": "none"},
    },
    "ha_storage_services": [
        {
            "name": "san0",
            "preferred_node": "node1",
            "backing": {"vg": "vg0", "size": "128m"},
            "drbd": {"minor": 0, "port": 7788, "secret": "read-from-the-file"},
            "target": {"iqn": "iqn.2026-11.com.example:san0", "portals": [{"ip": "10.77.30.50"}]},
            "initiators": [{"iqn": "iqn.2026-11.com.example:esx1"}],
            "luns": [{"name": "lun0", "size": "64m"}],
        }
    ],
}
DISCARD_NODE2 = ("split_brain_victim=node2", "split_brain_discard_data_of_victim=true")
# MiB, and where.
WRITE = "dd if=/dev/urandom of=/dev/drbd0 bs=1M count={} seek={} oflag=direct status=none"
THEIRS = WRITE.format(2, 7)


@pytest.fixture(scope="module")
def pair():
    with Pair(f"test-split-{os.getpid()}") as nodes:
        yield nodes


@pytest.fixture(autouse=True)
def whole(pair):
    """Both nodes are up and in sync, without what an earlier test has kept."""
    pair.both("lvs --noheadings -o lv_name vg0 | grep discarded | xargs -rI NAME lvremove -qy vg0/NAME")
    pair.reset()
    pair.bring_both(options(**SKIP, **WAIT))


def split(pair, mine="true", theirs=THEIRS):
    """Both nodes were Primary without the other, and did *mine* (node1) and *theirs* then."""
    for node, line in zip(NODES, (mine, theirs)):
        pair.sh(node, f"drbdadm disconnect san0; drbdadm primary san0; {line}; drbdadm secondary san0")


def command(pair, *extra):
    """The playbook with *extra* variables."""
    argv = ["ansible-playbook", "-i", pair.inventory(), "-e", json.dumps(SITE)]
    return [*argv, *(word for each in extra for word in ("-e", each)), "playbooks/resolve_split_brain.yml"]


def resolve(pair, *extra):
    """Return code, and what the playbook said."""
    done = controller.run(command(pair, *extra))
    return done.returncode, done.stdout + done.stderr


def changed(said):
    """How many tasks changed something, over all nodes."""
    return sum(map(int, re.findall(r"changed=(\d+)", said)))


def killed_before(pair, task, *extra):
    """A run that is killed where the task whose name begins with *task* would start."""
    callbacks = {
        "ANSIBLE_CALLBACK_PLUGINS": str(TOP / "tests" / "callbacks"),
        "ANSIBLE_CALLBACKS_ENABLED": "kill_at_task",
    }
    done = controller.run(command(pair, *extra), **callbacks, KILL_AT_TASK=task)
    assert done.returncode == -signal.SIGKILL, done.stdout


def test_it_is_shown_and_resolved_once(pair):
    split(pair, WRITE.format(3, 5))
    kept, lost = (pair.checksum(node) for node in NODES)
    assert kept != lost

    code, said = resolve(pair)
    assert code != 0 and "cannot go on without a decision" in said and changed(said) == 0
    assert "discard 2 MiB that node2 has changed" in said and "discard 3 MiB that node1 has changed" in said

    snapshot = ("split_brain_keep_snapshot=true", "split_brain_snapshot_size=16m")
    code, said = resolve(pair, *DISCARD_NODE2, *snapshot)
    assert code == 0 and "2.00 MB that node2 had changed since the split are discarded" in said, said
    assert [pair.state_of(node) for node in NODES] == [IN_SYNC] * 2
    assert [pair.checksum(node) for node in NODES] == [kept, kept]
    assert pair.sh("node2", "cat /dev/vg0/san0-discarded-* | head -c 125829120 | sha256sum").split()[0] == lost

    code, said = resolve(pair, *DISCARD_NODE2, *snapshot)
    assert code == 0 and changed(said) == 0, said


def test_what_must_not_be_done_is_refused(pair):
    split(pair)
    pair.sh("node2", "drbdadm primary san0")
    before = [pair.state_of(node) for node in NODES]
    code, said = resolve(
        pair, "split_brain_victim=node2", "split_brain_keep_snapshot=true", "split_brain_snapshot_size=2g"
    )
    reasons = ("has changed 2 MiB since the split", "node2 is Primary", "the snapshot takes 2g")
    assert code != 0 and all(reason in said for reason in reasons), said
    assert "may be one of node1, node2" in resolve(pair, "split_brain_victim=node7")[1]
    assert [pair.state_of(node) for node in NODES] == before


def test_drbds_own_rule_is_not_let_loose_on_a_survivor_that_has_written_nothing(pair):
    """With --discard-my-data on node2 the kernel would overwrite node1, as long as neither is Primary."""
    split(pair)
    kept = pair.checksum("node1")
    code, said = resolve(pair, *DISCARD_NODE2)
    assert code != 0 and "after-sb-0pri=discard-zero-changes would keep the data of node2" in said, said
    pair.sh("node1", "drbdadm primary san0")
    assert resolve(pair, *DISCARD_NODE2)[0] == 0
    pair.sh("node1", "drbdadm secondary san0")
    assert [pair.checksum(node) for node in NODES] == [kept, kept]


def test_a_mere_disconnection_is_said_to_be_one(pair):
    pair.sh("node2", "drbdadm disconnect san0")
    pair.sh("node1", f"drbdadm primary san0; {WRITE.format(1, 5)}; drbdadm secondary san0")
    code, said = resolve(pair)
    assert code == 0 and "no split brain" in said and "node2 then gets what node1 has" in said, said
    code, said = resolve(pair, *DISCARD_NODE2)
    assert code != 0 and "merely disconnected" in said, said


def test_a_run_that_was_killed_between_the_two_nodes_is_completed_by_the_next(pair):
    split(pair, WRITE.format(3, 5))
    kept = pair.checksum("node1")
    killed_before(pair, "Connect the survivor", *DISCARD_NODE2)
    assert [pair.state_of(node).split()[0] for node in NODES] == ["StandAlone", "WFConnection"]
    code, said = resolve(pair, *DISCARD_NODE2)
    assert code == 0 and "node2 stops waiting for its peer" in said, said
    assert [pair.state_of(node) for node in NODES] == [IN_SYNC] * 2
    assert [pair.checksum(node) for node in NODES] == [kept, kept]
