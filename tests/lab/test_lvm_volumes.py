# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""lvm_volumes on a real node: every call checked, run, checked and run again, and measured with other tools."""

from __future__ import annotations

import os

import pytest
from ansible_collections.quorate.ha_storage.bench import controller
from ansible_collections.quorate.ha_storage.bench.node import ENGINE, TOP, Node

DISK, LOOP = "/dev/ubdb", "/dev/loop0"
MIB = 1 << 20

# Runs the engine in the node as the module does; KILL is the command before (or, with a plus, after) which it dies.
RUN = """
import json, os, signal
from ha_storage._core.converge import bring
from ha_storage._core.errors import HaStorageError
from ha_storage._core.runner import run
from ha_storage._lvm.plan import plan
from ha_storage._lvm.spec import read_wanted
from ha_storage._lvm.system import LvmSystem

def watched(argv, **options):
    if KILL == argv[0]:
        os.kill(os.getpid(), signal.SIGKILL)
    result = run(argv, **options)
    if KILL == "+" + argv[0]:
        os.kill(os.getpid(), signal.SIGKILL)
    return result

def once(options, check):
    volume = {"size": None, "state": "present", "destroy_data": False}
    given = {"devices": [], "autoactivation": None, "state": "present", "destroy_data": False, "only_devices": False}
    given.update(options, volumes=[dict(volume, **each) for each in options.get("volumes", [])])
    wanted = read_wanted(given)
    try:
        outcome = bring(LvmSystem(wanted, watched), wanted, plan, check_mode=check)
    except HaStorageError as error:
        return str(error)
    return [operation.summary for operation in outcome.plan.operations]

print(json.dumps([once(options, check) for options, check in RUNS]))
"""


@pytest.fixture(scope="module")
def node():
    with Node(f"test-lvm-{os.getpid()}") as booted:
        booted.sh("truncate -s 256M /root/disk.img && losetup /dev/loop0 /root/disk.img")
        booted.put_engine()
        booted.put(TOP / "plugins" / "module_utils" / "_lvm", f"{ENGINE}/ha_storage/")
        yield booted


def runs(node, *wanted, kill=""):
    """What the engine says to each pair of options and check mode: its operations, or an error."""
    return node.python(f"RUNS, KILL = {list(wanted)!r}, {kill!r}\n{RUN}")


def four_ways(node, **options):
    """Check mode foretells the change, the change is made, and there is nothing left to do; gives the operations."""
    foretold, done, *again = runs(node, *((options, check) for check in (True, False, True, False)))
    assert isinstance(done, list), done
    assert done
    assert foretold == done
    assert again == [[], []]
    return done


def sizes(node):
    """Bytes by volume of vg0, as device-mapper tells them."""
    found: dict[str, int] = {}
    # A volume that has grown has a line for each of its segments.
    for line in node.sh("dmsetup table").splitlines():
        if not line.startswith("vg0-"):
            continue
        name, _start, length = line.split()[:3]
        name = name.split("-", 1)[1].rstrip(":")
        found[name] = found.get(name, 0) + int(length) * 512
    return found


def test_a_life_of_a_volume_group(node):
    volumes = [{"name": "a", "size": "100m"}, {"name": "b", "size": "50%FREE"}]
    made = four_ways(node, vg="vg0", devices=[DISK], autoactivation=False, volumes=volumes)
    assert made[:2] == [f"make {DISK} a physical volume", f"make volume group vg0 on {DISK}"]
    assert sizes(node) == {"a": 100 * MIB, "b": 972 * MIB}

    node.sh("mkfs.ext4 -q /dev/vg0/a && mkdir -p /mnt/a && mount /dev/vg0/a /mnt/a && echo kept > /mnt/a/file")
    volumes[0]["size"] = "121m"
    assert four_ways(node, vg="vg0", volumes=volumes) == ["grow vg0/a to 124m"]
    assert sizes(node)["a"] == 124 * MIB
    assert node.sh("cat /mnt/a/file").strip() == "kept"

    assert len(four_ways(node, vg="vg0", devices=[DISK, LOOP], autoactivation=True)) == 3
    assert node.sh("vgs --noheadings -o autoactivation,pv_count vg0").split() == ["enabled", "2"]
    node.sh("truncate -s 384M /root/disk.img && losetup -c /dev/loop0")
    assert four_ways(node, vg="vg0", devices=[DISK, LOOP]) == [f"use 128m more of {LOOP}, which has grown"]


