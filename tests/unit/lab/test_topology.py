# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (c) 2026 quorate.ha_storage contributors
"""Topologies: the tracked ones, addresses, and every mistake by its place."""

import copy
import ipaddress
import json
import pathlib

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from lab.lib import state, topology
from lab.lib.errors import LabError

FOLDER = pathlib.Path(topology.__file__).parent.parent / "topology"
TRACKED = sorted(FOLDER.glob("*.yml"))

SMALL = {
    "networks": {"mgmt": {"subnet": "10.77.10.0/24"}, "repl": {"subnet": "10.77.20.0/24"}},
    "nodes": {
        "one": {"address": 11, "networks": ["mgmt", "repl"], "memory": "512M", "data_disks": ["2G", "100M"]},
        "two": {"address": 12, "networks": ["mgmt"], "site": "b", "groups": ["others"]},
    },
}


def small(**changes):
    """SMALL with changes such as nodes__one__address=3."""
    raw = copy.deepcopy(SMALL)
    for path, value in changes.items():
        place = raw
        *parents, last = path.split("__")
        for key in parents:
            place = place[key]
        place[last] = value
    return raw


@pytest.mark.parametrize("path", TRACKED, ids=lambda path: path.stem)
def test_tracked_topologies_are_valid(path):
    found = topology.parse(path.stem, yaml.safe_load(path.read_text(encoding="utf-8")))
    assert found.nodes
    assert found.networks[0].name == "lab"


def test_pair_is_what_the_inventory_promises():
    pair = topology.parse("pair", yaml.safe_load((FOLDER / "pair.yml").read_text(encoding="utf-8")))
    networks = {node.name: [name for name, _rest in node.addresses] for node in pair.nodes}
    assert networks == {
        "node1": ["lab", "mgmt", "repl", "iscsi"],
        "node2": ["lab", "mgmt", "repl", "iscsi"],
        "arbiter": ["lab", "mgmt"],
        "initiator": ["lab", "mgmt", "iscsi"],
    }
    assert pair.node("node1").data_devices == ["/dev/ubdb"]
    assert pair.node("arbiter").data_devices == []
    assert pair.sites == ["a", "b"]


def test_metro_has_a_site_for_each_vote_and_no_network_for_two_purposes():
    metro = topology.parse("metro", yaml.safe_load((FOLDER / "metro.yml").read_text(encoding="utf-8")))
    assert [metro.node(name).site for name in ("node1", "node2", "arbiter")] == ["a", "b", "c"]
    assert metro.round_trips == (("a", "b", 2.0), ("a", "c", 20.0), ("b", "c", 20.0))
    assert [name for name, _rest in metro.node("arbiter").addresses] == ["lab", "arb"]


def test_addresses_and_sizes():
    found = topology.parse("small", SMALL)
    one = found.node("one")
    assert one.addresses == (("lab", "10.77.0.11/24"), ("mgmt", "10.77.10.11/24"), ("repl", "10.77.20.11/24"))
    assert one.data_mib == (2048, 100)
    assert one.data_devices == ["/dev/ubdb", "/dev/ubdc"]
    assert found.memory_mib == 1024


def test_unknown_node_names_the_known_ones():
    with pytest.raises(LabError, match="there are: one, two"):
        topology.parse("small", SMALL).node("three")


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ([], "expects exactly"),
        ({"nodes": {}}, "expects exactly"),
        (small(extra=1), "expects exactly"),
        (small(networks__lab={"subnet": "10.0.0.0/24"}), "is not 'lab'"),
        (small(networks__management={"subnet": "10.0.0.0/24"}), "1-6 lower-case"),
        (small(networks__mgmt={}), "needs 'subnet'"),
        (small(networks__mgmt={"subnet": "10.77.10.1/24"}), "host bits"),
        (small(networks__mgmt={"subnet": "fd00::/64"}), "IPv4"),
        (small(networks__mgmt={"subnet": "10.77.10.0/25"}), "/24 or larger"),
        (small(networks__mgmt={"subnet": "10.77.20.0/24"}), "overlap"),
        (small(networks__mgmt={"subnet": "10.77.0.0/16"}), "overlap"),
        (small(nodes__one__address="11"), "last number"),
        (small(nodes__one__address=1), "last number"),
        (small(nodes__one__address=12), "same address"),
        (small(nodes__one__memory="lots"), "not a size"),
        (small(nodes__one__networks=["wan"]), "unknown network wan"),
        (small(nodes__one__site="Site A"), "site name"),
        (small(nodes__one__data_disks=["1G"] * 14), "at most 13"),
        (small(nodes__one__cpu=4), "knows only"),
        (small(nodes__Node={"address": 5}), "lower-case"),
        (small(round_trips=["a-b"]), "by two sites"),
        (small(round_trips={"a-b": 2}), "there are: b"),
        (small(nodes__one__site="a", round_trips={"a-b": "far"}), "number of milliseconds"),
        (small(nodes__one__site="a", round_trips={"a-b": True}), "number of milliseconds"),
        (small(nodes__one__site="a", round_trips={"a-b": 2, "b-a": 3}), "twice"),
        (small(nodes__one__site="a", round_trips={"a-a": 2}), "not two sites"),
    ],
)
def test_mistakes_are_named(raw, text):
    with pytest.raises(LabError, match=text):
        topology.parse("t", raw)


@settings(max_examples=50)
@given(
    st.dictionaries(
        st.from_regex(r"[a-z][a-z0-9-]{0,20}", fullmatch=True), st.integers(2, 254), min_size=1, max_size=8
    ).filter(lambda nodes: len(set(nodes.values())) == len(nodes))
)
def test_every_address_is_unique_in_its_subnet_and_survives_json(nodes):
    members = {name: {"address": last, "networks": ["mgmt"], "site": f"s{last}"} for name, last in nodes.items()}
    sites = sorted(member["site"] for member in members.values())
    raw = dict(SMALL, nodes=members, round_trips={"-".join(sites[:2]): 1.5} if len(sites) > 1 else {})
    found = topology.parse("t", raw)
    seen = [address for node in found.nodes for _rest, address in node.addresses]
    assert len(set(seen)) == len(seen)
    subnets = {net.name: ipaddress.ip_network(net.subnet) for net in found.networks}
    assert all(ipaddress.ip_interface(a).ip in subnets[net] for node in found.nodes for net, a in node.addresses)
    assert state.load_topology(json.loads(json.dumps({"topology": state.dump_topology(found)}))) == found
