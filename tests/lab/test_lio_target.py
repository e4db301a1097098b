# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""lio_target and its cluster agent on a real kernel (Debian 13), judged by targetcli, targetctl and rtslib."""

from __future__ import annotations

import os
import re
import shutil
import subprocess

import pytest
from ansible_collections.quorate.ha_storage.bench.node import ENGINE, TOP, Node
from ansible_collections.quorate.ha_storage.tests.lab import lio

AGENTS = "/usr/lib/ocf/resource.d/quorate"
TWO = [lio.lun(0), lio.lun(1, attributes={"emulate_tpu": 1})]


def disks(node: Node) -> None:
    for number in range(lio.DISKS):
        node.sh(f"dmsetup create disk{number} --table '0 65536 linear /dev/ubdb {number * 65536}'")


@pytest.fixture(scope="module")
def node():
    with Node(f"test-lio-{os.getpid()}") as machine:
        machine.put_engine()
        for subject in ("_address", "_lvm", "_service"):
            machine.put(TOP / "plugins/module_utils" / subject, f"{ENGINE}/ha_storage/")
        machine.sh(f"mkdir -p /usr/lib/quorate && ln -s {ENGINE}/ha_storage /usr/lib/quorate/ha_storage")
        machine.put(TOP / "roles/pacemaker/files/service.xml", "/usr/lib/quorate/service.xml")
        machine.sh(f"mkdir -p {AGENTS}")
        for agent in (TOP / "roles/pacemaker/files/ocf").iterdir():
            machine.put(agent, f"{AGENTS}/{agent.name}")
        disks(machine)
        yield machine


@pytest.fixture(autouse=True)
def nothing_left(node):
    yield
    lio.bring(node, lio.absent())
    assert node.sh(f"ls {lio.CORE}; ls -A {os.path.dirname(lio.SAVED)}").split() == ["alua"]


def test_the_module_four_ways(node):
    given = lio.options(TWO)
    gone = lio.absent()
    runs = [(given, True), (given, False), (given, True), (given, False), (gone, True), (gone, False), (gone, False)]
    assert lio.play(node, *runs) == [True, True, False, False, True, True, False]


def test_rtslib_and_targetcli_agree(node):
    lio.bring(node, lio.options(TWO))
    assert node.sh(f"stat -c %a {lio.SAVED}").strip() == "600"
    assert lio.differences(lio.saved(node), lio.dump(node)) == []
    tree = node.sh("targetcli ls 2>/dev/null")
    assert re.search(r"mapped_lun5 .*lun0 block/san0-lun0 \(ro\)", tree)
    assert re.search(rf"{lio.ESX[0]} \.*\.* \[mutual auth, Mapped LUNs: 2\]", tree)
    assert "[fd00::50]:3261" in tree
    for number in (0, 1):
        assert lio.serial(number) in node.sh(f"cat {lio.CORE}/iblock_*/san0-lun{number}/wwn/vpd_unit_serial")


def test_rtslib_restores_the_saved_file_to_what_we_call_unchanged(node):
    given = lio.options(TWO, discovery_auth={"enabled": True, "user": "d", "password": "secretsecret4",
                                             "mutual_user": None, "mutual_password": None})  # fmt: skip
    lio.bring(node, given)
    node.sh(f"cp {lio.SAVED} /root/ours.json; targetctl clear 2>/dev/null; targetctl restore /root/ours.json 2>&1")
    assert lio.differences(lio.saved(node), lio.dump(node)) == []
    assert lio.bring(node, given)["calls"] == []
    lio.bring(node, {**given, "discovery_auth": {"enabled": False}})
    assert lio.dump(node)["fabric_modules"] == []


def test_a_change_of_one_lun_writes_nothing_else(node):
    lio.bring(node, lio.options(TWO))
    done = lio.bring(node, lio.options([TWO[0], lio.lun(1, attributes={"emulate_tpu": 0})]))
    assert len(done["calls"]) == 1
    assert re.fullmatch(r"write core/iblock_\d+/san0-lun1/attrib/emulate_tpu", done["calls"][0])