REFUSED = [
    ({"vg": "vg0", "volumes": [{"name": "a", "size": "20m"}]}, "would cut off data"),
    ({"vg": "vg0", "volumes": [{"name": "a", "state": "absent"}]}, "set destroy_data=true"),
    ({"vg": "vg0", "volumes": [{"name": "a", "state": "absent", "destroy_data": True}]}, "is in use"),
    ({"vg": "vg0", "volumes": [{"name": "c", "size": "5g"}]}, "free, 5g are wanted"),
    ({"vg": "vg1", "devices": [DISK]}, "belongs to volume group vg0"),
    ({"vg": "vg1", "devices": ["/dev/ubda"]}, "/dev/ubda carries ext4"),
    ({"vg": "vg1", "devices": ["/dev/nothing"]}, "is no block device"),
    ({"vg": "vg0", "state": "absent", "destroy_data": True}, "volumes that were not named: a, b"),
]


def test_refusals_change_nothing(node):
    number = node.sh("vgs --noheadings -o seqno vg0")
    said = runs(node, *((options, check) for options, _reason in REFUSED for check in (True, False)))
    for index, (_options, reason) in enumerate(REFUSED):
        for answer in said[2 * index : 2 * index + 2]:
            assert str(answer).startswith("refused, nothing was changed")
            assert reason in answer
    assert node.sh("vgs --noheadings -o seqno vg0") == number


def test_a_group_goes_with_everything(node):
    node.sh("umount /mnt/a")
    names = [{"name": "a"}, {"name": "b"}]
    gone = four_ways(node, vg="vg0", devices=[DISK, LOOP], volumes=names, state="absent", destroy_data=True)
    assert gone[-1] == f"take LVM's label off {LOOP}"
    assert node.sh(f"blkid -p {DISK} {LOOP}; vgs; dmsetup ls | grep vg0; true") == ""


@pytest.mark.parametrize("step", ["pvcreate", "vgcreate", "lvcreate", "lvextend", "pvresize", "lvremove", "vgremove"])
@pytest.mark.parametrize("when", ["", "+"])
def test_a_run_that_is_killed_is_carried_on(node, step, when):
    begin = "vgremove -ff -y vg0 2>/dev/null; wipefs -aq /dev/ubdb"
    goal = {"vg": "vg0", "devices": [DISK], "volumes": [{"name": "a", "size": "20m"}]}
    if step in ("lvextend", "pvresize", "lvremove", "vgremove"):
        begin += "; pvcreate -qy --setphysicalvolumesize 1g /dev/ubdb && vgcreate -q vg0 /dev/ubdb"
        begin += "; lvcreate -qy -L 8m -n a vg0"
    if step in ("lvremove", "vgremove"):
        goal.update(state="absent", destroy_data=True)
    node.sh(f"{begin}; true")
    with pytest.raises((RuntimeError, IndexError)):
        runs(node, (goal, False), kill=when + step)
    assert isinstance(runs(node, (goal, False))[0], list)
    assert sizes(node) == ({} if goal.get("state") == "absent" else {"a": 20 * MIB})


def test_a_group_on_one_device_only(node):
    node.sh("vgremove -ff -y vg0 2>/dev/null; wipefs -aq /dev/ubdb; true")
    volumes = [{"name": "a", "size": "100%FREE"}]
    assert len(four_ways(node, vg="vg0", devices=[LOOP], only_devices=True, volumes=volumes)) == 3
    assert sizes(node) == {"a": 380 * MIB}


def test_without_lvm_check_mode_foretells_and_a_run_fails(node):
    options = {"vg": "vg9", "devices": [DISK], "volumes": [{"name": "a", "size": "1g"}]}
    node.sh("mkdir /root/sbin; mv /usr/sbin/vgs /usr/sbin/pvs /usr/sbin/lvs /root/sbin/")
    try:
        foretold, failed = runs(node, (options, True), (options, False))
    finally:
        node.sh("mv /root/sbin/* /usr/sbin/")
    assert len(foretold) == 3
    assert "is not installed" in failed


def test_the_modules_are_wired_to_the_engine(node):
    options = {"vg": "vg0", "devices": [LOOP], "volumes": [{"name": "a", "state": "absent", "destroy_data": True}]}
    tasks = [
        {"quorate.ha_storage.lvm_volumes": options, "check_mode": True},
        {"quorate.ha_storage.lvm_volumes": options},
        {"quorate.ha_storage.lvm_volumes": options},
        {"quorate.ha_storage.lvm_volumes": {"vg": "vg0"}, "failed_when": False},
        {"quorate.ha_storage.lvm_volumes_info": {"vg": "vg0"}},
    ]
    done = controller.run_tasks("node1", tasks, inventory=node.inventory(), **controller.AS_JSON)
    results = [task["hosts"]["node1"] for task in controller.results(done.stdout)]
    assert [result["changed"] for result in results] == [True, True, False, False, False]
    assert results[0]["diff"]["before"]["volumes"] == {"a": "380m"}
    assert results[4]["volume_groups"][0] == {
        "vg": "vg0",
        "devices": [LOOP],
        "autoactivation": True,
        "volumes": [],
        "size": 380 * MIB,
        "free": 380 * MIB,
    }
