# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._fence.model import Cluster, Disks, Peer
from ansible_collections.quorate.ha_storage.plugins.module_utils._fence.parse import (
    NoClone,
    answered,
    parse_cluster,
    parse_disks,
)
from ansible_collections.quorate.ha_storage.plugins.module_utils._fence.render import constraint
from ansible_collections.quorate.ha_storage.plugins.module_utils._pacemaker.tree import read_xml, write_xml

from .worlds import CLONE, RUNNING, recorded

PROC = """version: 8.4.11 (api:1/proto:86-101)
srcversion: 0B3F1C8E2A0C1B0D1E2F3A4

 0: cs:WFConnection ro:Primary/Unknown ds:UpToDate/DUnknown C r-----
    ns:0 nr:0 dw:8 dr:1060 al:1 bm:0 lo:0 pe:0 ua:0 ap:0 ep:1 wo:f oos:4
 1: cs:Connected ro:Secondary/Primary ds:Inconsistent/UpToDate C r-----
    ns:0 nr:0 dw:0 dr:0 al:8 bm:0 lo:0 pe:0 ua:0 ap:0 ep:1 wo:f oos:0
 2: cs:Unconfigured
10: cs:Connected ro:Primary/Secondary ds:UpToDate/UpToDate C r-----
"""


def cluster_of(text, resource="san0", node="node1", peer=""):
    return parse_cluster(read_xml(text, "test"), resource, node, peer)


def with_state(**attributes):
    """The recorded cluster with other attributes in node2's state."""
    cib = read_xml(RUNNING, "test")
    status = cib.first("status")
    states = [each.with_attributes(**attributes) if each.get("uname") == "node2" else each for each in status.children]
    return write_xml(cib.with_child(status.with_children(states)))


def test_the_volumes_with_the_minors_of_the_resource():
    assert parse_disks(PROC, [0]) == Disks("Primary", ("UpToDate",), ("DUnknown",))
    assert parse_disks(PROC, [1]) == Disks("Secondary", ("Inconsistent",), ("UpToDate",))
    assert parse_disks(PROC, [0, 10]) == Disks("Primary", ("UpToDate", "UpToDate"), ("DUnknown", "UpToDate"))


def test_a_volume_that_is_down_is_not_up_to_date():
    assert parse_disks(PROC, [2]) == Disks("", ("Unconfigured",), ("DUnknown",))
    assert parse_disks(PROC, [7]) == parse_disks("", [0]) == Disks()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Status of crmd@node2: S_NOT_DC (ok)\n", True),
        ("Controller on node2 in state S_IDLE: ok\n", True),
        ("Controller on node2 in state S_IDLE: failed\n", False),
        ("Status of crmd@node2: S_IDLE (failed)", False),
        ("", False),
    ],
)
def test_the_answer_of_a_cluster_manager(text, expected):
    assert answered(text) is expected


def test_a_running_cluster():
    assert cluster_of(RUNNING) == Cluster(CLONE, "node2", Peer.MEMBER, fencing=True, devices=True, watchdog=10)


def test_drbd_knows_better_who_the_peer_is():
    assert cluster_of(RUNNING, peer="node3") == Cluster(
        CLONE, "node3", Peer.LOST, fencing=True, devices=True, watchdog=10
    )


