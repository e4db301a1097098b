# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""iscsi_session and the I/O probe with real open-iscsi, against a target that targetctl set up in the same node."""

from __future__ import annotations

import json
import os

import pytest
from ansible_collections.quorate.ha_storage.bench import controller
from ansible_collections.quorate.ha_storage.bench.node import ENGINE, TOP, Node

BASE = "iqn.2026-11.com.example:"
IQN = f"{BASE}san0"
PORTAL = {"ip": "10.77.30.11", "port": 3260}
SERIALS = [f"{number}98eff02-74fb-5b96-a0cd-06e5e3a1c2d{number}" for number in range(3)]
SECRET, MUTUAL = "secret-secret1", "target-secret2"
QUICK = {"node.session.initial_login_retry_max": "1", "node.conn[0].timeo.login_timeout": "5"}
TPG = f"/sys/kernel/config/target/iscsi/{IQN}/tpgt_1"

ENGINE_RUN = """
import json
from ha_storage._core.converge import bring
from ha_storage._core.errors import HaStorageError
from ha_storage._iscsi.plan import plan
from ha_storage._iscsi.report import overview, relogin_needed
from ha_storage._iscsi.spec import read_desired
from ha_storage._iscsi.system import IscsiSystem

system, desired = IscsiSystem(timeout=30), read_desired(GIVEN)
try:
    steps = bring(system, desired, plan, check_mode=False).plan.operations
    print(json.dumps({"steps": [step.summary for step in steps], "relogin": relogin_needed(system, desired),
                      **overview(system, desired.iqn)}))
except HaStorageError as error:
    print(json.dumps({"error": str(error), **error.details}))
"""


def acl(name: str, luns: list[int], **more: str) -> dict:
    mapped = [{"index": number, "tpg_lun": number, "write_protect": False} for number in luns]
    return {"node_wwn": BASE + name, "chap_userid": "u1", "chap_password": SECRET, "mapped_luns": mapped, **more}


def target() -> dict:
    """A saveconfig.json: three LUNs; esx1 sees two of them, esx2 all, with mutual CHAP."""
    disks = [
        {"plugin": "block", "name": f"lun{number}", "dev": f"/dev/mapper/disk{number}", "wwn": serial}
        for number, serial in enumerate(SERIALS)
    ]
    tpg = {
        "tag": 1,
        "enable": True,
        "attributes": {"authentication": 1, "generate_node_acls": 0},
        "portals": [{"ip_address": PORTAL["ip"], "port": PORTAL["port"], "iser": False, "offload": False}],
        "luns": [{"index": number, "storage_object": f"/backstores/block/lun{number}"} for number in range(3)],
        "node_acls": [
            acl("esx1", [0, 1]),
            acl("esx2", [0, 1, 2], chap_mutual_userid="t0", chap_mutual_password=MUTUAL),
        ],
    }
    return {"storage_objects": disks, "targets": [{"fabric": "iscsi", "wwn": IQN, "tpgs": [tpg]}]}


def options(**more: object) -> dict:
    chap = {"user": "u1", "password": SECRET, "mutual_user": None, "mutual_password": None}
    return {
        "iqn": IQN,
        "portals": [PORTAL],
        "state": "logged_in",
        "chap": chap,
        "settings": {"node.session.timeo.replacement_timeout": 120, **QUICK},
        "relogin": False,
        "allow_logout_in_use": False,
        "timeout": 30,
        **more,
    }


def bring(node: Node, **more: object) -> dict:
    return node.python(f"GIVEN = {options(**more)!r}\n{ENGINE_RUN}")


def rename(node: Node, name: str) -> None:
    node.sh(f"echo InitiatorName={BASE}{name} > /etc/iscsi/initiatorname.iscsi; systemctl restart iscsid")


@pytest.fixture(scope="module")
def node():
    with Node(f"test-iscsi-{os.getpid()}") as machine:
        machine.put_engine()
        machine.put(TOP / "plugins" / "module_utils" / "_iscsi", f"{ENGINE}/ha_storage/")
        machine.put(TOP / "roles" / "iscsi_initiator" / "files" / "io_probe.py", "/root/io_probe.py")
        for number in range(3):
            size = 131072 + 32768 * number
            machine.sh(f"dmsetup create disk{number} --table '0 {size} linear /dev/ubdb {number * 262144}'")
        machine.sh("modprobe iscsi_target_mod; mkdir -p /etc/target; cat > t.json", stdin=json.dumps(target()))
        machine.sh("targetctl restore t.json")
        yield machine


@pytest.fixture(autouse=True)
def at_first_esx1_without_records(node):
    node.sh("iscsiadm -m node -u; iscsiadm -m node -o delete; true")
    rename(node, "esx1")


def test_the_disks_are_those_of_the_description(node):
    found = bring(node)
    (session,) = found["sessions"]
    assert [(lun["number"], lun["serial"]) for lun in session["luns"]] == list(enumerate(SERIALS[:2]))
    assert [lun["size"] for lun in session["luns"]] == [64 << 20, 80 << 20]
    assert [lun["wwid"] for lun in session["luns"]] == [
        "naa.6001405" + serial.replace("-", "")[:25] for serial in SERIALS[:2]
    ]
    seen = json.loads(node.sh("lsblk -J -b -o PATH,SERIAL,SIZE -e 98,253,254"))["blockdevices"]
    assert [(disk["path"], disk["serial"], disk["size"]) for disk in seen] == [
        (lun["device"], lun["serial"], lun["size"]) for lun in session["luns"]
    ]
    assert found["relogin"] == []
    assert bring(node)["steps"] == []
    assert node.sh("find /var/lib/iscsi/nodes -type f -exec stat -c %a {} +").split() == ["600"]


