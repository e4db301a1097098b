# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""drbd_resource on real kernels (Debian 13, DRBD 8.4), judged by /proc/drbd and by what the volumes hold."""

from __future__ import annotations

import os

import pytest
from ansible_collections.quorate.ha_storage.tests.lab.drbd import (
    ABSENT,
    DISK,
    FILE,
    FULL,
    NODES,
    SKIP,
    TOP,
    WAIT,
    Pair,
    options,
)

IN_SYNC = "Connected Secondary/Secondary UpToDate/UpToDate"
CREATE = f"drbdmeta 0 v08 {DISK} internal create-md"
ADJUST = "drbdadm adjust san0"
SKIPPED = "drbdadm new-current-uuid --clear-bitmap san0/0"
PRIMARY = "drbdadm primary --force san0"


@pytest.fixture(scope="module")
def pair():
    with Pair(f"test-drbd-{os.getpid()}") as nodes:
        yield nodes


@pytest.fixture(autouse=True)
def clean(pair):
    pair.reset()


def brought_up(pair):
    """Both nodes are up and in sync."""
    pair.bring_both(options(**SKIP, **WAIT))


def test_check_run_check_run_and_gone(pair):
    """The module itself, by Ansible; the other tests run its engine, which is quicker."""
    given = options(**SKIP, **WAIT)
    runs = pair.play((given, True), (given, False), (given, True), (given, False), (ABSENT, False), (ABSENT, False))
    for node in NODES:
        assert [run[node]["changed"] for run in runs] == [True, True, False, False, True, False], runs
        assert runs[0][node]["operations"] == runs[1][node]["operations"]
        assert runs[3][node]["live"]["percent"] == 100.0
        assert pair.state_of(node) == ""
        assert pair.sh(node, f"ls /etc/drbd.d; wipefs {DISK}").split() == ["global_common.conf"]


def test_it_is_up_and_private(pair):
    brought_up(pair)
    for node in NODES:
        assert pair.state_of(node) == IN_SYNC
        assert pair.sh(node, f"stat -c %a {FILE}; drbdadm -d adjust san0") == "600\n"


def test_a_full_first_sync_copies_from_the_named_host(pair):
    pair.both(f"dd if=/dev/urandom of={DISK} bs=1M seek=8 count=8 conv=notrunc status=none")
    wanted = pair.checksum("node2")
    assert pair.checksum("node1") != wanted
    pair.bring_both(options(initial_sync="full", sync_source="node2", **WAIT))
    assert [pair.state_of(node) for node in NODES] == [IN_SYNC, IN_SYNC]
    assert [pair.checksum(node) for node in NODES] == [wanted, wanted]


def test_the_secret_changes_on_line(pair):
    brought_up(pair)
    changes = "dmesg | sed -n '/conn( /p' | wc -l"
    since = pair.sh("node1", changes)
    other = options(secret="another s3cret", net={"max-buffers": 9000})
    assert [result["operations"][1] for result in pair.bring_both(other)] == ["adjust san0: net-options"] * 2
    assert pair.state_of("node1") == IN_SYNC
    assert pair.sh("node1", changes) == since, "the connection was never down"
    pair.both("drbdadm disconnect san0; drbdadm connect san0")
    assert pair.bring_both({**other, **WAIT}) == [{"operations": []}] * 2


def test_what_disturbs_can_be_refused(pair):
    brought_up(pair)
    assert "disturbs I/O" in pair.bring("node1", options(port=7799, allow_disturbing=False))["msg"]
    assert pair.state_of("node1") == IN_SYNC
    pair.bring_both(options(port=7799, **WAIT))
    assert pair.state_of("node1") == IN_SYNC
    assert "10.77.20.12:7799" in pair.sh("node1", "drbdsetup show san0")


def test_a_connection_that_was_given_up_is_taken_up_again(pair):
    brought_up(pair)
    pair.sh("node1", "drbdadm disconnect san0")
    assert pair.bring("node1", options(**WAIT)) == {"operations": ["adjust san0: connect"]}
    assert pair.state_of("node1") == IN_SYNC


