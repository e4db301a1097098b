# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The cluster that the roles formed, seen with the tools of Corosync and Pacemaker, and what it survives."""

from __future__ import annotations

import re
import xml.etree.ElementTree as xml

import pytest


def online(host):
    """The nodes that Pacemaker on *host* counts as online members."""
    said = host.run("crm_mon --output-as=xml -1")
    nodes = xml.fromstring(said.stdout).findall("./nodes/node") if said.rc == 0 else []
    return {node.get("name") for node in nodes if node.get("online") == "true"}


def votes(host):
    """(votes present, quorate) as Corosync on *host* counts them."""
    said = host.run("corosync-quorumtool -s").stdout
    found = re.search(r"Total votes:\s+(\d+)", said)
    return int(found[1]) if found else 0, bool(re.search(r"Flags:.*\bQuorate\b", said))


def test_both_nodes_are_online_and_have_the_arbiters_vote(nodes):
    for host in nodes:
        assert online(host) == {"node1", "node2"}
        assert votes(host) == (3, True)


def test_the_arbiter_knows_the_cluster(hosts):
    said = hosts["arbiter"].check_output("corosync-qnetd-tool -l -v -c container")
    assert len(re.findall(r"Node ID \d:", said)) == 2
    assert len(re.findall(r"TLS active:\s+Yes \(client certificate verified\)", said)) == 2


def test_both_links_are_up_and_encrypted(nodes):
    for host in nodes:
        assert len(re.findall(r"nodeid:\s+\d:\s+connected", host.check_output("corosync-cfgtool -s"))) == 2
        assert "(str) = aes256" in host.check_output("corosync-cmapctl totem.crypto_cipher")


def test_secrets_are_closed_and_the_key_is_shared(nodes, hosts):
    keys = [host.file("/etc/corosync/authkey") for host in nodes]
    assert {(key.mode, key.user, key.size) for key in keys} == {(0o400, "root", 256)}
    assert len({key.sha256sum for key in keys}) == 1
    for host in nodes:
        assert host.file("/etc/corosync/qdevice/net/nssdb").mode == 0o770
    database = hosts["arbiter"].file("/etc/corosync/qnetd/nssdb")
    assert (database.mode & 0o007, database.group) == (0, "coroqnetd")


def test_private_keys_stay_where_they_were_made(nodes):
    """Each node has a certificate of its own; the arbiter never saw more than requests."""
    certificates = {host.file("/etc/corosync/cluster.crt").sha256sum for host in nodes}
    assert len(certificates) == 2


def test_nothing_is_fenced_because_that_was_asked_for(nodes):
    value = nodes[0].check_output("crm_attribute --type crm_config --name stonith-enabled --query --quiet")
    assert value == "false"


def test_the_cluster_waits_for_people_at_boot_and_the_arbiter_does_not(nodes, hosts):
    for host in nodes:
        for name in ("pacemaker", "corosync", "corosync-qdevice", "sbd"):
            assert not host.service(name).is_enabled, name
    assert hosts["arbiter"].service("corosync-qnetd").is_enabled


def test_the_agents_describe_themselves(nodes):
    for name in ("drbd", "service"):
        said = nodes[0].check_output(f"crm_resource --show-metadata ocf:quorate:{name}")
        assert xml.fromstring(said).get("name") == name


@pytest.fixture(name="arbiter_gone")
def _arbiter_gone(hosts):
    hosts["arbiter"].check_output("systemctl kill --signal=KILL corosync-qnetd; systemctl stop corosync-qnetd")
    yield
    hosts["arbiter"].run("systemctl start corosync-qnetd")


def test_the_loss_of_the_arbiter_costs_its_vote_only_and_it_comes_back(nodes, hosts, until, arbiter_gone):
    until("two votes", lambda: all(votes(host) == (2, True) for host in nodes))
    assert all(online(host) == {"node1", "node2"} for host in nodes)
    hosts["arbiter"].check_output("systemctl start corosync-qnetd")
    until("three votes", lambda: all(votes(host) == (3, True) for host in nodes))


@pytest.fixture(name="second_gone")
def _second_gone(engine):
    engine("kill", "node2")
    yield
    engine("start", "node2")


def test_a_lost_node_leaves_a_quorate_one_and_joins_again_when_told(nodes, engine, until, second_gone):
    first, second = nodes
    until("one node with the arbiter", lambda: votes(first) == (2, True))
    until("one online", lambda: online(first) == {"node1"})
    engine("start", "node2")
    until("booted", lambda: second.run("systemctl is-system-running").stdout.strip() in ("running", "degraded"))
    assert not second.service("corosync").is_running
    # Pacemaker alone: corosync and the arbiter's vote come with it.
    second.check_output("systemctl start pacemaker")
    until("both online", lambda: all(online(host) == {"node1", "node2"} for host in nodes))
    until("three votes", lambda: all(votes(host) == (3, True) for host in nodes))