def test_killed_at_any_call_the_next_run_converges(node):
    before, after = lio.options(TWO), lio.options([lio.lun(0, device="/dev/mapper/disk3"), lio.lun(2)])
    assert lio.kill_everywhere(node, lio.absent(), before) >= 40
    assert lio.kill_everywhere(node, before, after) >= 20
    assert lio.kill_everywhere(node, after, lio.absent()) >= 20


def test_killed_while_saving_no_half_file_is_left(node):
    lio.bring(node, lio.options(TWO))
    former = lio.saved(node)
    after = lio.options([TWO[0]])
    with pytest.raises(RuntimeError, match="return code (137|255)"):
        lio.bring(node, after, kill_saving=True)
    assert lio.saved(node) == former
    lio.bring(node, after)
    assert [lun["name"] for lun in lio.saved(node)["storage_objects"]] == ["san0-lun0"]
    assert node.sh(f"ls {lio.SAVED}.1").strip() == f"{lio.SAVED}.1"
    assert ".quorate" not in node.sh(f"ls -A {os.path.dirname(lio.SAVED)}")


@pytest.fixture
def session(node):
    """The node logs in to itself as an initiator."""
    name = node.sh("cat /etc/iscsi/initiatorname.iscsi | sed -n s/^InitiatorName=//p").strip()
    target = {"acls": [{"iqn": name}], "portals": [{"ip": lio.ADDRESS}]}
    lio.bring(node, lio.options(TWO, **target))
    node.sh("systemctl start iscsid; modprobe iscsi_tcp")
    node.sh(f"iscsiadm -m discovery -t st -p {lio.ADDRESS} && iscsiadm -m node -T {lio.IQN} -l && udevadm settle")
    yield target
    node.sh(f"iscsiadm -m node -T {lio.IQN} -u; iscsiadm -m node -o delete", check=False)


def disk(number: int) -> str:
    return f"/dev/disk/by-path/ip-{lio.ADDRESS}:3260-iscsi-{lio.IQN}-lun-{number}"


def test_sessions_of_what_is_untouched_stay(node, session):
    sessions = f"grep -h 'LIO Session ID' {lio.TPG}/acls/*/info"
    before = node.sh(sessions)
    write = f"timeout 60 dd if=/dev/zero of={disk(0)} bs=4k count=2000 oflag=direct 2>&1 & writer=$!; sleep 0.2;"
    node.sh("cat > /root/change.py", stdin=lio.program(lio.options([*TWO, lio.lun(2)], **session)))
    said = node.sh(f"{write} PYTHONPATH=/opt/engine python3 /root/change.py && wait $writer && echo written")
    assert said.endswith("written\n")
    allowed = lio.options(TWO, **session, allow_remove_luns_in_use=True)
    with pytest.raises(RuntimeError, match="would lose LUN 2"):
        lio.bring(node, lio.options(TWO, **session))
    node.sh("cat > /root/change.py", stdin=lio.program(allowed))
    said = node.sh(f"{write} PYTHONPATH=/opt/engine python3 /root/change.py && wait $writer && echo written")
    assert said.endswith("written\n")
    assert node.sh(sessions) == before


def test_a_wrong_mapping_is_repaired(node):
    lio.bring(node, lio.options(TWO))
    acl = f"{lio.TPG}/acls/{lio.ESX[0]}"
    node.sh(f"find {acl}/lun_1 -type l -delete; ln -s {lio.TPG}/lun/lun_0 {acl}/lun_1/wrong")
    assert lio.bring(node, lio.options(TWO))["operations"] == [f"change {lio.ESX[0]}"]
    assert lio.differences(lio.saved(node), lio.dump(node)) == []


def agent(node: Node, action: str, **more: str) -> int:
    values = {"config": lio.SAVED, "iqn": lio.IQN, **more}
    assignments = " ".join(f"OCF_RESKEY_{name}={value}" for name, value in values.items())
    return node.rc(f"{assignments} {AGENTS}/service {action}")


