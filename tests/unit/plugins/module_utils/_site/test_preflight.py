# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What speaks against building a site on its hosts."""

from __future__ import annotations

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._site.preflight import replica_state, site_problems

from . import facts, raw

SITE = facts.expanded()


def problems(node1=None, node2=None, site=SITE, **allowed):
    found = {"node1": node1 or facts.bare("node1"), "node2": node2 or facts.bare("node2")}
    return site_problems(site, found, **allowed)


def test_bare_hosts_are_fine():
    assert problems() == []


def test_converged_hosts_are_fine():
    assert problems(facts.converged("node1"), facts.converged("node2")) == []


def test_one_host_alone_can_be_judged():
    assert site_problems(SITE, {"node1": facts.converged("node1")}) == []


def test_every_host_is_named_with_its_problems():
    unreachable = {"peer_addresses": {"10.77.10.12": False, "10.77.10.13": False}}
    found = problems(facts.bare("node1", **unreachable), facts.bare("node2", errors=["vgs did not end within 60 s"]))
    assert found == [
        "node1: ha_storage_cluster: node2 does not answer at 10.77.10.12 (check links, routes and firewalls)",
        "node1: ha_storage_cluster: arbiter does not answer at 10.77.10.13 (check links, routes and firewalls)",
        "node2: could not be looked at: vgs did not end within 60 s",
    ]


@pytest.mark.parametrize(
    "name, reason",
    [
        ("localhost", "node1: ha_storage_cluster.nodes: uname -n says 'localhost', which is none of node1, node2"),
        ("node2", "node1: ha_storage_cluster.nodes: uname -n says 'node2' (the inventory mixes the nodes up)"),
    ],
)
def test_names_of_hosts(name, reason):
    assert [line for line in problems(facts.bare(name)) if line.startswith(reason)]


def test_the_inventory_may_call_hosts_otherwise_but_none_twice():
    site_facts = {"a.example.com": facts.bare("node1"), "b.example.com": facts.bare("node2")}
    assert site_problems(SITE, site_facts) == []
    site_facts["b.example.com"] = facts.bare("node1")
    (line,) = site_problems(SITE, site_facts)
    assert line.endswith("uname -n says 'node1', as on a.example.com (rename one)")


@pytest.mark.parametrize(
    "cluster, nodes, reason",
    [
        ("other", ["node1", "node9"], "the host is a member of the cluster 'other'"),
        ("lab", ["n1", "n2"], "corosync.conf names the nodes n1, n2"),
        ("lab", ["node1", "node2", "node3"], "corosync.conf names the nodes node1, node2, node3"),
    ],
)
def test_other_clusters(cluster, nodes, reason):
    (line,) = problems(facts.bare("node1", corosync={"cluster": cluster, "nodes": nodes}))
    assert reason in line


def test_an_empty_membership_is_none():
    assert problems(facts.bare("node1", corosync={"cluster": "debian", "nodes": []})) == []


def test_a_host_without_its_address():
    (line,) = problems(facts.bare("node1", own_addresses={"10.77.10.11": True, "10.77.20.11": False}))
    assert line.startswith("node1: ha_storage_cluster.nodes: the host does not have the address 10.77.20.11")


def test_drbd_goes_by_other_names():
    config = {"hosts": [{"name": "n1", "port": 7788}, {"name": "n2", "port": 7788}], "volumes": []}
    (line,) = problems(
        facts.converged("node1", drbd=facts.drbd(facts.resource(config=config))), facts.converged("node2")
    )
    assert "DRBD resource san0 has the hosts n1, n2" in line


def test_minors_and_ports_of_foreign_resources():
    foreign = facts.resource("r0")
    found = problems(facts.bare("node1", drbd=facts.drbd(foreign, exists=False)))
    assert [line.split(" (")[0] for line in found] == [
        "node1: ha_storage_services[0].drbd.minor: 0 is taken by the DRBD resource r0",
        "node1: ha_storage_services[0].drbd.port: 7788 is taken by the DRBD resource r0",
    ]
    elsewhere = {"config": None, "live": {"role": "Primary", "volumes": [{"number": 0, "minor": 7}]}}
    assert problems(facts.bare("node1", drbd=facts.drbd(facts.resource("r0", **elsewhere), exists=False))) == []


REBUILT = {"volume_groups": [facts.group()], "drbd": facts.drbd(exists=False)}
NEW_DISK = {
    "volume_groups": [facts.group(("san0", 10 << 30))],
    "backings": [facts.backing(exists=True, readable=True, usable=10 << 30)],
    "drbd": facts.drbd(),
}


@pytest.mark.parametrize("lost", [REBUILT, NEW_DISK])
def test_a_node_without_data_needs_a_word_before_it_is_filled(lost):
    (line,) = problems(facts.converged("node1"), facts.bare("node2", **lost))
    assert line == (
        "node2: ha_storage_services[0].drbd: san0 has data on node1 and nothing here (after a rebuild of this node set "
        "ha_storage_allow_full_sync_to: [node2])"
    )
    assert problems(facts.converged("node1"), facts.bare("node2", **lost), allow_full_sync_to=["node2"]) == []
    assert problems(facts.converged("node1"), facts.bare("node2", **lost), allow_full_sync_to=["node1"]) == [line]


def metadata(fresh):
    return {"dialect": "8.4", "fresh": fresh}


@pytest.mark.parametrize(
    "fact, state",
    [
        (facts.converged("node1"), "data"),
        (facts.converged("node1", drbd=facts.drbd(facts.resource(has_data=False), busy=True)), "fresh"),
        (facts.bare("node1", drbd=facts.drbd(metadata=metadata(False))), "data"),
        (facts.bare("node1", drbd=facts.drbd(metadata=metadata(True))), "fresh"),
        # The file says so, but the resource is down: the disk decides.
        (facts.converged("node1", drbd=facts.drbd(facts.resource(live=None), metadata=metadata(False))), "data"),
        # No tools: nothing is known.
        (facts.bare("node1"), "unknown"),
        (facts.bare("node1", volume_groups=[]), "empty"),
        # There, but inactive.
        (facts.bare("node1", volume_groups=[facts.group(("san0", 1 << 30))]), "unknown"),
        (facts.bare("node1", backings=[facts.backing(exists=True, signature="drbd")]), "unknown"),
        (facts.bare("node1", backings=[]), "unknown"),
        (facts.bare("node1", **NEW_DISK), "empty"),
    ],
)
def test_what_a_host_has_of_a_service(fact, state):
    assert replica_state(SITE["services"][0], fact) == state


def test_metadata_that_nobody_uses_may_be_kept_on_purpose():
    kept = {
        **NEW_DISK,
        "drbd": facts.drbd(metadata=metadata(False)),
        "backings": [facts.backing(exists=True, readable=True, signature="drbd")],
    }
    (line,) = problems(facts.bare("node1", **kept))
    assert "set ha_storage_allow_existing_metadata_on: [node1]" in line
    assert problems(facts.bare("node1", **kept), allow_existing_metadata_on=["node1"]) == []


def test_secrets_are_not_told():
    site = facts.expanded(raw.site(1))
    everything = problems(facts.bare("x", drbd=facts.drbd(facts.resource("r0")), own_addresses={"a": False}), site=site)
    assert everything
    assert "secret" not in "".join(everything)
