# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (c) 2026 quorate.ha_storage contributors
"""What a node delays: frames to other sites, by half of the round trip."""

from lab.lib import network, topology, traffic

RAW = {
    "networks": {"mgmt": {"subnet": "10.77.10.0/24"}, "arb": {"subnet": "10.77.40.0/24"}},
    "round_trips": {"a-b": 2, "a-c": 20, "b-c": 15},
    "nodes": {
        "node1": {"address": 11, "site": "a", "networks": ["mgmt", "arb"]},
        "node2": {"address": 12, "site": "b", "networks": ["mgmt", "arb"]},
        "third": {"address": 13, "site": "c", "networks": ["arb"]},
        "near1": {"address": 21, "site": "a", "networks": ["mgmt"]},
        "anywhere": {"address": 22, "networks": ["mgmt"]},
    },
}
METRO = topology.parse("t", RAW)


def lines(name):
    """What the node is told."""
    return traffic.latency(METRO, METRO.node(name)).splitlines()


def test_both_ends_delay_by_half():
    one, two = METRO.node("node1"), METRO.node("node2")
    assert traffic.delays(METRO, one, "mgmt") == {network.mac(two, "mgmt"): 1.0}
    assert traffic.delays(METRO, two, "mgmt") == {
        network.mac(one, "mgmt"): 1.0,
        network.mac(METRO.node("near1"), "mgmt"): 1.0,
    }


def test_each_distance_has_a_band_and_all_else_goes_undelayed():
    arb = [line for line in lines("node2") if " arb0 " in line]
    assert arb == [
        "qdisc replace dev arb0 root handle 9: pfifo limit 1000",
        "qdisc replace dev arb0 root handle 1: prio bands 3 priomap" + " 0" * 16,
        "qdisc add dev arb0 parent 1:2 handle 20: netem delay 1ms limit 10000",
        "qdisc add dev arb0 parent 1:3 handle 30: netem delay 7.5ms limit 10000",
        "filter add dev arb0 parent 1: protocol all prio 1 flower dst_mac 52:4c:0a:4d:28:0b classid 1:2",
        "filter add dev arb0 parent 1: protocol all prio 1 flower dst_mac 52:4c:0a:4d:28:0d classid 1:3",
    ]


def test_the_way_in_is_never_delayed():
    assert not [line for name in ("node1", "node2", "third") for line in lines(name) if " lab0 " in line]


def test_what_is_near_is_told_nothing():
    assert lines("anywhere") == []
    near = topology.parse("t", {**RAW, "round_trips": {}})
    assert traffic.latency(near, near.node("node1")) == ""