@pytest.mark.parametrize("name", ["drbd", "service"])
def test_metadata_are_valid(node, tmp_path, name):
    assert shutil.which("xmllint"), "install libxml2-utils"
    text = node.sh(f"{AGENTS}/{name} meta-data")
    for folder, schema in (("resource-agents", "ra-api-1.dtd"), ("pacemaker/api", "ocf-ra-1.1.rng")):
        (tmp_path / schema).write_text(node.sh(f"cat /usr/share/{folder}/{schema}"))
    for check in (["--valid"], ["--relaxng", "ocf-ra-1.1.rng"]):
        argv = ["xmllint", "--noout", *check, "-"]
        done = subprocess.run(argv, input=text, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr


def test_ocf_tester_passes(node):
    lio.bring(node, lio.options(TWO))
    # The images have no xmllint: test_metadata_are_valid has its part.
    node.sh("printf '#!/bin/sh\ncat > /dev/null\n' > /usr/local/bin/xmllint; chmod 755 /usr/local/bin/xmllint")
    tester = "OCF_ROOT=/usr/lib/ocf ocf-tester -n test"
    target = f"-o config={lio.SAVED} -o iqn={lio.IQN}"
    assert "passed all tests" in node.sh(f"{tester} {target} {AGENTS}/service 2>&1")
    node.sh("pvcreate -qq /dev/mapper/disk2 && vgcreate -qq vg-x /dev/mapper/disk2")
    node.sh("lvcreate -qq -an -Zn -L8M -n one vg-x && lvcreate -qq -an -Zn -L8M -n two vg-x")
    whole = f"{target} -o vg=vg-x -o device=/dev/mapper/disk2 -o addresses=10.99.0.1/32@lo"
    assert "passed all tests" in node.sh(f"{tester} {whole} {AGENTS}/service 2>&1")
    assert "10.99.0.1" not in node.sh("ip address show") and "vg--x" not in node.sh("dmsetup ls")
    node.sh("vgremove -qqy vg-x && pvremove -qq /dev/mapper/disk2")


MAPPED = f"{lio.TPG}/acls/{lio.ESX[1]}/lun_5"


@pytest.mark.parametrize(
    "harm",
    [
        f"rmdir '{lio.TPG}/np/[fd00::50]:3261'",
        f"find {lio.TPG}/acls/*/lun_[05] -type l -delete; find {lio.TPG}/lun/lun_0 -type l -delete",
        f"find {MAPPED} -type l -delete; rmdir {MAPPED}",
        f"find {MAPPED} -type l -delete; rmdir {MAPPED} {lio.TPG}/acls/{lio.ESX[1]}",
        f"echo 0 > {lio.TPG}/enable",
    ],
    ids=["portal", "lun", "mapping", "acl", "enable"],
)
def test_the_monitor_notices_what_is_missing(node, harm):
    lio.bring(node, lio.options(TWO))
    assert agent(node, "monitor") == 0
    node.sh(harm)
    assert agent(node, "monitor") == 1
    assert agent(node, "start") == 0
    assert agent(node, "monitor") == 0
    assert agent(node, "stop") == 0
    assert agent(node, "monitor") == 7


def test_a_failed_start_leaves_nothing(node):
    lio.bring(node, lio.options([*TWO, lio.lun(2)]))
    assert agent(node, "stop") == 0
    node.sh("dmsetup remove disk2")
    assert agent(node, "start") == 1
    assert node.sh(f"ls {lio.CORE}").split() == ["alua"]
    assert agent(node, "monitor") == 7
    node.sh(f"dmsetup create disk2 --table '0 65536 linear /dev/ubdb {2 * 65536}'")


# Prints the seconds that a command took if it returned 1.
TIMED_STOP = f"""
export OCF_RESKEY_config={lio.SAVED} OCF_RESKEY_iqn={lio.IQN} OCF_RESKEY_stop_deadline=3
timed() {{ b=$(date +%s%N); "$@"; [ $? = 1 ] && echo $((($(date +%s%N) - b) / 1000000))e-3; }}
timed"""


def test_a_stop_that_hangs_in_the_kernel_fails_in_time(node, session):
    node.sh("dmsetup suspend disk0")
    node.sh(f"(timeout -s KILL 60 dd if=/dev/zero of={disk(0)} bs=4k count=1 oflag=direct >/dev/null 2>&1 &); sleep 1")
    try:
        seconds = float(node.sh(f"{TIMED_STOP} {AGENTS}/service stop"))
    finally:
        node.sh("dmsetup resume disk0")
    assert 3 <= seconds < 6
    assert agent(node, "stop") == 0
