# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (c) 2026 quorate.ha_storage contributors
"""Bridges and cables as argument lists; what a cut takes down."""

import pytest

from lab.lib import network, topology
from lab.lib.errors import LabError

RAW = {
    "networks": {"mgmt": {"subnet": "10.77.10.0/24"}, "repl": {"subnet": "10.77.20.0/24"}},
    "nodes": {
        "node1": {"address": 11, "site": "a", "networks": ["mgmt", "repl"]},
        "node2": {"address": 12, "site": "b", "networks": ["mgmt", "repl"]},
        "arbiter": {"address": 13, "networks": ["mgmt"]},
    },
}
PAIR = topology.parse("pair", RAW)


def masters(commands):
    """Which interface is in which bridge after these commands."""
    return {argv[argv.index("dev") + 1]: argv[argv.index("master") + 1] for argv in commands if "master" in argv}


def created(commands):
    """Every interface that is made."""
    made = []
    for argv in commands:
        made += [argv[place + 1] for place, word in enumerate(argv) if word == "name"]
    return made


def test_names_fit_and_are_unique():
    names = created(network.setup(PAIR))
    assert len(set(names)) == len(names)
    assert all(len(name) <= 15 for name in names)


def test_longest_names_fit():
    raw = {
        "networks": {"abcdef": {"subnet": "10.1.0.0/24"}},
        "nodes": {f"n{i}": {"address": i + 2, "site": "site01", "networks": ["abcdef"]} for i in range(120)},
    }
    assert max(len(name) for name in created(network.setup(topology.parse("t", raw)))) <= 15


def test_nodes_hang_on_their_sites_and_sites_on_the_middle():
    place = masters(network.setup(PAIR))
    assert place["b0.mgmt"] == "mgmt.a"
    assert place["b1.mgmt"] == "mgmt.b"
    assert place["b2.mgmt"] == "mgmt"
    assert (place["t.mgmt.a"], place["m.mgmt.a"]) == ("mgmt.a", "mgmt")
    # The lab's own network knows no sites: a cut must not blind the lab.
    assert {place[f"b{i}.lab"] for i in range(3)} == {"lab"}


def test_every_bridge_exists_before_it_is_used():
    known = set()
    for argv in network.setup(PAIR):
        if "master" in argv:
            assert argv[argv.index("master") + 1] in known
        known |= {argv[place + 1] for place, word in enumerate(argv) if word == "name"}


def test_every_bridge_is_ticked_by_a_frame_of_the_least_length():
    made = {argv[argv.index("name") + 1] for argv in network.setup(PAIR) if argv[-4:-2] == ["type", "bridge"]}
    assert set(network.bridges(PAIR)) == made == {"lab", "mgmt", "mgmt.a", "mgmt.b", "repl", "repl.a", "repl.b"}
    # Without the checksum, which the hardware adds.
    assert len(network.TICK) == 60


def test_hardware_addresses_are_unicast_local_and_unique():
    found = [network.mac(node, net) for node in PAIR.nodes for net, _rest in node.addresses]
    assert len(set(found)) == len(found)
    assert all(int(mac[:2], 16) & 3 == 2 for mac in found)


@pytest.mark.parametrize(
    ("what", "where", "interfaces"),
    [
        ("node1", "repl", ["b0.repl"]),
        ("node1", "", ["b0.mgmt", "b0.repl"]),
        ("arbiter", "", ["b2.mgmt"]),
        ("site:a", "", ["t.mgmt.a", "t.repl.a"]),
        ("site:b", "repl", ["t.repl.b"]),
    ],
)
def test_what_a_cut_takes_down(what, where, interfaces):
    cuts = network.link_targets(PAIR, what, where)
    assert [cut.interface for cut in cuts] == interfaces
    assert [cut.argv(False)[-1] for cut in cuts] == ["down"] * len(cuts)
    assert [cut.argv(True)[-1] for cut in cuts] == ["up"] * len(cuts)


def test_two_sites_are_cut_from_each_other_by_isolated_ports_in_the_middle():
    cuts = network.link_targets(PAIR, "site:b-a", "repl")
    assert [cut.interface for cut in cuts] == ["m.repl.a", "m.repl.b"]
    assert {cut.words for cut in cuts} == {"site a from b on repl"}
    assert cuts[0].argv(False) == ["ip", "link", "set", "dev", "m.repl.a", "type", "bridge_slave", "isolated", "on"]
    assert cuts[0].argv(True)[-1] == "off"
    assert {cut.interface for cut in network.link_targets(PAIR, "site:a-b")} >= {"m.mgmt.a", "m.repl.b"}
    assert masters(network.setup(PAIR))["m.repl.a"] == "repl"


@pytest.mark.parametrize(
    ("what", "where", "text"),
    [
        ("nobody", "", "no node 'nobody'"),
        ("site:z", "", "no site 'z'"),
        ("node1", "wan", "there is: mgmt, repl"),
        ("node1", "lab", "node1: no network 'lab'"),
        ("arbiter", "repl", "arbiter: no network 'repl'"),
        ("site:a-z", "", "not two sites of this lab"),
        ("site:a-b", "wan", "sites a and b together: no network 'wan'"),
    ],
)
def test_cuts_of_what_is_not_there(what, where, text):
    with pytest.raises(LabError, match=text):
        network.link_targets(PAIR, what, where)