@pytest.mark.parametrize(
    ("state", "attributes"),
    [
        (Peer.MEMBER, {"in_ccm": "true", "crmd": "online", "join": "member", "expected": "member"}),
        (Peer.MEMBER, {"in_ccm": "1763860000", "crmd": "1763860001", "join": "member", "expected": "member"}),
        (Peer.MEMBER, {"in_ccm": "1763860000", "crmd": "1763860001", "join": "member", "expected": "down"}),
        (Peer.LOST, {"in_ccm": "1763860000", "crmd": "1763860001", "join": "pending", "expected": "member"}),
        (Peer.LOST, {"in_ccm": "false", "crmd": "offline", "join": "down", "expected": "member"}),
        (Peer.LOST, {"in_ccm": "0", "crmd": "0", "join": "down", "expected": "member"}),
        (Peer.LOST, {"in_ccm": "0", "crmd": "1763860001", "join": "member", "expected": "member"}),
        (Peer.LOST, {"in_ccm": "1763860000", "crmd": "0", "join": "down", "expected": "member"}),
        (Peer.CLEAN, {"in_ccm": "false", "crmd": "offline", "join": "down", "expected": "down"}),
        (Peer.CLEAN, {"in_ccm": "0", "crmd": "0", "join": "down", "expected": "down"}),
        # Pacemaker was stopped there, corosync runs.
        (Peer.CLEAN, {"in_ccm": "1763860000", "crmd": "0", "join": "down", "expected": "down"}),
    ],
)
def test_the_state_of_the_peer_in_both_spellings(state, attributes):
    assert cluster_of(with_state(**attributes)).state is state


def test_a_node_that_was_never_seen_is_lost():
    assert cluster_of(with_state(uname="node7")).state is Peer.LOST


def test_the_owner_of_the_constraint():
    ours = write_xml(constraint("san0", CLONE, "node2"))
    assert cluster_of(RUNNING.replace("<constraints>", f"<constraints>{ours}")).owner == "node2"
    strange = ours.replace('operation="ne"', 'operation="eq"')
    assert cluster_of(RUNNING.replace("<constraints>", f"<constraints>{strange}")).owner == "?"
    other = ours.replace("san0", "san1")
    assert cluster_of(RUNNING.replace("<constraints>", f"<constraints>{other}")).owner == ""


@pytest.mark.parametrize(("value", "fencing"), [("true", True), ("false", False), ("off", False), ("", True)])
def test_whether_the_cluster_fences(value, fencing):
    assert cluster_of(RUNNING.replace('enabled" value="true"', f'enabled" value="{value}"')).fencing is fencing


@pytest.mark.parametrize(
    ("value", "seconds"), [("10s", 10), ("8", 8), ("1min", 60), ("5000ms", 5), ("-1", 0), ("x", 0)]
)
def test_the_time_of_the_watchdog(value, seconds):
    assert cluster_of(RUNNING.replace('timeout" value="10s"', f'timeout" value="{value}"')).watchdog == seconds


def test_the_properties_of_pacemaker_3_0_2():
    renamed = RUNNING.replace('name="stonith-enabled" value="true"', 'name="fencing-enabled" value="false"')
    assert not cluster_of(renamed).fencing


def test_a_resource_that_the_cluster_does_not_run():
    with pytest.raises(NoClone, match="san7"):
        cluster_of(RUNNING, resource="san7")


def test_a_third_member_leaves_the_peer_open():
    three = RUNNING.replace('<node id="2"', '<node id="3" uname="node3"/><node id="2"')
    assert cluster_of(three).peer == "" and cluster_of(three).state is Peer.LOST


@pytest.mark.parametrize(
    ("name", "node", "state"),
    [
        ("alive", "node1", Peer.MEMBER),
        ("maintenance", "node1", Peer.MEMBER),
        ("pending", "node2", Peer.LOST),
        ("fenced", "node2", Peer.CLEAN),
        ("shutdown", "node2", Peer.CLEAN),
    ],
)
def test_what_pacemaker_3_wrote(name, node, state):
    found = cluster_of(recorded(f"cib-{name}.xml"), node=node)
    assert (found.state, found.clone, found.fencing, found.watchdog, found.owner) == (state, CLONE, True, 10, "")
    assert {node, found.peer} == {"node1", "node2"}


def test_what_the_other_tools_said():
    assert answered(recorded("crmadmin.txt"))
    assert parse_disks(recorded("proc-connected.txt"), [0]) == Disks("Primary", ("UpToDate",), ("UpToDate",))
    assert parse_disks(recorded("proc-lost.txt"), [0]) == Disks("Primary", ("UpToDate",), ("DUnknown",))
