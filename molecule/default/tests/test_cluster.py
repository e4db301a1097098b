# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The cluster, seen with Pacemaker's, Corosync's and DRBD's own tools."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as xml


def status(host):
    return xml.fromstring(host.check_output("crm_mon --output-as=xml -1"))


def active_node(host):
    return status(host).find("./resources/resource[@id='san0']/node").get("name")


def test_both_nodes_are_online_and_one_runs_everything(nodes):
    for host in nodes:
        found = status(host)
        assert {node.get("name") for node in found.findall("./nodes/node") if node.get("online") == "true"} == {
            "node1",
            "node2",
        }
        service = found.find("./resources/resource[@id='san0']")
        assert (service.get("resource_agent"), service.get("role")) == ("ocf:quorate:service", "Started")
        assert found.findall("./failures/failure") == []


def test_quorum_has_the_arbiters_vote(nodes, hosts):
    for host in nodes:
        said = host.run("corosync-quorumtool -s").stdout
        assert re.search(r"Flags:\s+.*Quorate.*Qdevice", said), said
        assert re.search(r"Total votes:\s+3", said), said
    assert re.search(r'Cluster "lab"', hosts["arbiter"].check_output("corosync-qnetd-tool -l"))


def test_corosync_speaks_over_two_encrypted_links(nodes):
    for host in nodes:
        keys = host.check_output("corosync-cmapctl")
        assert "totem.crypto_cipher (str) = aes256" in keys
        links = host.check_output("corosync-cfgtool -n")
        assert len(re.findall(r"LINK: \d.*connected", links)) == 2, links


def test_fencing_is_on_and_the_watchdog_is_armed(nodes):
    for host in nodes:
        assert "true" in host.check_output("crm_attribute --type crm_config --name stonith-enabled --query")
        assert host.service("sbd").is_running
        assert host.file("/proc").exists and "/dev/watchdog1" in host.check_output("cat /etc/default/sbd")


def test_replication_is_up_to_date_on_both_sides(nodes):
    for host in nodes:
        events = host.check_output("drbdsetup events2 --now --statistics all")
        assert re.search(r"device name:san0 .*disk:UpToDate", events)
        assert re.search(r"peer-device name:san0 .*peer-disk:UpToDate.*out-of-sync:0", events)
        assert host.check_output("drbdadm -d adjust san0") == ""


def test_the_cluster_is_not_started_at_boot(nodes):
    for host in nodes:
        for service in ("pacemaker", "corosync", "drbd"):
            assert not host.service(service).is_enabled, service


def test_nothing_of_the_distribution_restores_targets(nodes):
    for host in nodes:
        assert host.run("systemctl is-enabled rtslib-fb-targetctl.service").stdout.strip() == "masked"


def test_the_target_lies_on_both_nodes_alike_and_closed(nodes):
    files = [host.file("/etc/quorate/targets/san0.json") for host in nodes]
    assert files[0].content_string == files[1].content_string
    assert {file.mode for file in files} == {0o600}
    assert {file.user for file in files} == {"root"}


def test_only_the_active_node_exports(nodes):
    active = active_node(nodes[0])
    for host in nodes:
        name = host.check_output("uname -n")
        exported = host.run("ls /sys/kernel/config/target/iscsi").stdout.split()
        address = "10.77.30.50/" in host.check_output("ip -o addr")
        listening = host.socket("tcp://10.77.30.50:3260").is_listening
        assert ("iqn.2026-11.com.example:san0" in exported, address, listening) == (
            (True, True, True) if name == active else (False, False, False)
        ), name


def test_rtslib_reads_what_the_collection_wrote(nodes):
    """targetctl save and the saved file agree on the objects; targetcli shows them."""
    active = next(host for host in nodes if host.check_output("uname -n") == active_node(nodes[0]))
    active.check_output("targetctl save /run/read-by-rtslib.json")
    live = json.loads(active.file("/run/read-by-rtslib.json").content_string)
    saved = json.loads(active.file("/etc/quorate/targets/san0.json").content_string)
    for key in ("name", "dev", "wwn", "plugin"):
        assert sorted(item[key] for item in live["storage_objects"]) == sorted(
            item[key] for item in saved["storage_objects"]
        )
    live_tpg, saved_tpg = live["targets"][0]["tpgs"][0], saved["targets"][0]["tpgs"][0]
    for key in ("enable", "portals"):
        assert live_tpg[key] == saved_tpg[key]
    for key in ("index", "storage_object"):
        assert [lun[key] for lun in live_tpg["luns"]] == [lun[key] for lun in saved_tpg["luns"]]

    def mapped(tpg):
        return {
            acl["node_wwn"]: sorted((lun["index"], lun["tpg_lun"]) for lun in acl["mapped_luns"])
            for acl in tpg["node_acls"]
        }

    assert mapped(live_tpg) == mapped(saved_tpg)
    assert "san0-lun0" in active.check_output("targetcli ls")
