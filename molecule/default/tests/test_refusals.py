# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Wrong input is refused with its reason before the first change, all of it at once."""

from __future__ import annotations

import copy
import json

import pytest

FINGERPRINT = (
    "cat /etc/quorate/targets/*.json /etc/drbd.d/*.res /etc/corosync/corosync.conf; lvs --noheadings --units b; "
    "cibadmin --query --scope configuration"
)


@pytest.fixture(name="refused")
def _refused(playbook, nodes, tmp_path):
    """Runs site.yml with other variables, sees that nothing changed, and returns what was said."""

    def run(**variables):
        path = tmp_path / "variables.json"
        path.write_text(json.dumps(variables))
        before = [host.check_output(FINGERPRINT) for host in nodes]
        done = playbook("site.yml", "-e", f"@{path}", check=False)
        assert done.returncode != 0, done.stdout[-3000:]
        assert "changed=1" not in done.stdout and "Traceback" not in done.stdout + done.stderr
        assert [host.check_output(FINGERPRINT) for host in nodes] == before
        return " ".join((done.stdout + done.stderr).split())

    return run


@pytest.fixture(name="spare")
def _spare(nodes):
    """A loop device of 128 MiB on each node, /dev/loop7; gone afterwards."""
    for host in nodes:
        host.check_output("truncate -s 128M /var/tmp/spare && losetup /dev/loop7 /var/tmp/spare")
    yield "/dev/loop7"
    for host in nodes:
        host.run("vgremove -fy foreign; pvremove -ffy /dev/loop7; losetup -d /dev/loop7; rm -f /var/tmp/spare")


def cluster(**changes):
    nodes = [
        {"name": f"node{n}", "links": [f"10.77.10.1{n}", f"10.77.20.1{n}"], "replication": f"10.77.20.1{n}"}
        for n in (1, 2)
    ]
    whole = {
        "name": "lab",
        "nodes": nodes,
        "arbiter": {"name": "arbiter", "address": "10.77.10.13"},
        "fencing": {"method": "sbd", "watchdog": "/dev/watchdog1", "watchdog_module": "softdog"},
    }
    return dict(whole, **changes)


def test_every_fault_of_the_description_is_told_at_once(refused, service):
    first, second = copy.deepcopy(service), copy.deepcopy(service)
    first["preferred_node"] = "node9"
    first["target"]["iqn"] = "iqn.2026-11.lab:t0"
    first["initiators"][0]["chap"]["password"] = "short"
    first["luns"][1]["name"] = "lun0"
    first["luns"][2]["number"] = 0
    second["name"] = "san1"
    said = refused(ha_storage_services=[first, second])
    for path in (
        "services[0].preferred_node",
        "services[0].target.iqn",
        "services[0].initiators[0].chap.password",
        "services[0].luns[1].name",
        "services[0].luns[2].number",
        "services[1].drbd.minor",
        "services[1].drbd.port",
        "services[1].target.portals[0].ip",
    ):
        assert f"ha_storage_{path}" in said, path


def test_a_size_larger_than_the_volume_group(refused, service):
    larger = copy.deepcopy(service)
    larger["backing"]["size"] = "100g"
    assert "vg0" in refused(ha_storage_services=[larger])


@pytest.mark.parametrize(
    "make, reason",
    [
        ("mkfs.ext4 -q {0}", "ext4"),
        ("vgcreate -y foreign {0}", "foreign"),
        ("drbdmeta --force 99 v08 {0} internal create-md", "DRBD"),
    ],
)
def test_a_device_that_carries_something(refused, nodes, spare, make, reason):
    nodes[1].check_output(make.format(spare))
    said = refused(ha_storage_volume_groups=[{"name": "vg9", "devices": [spare]}])
    assert "node2" in said and spare in said and reason in said


def test_another_host_name(refused):
    nodes = cluster()["nodes"]
    nodes[1]["name"] = "node3"
    said = refused(ha_storage_cluster=cluster(nodes=nodes))
    assert "node3" in said


def test_an_unreachable_peer(refused):
    nodes = cluster()["nodes"]
    nodes[1]["links"][1] = nodes[1]["replication"] = "10.77.20.99"
    said = refused(ha_storage_cluster=cluster(nodes=nodes))
    assert "10.77.20.99" in said


def test_a_member_of_another_cluster(refused):
    said = refused(ha_storage_cluster=cluster(name="other"))
    assert "node1" in said and "node2" in said
    assert "member of the cluster 'lab'" in said


def test_wrong_options_of_patching(playbook):
    done = playbook("patch.yml", "-e", "patch_reboot=perhaps", "-e", "patch_tasks=/nowhere.yml", check=False)
    said = done.stdout + done.stderr
    assert done.returncode != 0 and "must be auto, always or never" in said and "there is no file /nowhere.yml" in said


def test_a_member_is_not_replaced(places, playbook):
    done = playbook("replace_node.yml", "-e", f"replace_node={places()[1]}", check=False)
    said = done.stdout + done.stderr
    assert done.returncode != 0 and "there is nothing to replace" in said, said[-3000:]
    assert "changed=1" not in done.stdout