def test_the_module_four_ways_and_its_twin(node):
    gone = {"iqn": IQN, "state": "absent"}
    given = {"iqn": IQN, "portals": [PORTAL], "chap": {"user": "u1", "password": SECRET}, "settings": QUICK}
    runs = [(given, True), (given, False), (given, True), (given, False), (gone, True), (gone, False), (gone, False)]
    assert play(node, runs) == [True, True, False, False, True, True, False]


def play(node: Node, runs: list[tuple[dict, bool]]) -> list[bool]:
    """Whether each run (options, check mode) said "changed"; before the end of the session, the twin tells of it."""
    module = "quorate.ha_storage.iscsi_session"
    tasks = [{module: given, "check_mode": check, "register": f"run{at}"} for at, (given, check) in enumerate(runs)]
    tasks.insert(4, {f"{module}_info": {}, "register": "info"})
    changed = ", ".join(f"run{at}.changed" for at in range(len(runs)))
    shown = f"VERDICT {{{{ [info.sessions | length, info.targets[0].state, info.initiator, [{changed}]] | to_json }}}}"
    tasks.append({"ansible.builtin.debug": {"msg": shown}})
    done = controller.run_tasks("node1", tasks, "-vv", "--diff", inventory=node.inventory())
    assert done.returncode == 0, done.stdout + done.stderr
    assert SECRET not in done.stdout.partition("PLAYBOOK")[2]
    line = next(line for line in done.stdout.splitlines() if "VERDICT" in line)
    *info, verdict = json.loads(line[line.index("[") : line.rindex("]") + 1].replace('\\"', '"'))
    assert info == [1, "logged_in", f"{BASE}esx1"]
    return verdict


def test_the_target_refuses_who_it_does_not_know(node):
    wrong = {**options()["chap"], "password": "wrong-secret-9"}
    for found in (bring(node, chap=wrong), bring(node, chap=None)):
        assert f"the CHAP users or secrets differ, or it has no ACL for {BASE}esx1" in found["error"]
        assert "secret-9" not in json.dumps(found)
    rename(node, "stranger")
    assert f"no ACL for {BASE}stranger" in bring(node)["error"]
    assert node.sh("ls /sys/class/iscsi_session").split() == []


def test_a_target_or_portal_that_is_not_there_ends_in_time(node):
    for more in ({"iqn": f"{BASE}none"}, {"portals": [{"ip": PORTAL["ip"], "port": 3299}]}):
        assert "no login within 5 s" in bring(node, **more)["error"]
    assert node.sh("ls /sys/class/iscsi_session").split() == []


def test_mutual_chap(node):
    rename(node, "esx2")
    chap = {**options()["chap"], "mutual_user": "t0", "mutual_password": MUTUAL}
    assert [lun["serial"] for lun in bring(node, chap=chap)["sessions"][0]["luns"]] == SERIALS
    false = {**chap, "mutual_password": "false-target-1"}
    found = bring(node, chap=false)
    assert found["relogin"] == [f"the session with {PORTAL['ip']}:3260 was logged in with another CHAP"]
    assert "cannot log in" in bring(node, chap=false, relogin=True)["error"]
    assert bring(node, chap=chap)["relogin"] == []


def test_new_limits_need_a_new_login_which_is_done_when_asked_for(node):
    bring(node)
    more = {"settings": {**QUICK, "node.session.timeo.replacement_timeout": 180}}
    assert "replacement_timeout" in bring(node, **more)["relogin"][0]
    done = bring(node, relogin=True, **more)
    assert [step.split(" iqn")[0] for step in done["steps"]] == ["log out of", "log in to"]
    assert node.sh("cat /sys/class/iscsi_session/*/recovery_tmo").strip() == "180"


def test_a_mounted_disk_is_not_taken_away(node):
    (session,) = bring(node)["sessions"]
    device = session["luns"][0]["device"]
    node.sh(f"mkfs.ext4 -qF {device}; mkdir -p /mnt/a; mount {device} /mnt/a")
    refused = bring(node, state="logged_out")["error"]
    assert f"LUN 0 ({device}) of {PORTAL['ip']}:3260 is in use: mounted on /mnt/a" in refused
    node.sh("umount /mnt/a")
    assert bring(node, state="absent", portals=[])["sessions"] == []


def test_the_probe_measures_a_pause_and_finds_nothing_lost(node):
    devices = " ".join(lun["device"] for lun in bring(node)["sessions"][0]["luns"])
    node.sh(
        f"(sleep 2; echo 0 > {TPG}/enable; sleep 3; echo 1 > {TPG}/enable; sleep 6; touch /run/enough) >/dev/null & "
        f"python3 io_probe.py --ledger ledger --until /run/enough --seconds 60 --destroys-data-on {devices} > found"
    )
    found = json.loads(node.sh("cat found"))
    assert found["errors"] == 0
    assert 3 <= found["longest_gap_seconds"] < 20
    checked = json.loads(node.sh("python3 io_probe.py --ledger ledger --verify"))
    assert (checked["lost"], checked["corrupt"]) == (0, 0)
    node.sh(f"dd if=/dev/zero of={devices.split()[0]} bs=4096 count=1 oflag=direct status=none")
    assert node.rc("python3 io_probe.py --ledger ledger --verify") == 1