def test_a_split_brain_is_said_to_be_one(pair):
    brought_up(pair)
    pair.both(
        "drbdadm disconnect san0; drbdadm primary san0; dd if=/dev/urandom of=/dev/drbd0 bs=4k count=1 status=none"
    )
    pair.both("drbdadm secondary san0")
    pair.bring("node2", options())
    assert "StandAlone" in pair.bring("node1", options(**WAIT))["msg"]


SET_GI = "internal set-gi 1234567890ABCDE0:0:0:0:1:1:0:0"
CARRIES = {
    "ext4": "mkfs.ext4 -q /dev/vg0/other",
    "LVM2_member": "pvcreate -q --config devices/scan_lvs=1 /dev/vg0/other",
    "unknown data": "dd if=/dev/urandom of=/dev/vg0/other bs=4k seek=8 count=1 conv=fsync",
    "a history": "drbdmeta 1 v08 /dev/vg0/other internal create-md;"
    f" drbdmeta --force 1 v08 /dev/vg0/other {SET_GI}:0:0:0",
    "DRBD 9 metadata": "drbdmeta 1 v09 /dev/vg0/other internal create-md 1;"
    f" drbdmeta --force --node-id 0 1 v09 /dev/vg0/other {SET_GI}:1:0:0:0:0:0:0:0",
    "is in use": "mkfs.ext4 -q /dev/vg0/other; mount -o ro /dev/vg0/other /mnt",
}
OTHER = {"name": "san1", "port": 7789, "volumes": [{"minor": 1, "disk": "/dev/vg0/other"}]}


def test_devices_that_carry_something_are_left_alone(pair):
    for reason, prepare in CARRIES.items():
        pair.sh("node1", f"blkdiscard -zf /dev/vg0/other; ({prepare}) </dev/null >/dev/null 2>&1")
        before = pair.sh("node1", "sha256sum /dev/vg0/other")
        said = pair.bring("node1", options(**OTHER))["msg"]
        after = pair.sh(
            "node1", "sha256sum /dev/vg0/other; ls /etc/drbd.d; if mountpoint -q /mnt; then umount /mnt; fi"
        )
        assert "refused, nothing was changed" in said and reason in said, said
        assert after == before + "global_common.conf\n", reason


def test_what_cannot_work_is_refused_before_anything_is_changed(pair):
    wrong = {
        "uname -n": {"hosts": [{"name": f"node{n}", "address": f"10.77.20.1{n % 8}"} for n in (9, 2)]},
        "minor": {"volumes": [{"minor": 0, "disk": "/dev/vg0/other"}]},
        "7788": {"port": 7788},
        "does not exist": {"volumes": [{"minor": 1, "disk": "/dev/vg0/none"}]},
        "no address 10.77.99.1": {"hosts": [{"name": f"node{n}", "address": f"10.77.99.{n}"} for n in (1, 2)]},
        "Parse error": {"dialect": "9"},
    }
    assert pair.bring("node1", options())["operations"]
    for reason, changed in wrong.items():
        assert reason in pair.bring("node1", options(**{**OTHER, **changed}))["msg"]
    assert pair.sh("node1", "ls /etc/drbd.d").split() == ["global_common.conf", "san0.res"]


def test_data_go_when_told(pair):
    pair.sh("node1", f"mkfs.ext4 -q {DISK}")
    done = pair.bring("node1", options(destroy_existing_data=True))["operations"]
    assert done[:2] == [f"destroy ext4 on {DISK}", f"create DRBD metadata on {DISK}"]
    assert pair.bring("node1", options(destroy_existing_data=True))["operations"] == []


def test_foreign_metadata_go_or_stay_when_told(pair):
    brought_up(pair)
    pair.both(f"drbdsetup down san0; rm {FILE}")
    assert "a history" in pair.bring("node1", options())["msg"]
    assert pair.bring("node1", options(use_existing_metadata=True))["operations"][-1] == "bring up san0"
    done = pair.bring("node2", options(destroy_existing_metadata=True))["operations"]
    assert done[:2] == [f"destroy the DRBD metadata on {DISK}", f"create DRBD metadata on {DISK}"]


