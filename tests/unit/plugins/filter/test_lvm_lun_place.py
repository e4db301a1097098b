# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""From what DRBD says to the node on which LUNs are made."""

from __future__ import annotations

from ansible_collections.quorate.ha_storage.plugins.filter.lvm_lun_place import lun_place

OPTIONS = {"resource": "san0", "preferred_node": "node1"}
CONNECTED = """\
exists resource name:san0 role:Secondary suspended:no write-ordering:flush
exists connection name:san0 peer-node-id:0 conn-name:peer connection:Connected role:Secondary congested:no
exists device name:san0 volume:0 minor:0 disk:UpToDate size:262100 read:0 written:0
exists peer-device name:san0 peer-node-id:0 conn-name:peer volume:0 replication:Established peer-disk:UpToDate
exists -
"""


def found(events, node="node1", known=False, running=False):
    return {key: value for key, value in lun_place(events, OPTIONS, node, known, running).items() if value}


def test_the_preferred_node_promotes():
    assert found(CONNECTED) == {"here": True, "promote": True, "release": True}
    assert found(CONNECTED, node="node2") == {}


def test_the_cluster_is_left_alone():
    assert found(CONNECTED, known=True, running=True) == {}
    primary = CONNECTED.replace("name:san0 role:Secondary", "name:san0 role:Primary")
    assert found(primary, known=True, running=True) == {"here": True}


def test_a_peer_that_nobody_knows_anything_about():
    alone = "\n".join(line for line in CONNECTED.splitlines() if "peer" not in line)
    unknown = CONNECTED.replace("connection:Connected role:Secondary", "connection:Connecting role:Unknown")
    for events in (alone, unknown):
        assert "connect it first" in found(events)["error"]


def test_drbd_that_does_not_run():
    assert found("exists -\n") == {"error": "DRBD does not run on node1"}
    assert found("") == {"error": "DRBD does not run on node1"}