def test_a_peer_with_data_fills_a_blank_node_only_when_told(pair):
    brought_up(pair)
    pair.sh("node2", "drbdadm primary san0; dd if=/dev/urandom of=/dev/drbd0 bs=1M count=4 status=none")
    pair.sh("node2", "drbdadm secondary san0")
    wanted = pair.checksum("node2")
    pair.sh("node1", f"drbdsetup down san0; rm {FILE}; blkdiscard -zf {DISK}")
    known = options(peers_with_data=["node2"], **FULL, **WAIT)
    assert "node2 has data of san0" in pair.bring("node1", known)["msg"]
    assert pair.bring("node1", {**known, "full_sync_from_peer": True})["operations"]
    assert pair.state_of("node1") == IN_SYNC and pair.checksum("node1") == wanted


def test_grown_volumes_are_used_where_it_is_primary(pair):
    brought_up(pair)
    pair.both("lvextend -q -L +64M vg0/san0")
    pair.sh("node1", "drbdadm primary san0")
    before = int(pair.sh("node1", "blockdev --getsize64 /dev/drbd0"))
    grown = options(resize=True)
    assert pair.bring_both(grown) == [{"operations": ["resize san0"]}, {"operations": []}]
    assert pair.bring_both(grown) == [{"operations": []}] * 2
    assert int(pair.sh("node1", "blockdev --getsize64 /dev/drbd0")) >= before + (63 << 20)
    pair.sh("node1", "drbdadm secondary san0")


@pytest.mark.parametrize("step", ["+" + CREATE, "replace", ADJUST, "+" + ADJUST, "+" + SKIPPED])
def test_a_run_killed_at_any_step_is_finished_by_the_next(pair, step):
    pair.bring("node2", options(**SKIP))
    assert pair.bring("node1", options(**SKIP), kill=step) == {}
    assert pair.sh("node1", f"if [ -e {FILE} ]; then tail -n 1 {FILE}; fi").strip() in ("", "}")
    pair.bring("node1", options(**SKIP))
    assert pair.bring("node1", options(**SKIP)) == {"operations": []}
    assert pair.state_of("node1") == IN_SYNC
    assert pair.sh("node1", "ls /etc/drbd.d").split() == ["global_common.conf", "san0.res"]


def test_a_run_killed_while_promoted_for_the_first_sync_is_demoted_by_the_next(pair):
    pair.bring("node2", options(**FULL))
    assert pair.bring("node1", options(**FULL), kill="+" + PRIMARY) == {}
    assert pair.state_of("node1").split()[1] == "Primary/Secondary"
    assert pair.bring("node1", options(**FULL)) == {"operations": ["demote san0 after its first sync"]}
    assert pair.state_of("node1").split()[1] == "Secondary/Secondary"


OCF = "/usr/lib/ocf/resource.d"
CLONE = "-o CRM_meta_clone_max=2 -o CRM_meta_clone_node_max=1 -o CRM_meta_master_max=1"


# LINBIT's agent as a cluster runs it, and ours in front of it, which needs no notifications.
@pytest.mark.parametrize("provider, more", [("linbit", "-o CRM_meta_notify=true"), ("quorate", "")])
def test_ocf_tester_passes_on_both_nodes(pair, provider, more):
    brought_up(pair)
    agent = f"{OCF}/{provider}/drbd"
    # The images have no xmllint: test_metadata_are_valid has its part.
    pair.both("printf '#!/bin/sh\ncat > /dev/null\n' > /usr/local/bin/xmllint; chmod 755 /usr/local/bin/xmllint")
    pair.both(f"mkdir -p {OCF}/quorate")
    for node in NODES:
        pair.put(TOP / "roles/pacemaker/files/ocf/drbd", f"{OCF}/quorate/drbd", node)
        tester = f"OCF_ROOT=/usr/lib/ocf ocf-tester -n test -o drbd_resource=san0 {CLONE} {more} {agent} 2>&1; true"
        said = pair.sh(node, tester)
        assert f"{agent} passed all tests" in said, said
        pair.sh(node, "drbdadm up san0")
