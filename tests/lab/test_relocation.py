# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A service moves from one host to another with its Remote Copy group: real LUNs and hosts, simulated arrays.

The arrays take the time that OpenSVC's document on 3PAR replication shows in its logs: 2 s to synchronize, 5 s to
reverse. Our own is what is neither the arrays' nor in the host's commands, which are run once more by a shell for that.
RELOCATION_GRACE (seconds) is for machines that tests share; 0 is for a measurement on an idle one.
"""

from __future__ import annotations

import json
import os
import re
import sys

import pytest
import yaml
from ansible_collections.quorate.ha_storage.bench.node import TOP
from ansible_collections.quorate.ha_storage.tests.lab import proxy_host
from ansible_collections.quorate.ha_storage.tests.lab.relocation import (
    BASE,
    PORTALS,
    TPG,
    Promotion,
    Site,
    arrays,
    disk,
)
from ansible_collections.quorate.ha_storage.tests.lab.relocation_times import by_a_shell, measured
from hp3par.pair import new_pair
from hp3par.serve import Front

GRACE = float(os.environ.get("RELOCATION_GRACE", "15"))
SYNC, REVERSE = 2, 5
TAKE_OVER, OVERHEAD = 15, 3  # seconds at most
DEVICE, COMMON = disk(0), disk(1)
MODULE = "quorate.ha_storage.host_service"
KEYS = {"node1": "0x1", "node2": "0x2"}
MAP = "/dev/mapper/svc3"
STOP = (
    "systemctl stop svc1 && umount /opt/svc1 && vgchange -qq -an vg_svc1 && vgchange -qq --deltag {host} vg_svc1 && "
    f"sg_persist --out --clear --param-rk={{key}} {DEVICE} >/dev/null"
)
MULTIPATH = """defaults {{
  find_multipaths no
  reservation_key file
}}
multipaths {{
  multipath {{
    wwid {wwid}
    alias svc3
  }}
}}
"""
# Of a relocation, in tasks that serve both directions.
HERE = "{{ ['node1', 'node2'][(hp3par_rcg_to == 'hp3par2') | int] }}"
THERE = "{{ ['node1', 'node2'][(hp3par_rcg_to == 'hp3par1') | int] }}"


def description(host, **more):
    """svc1 on *host*, for the modules. Keys and tags are a host's own."""
    return {
        "name": "svc1",
        "luns": [{"device": DEVICE}],
        "reservation_key": KEYS.get(host) or host.replace("'node1', 'node2'", "'0x1', '0x2'"),
        "vg": "vg_svc1",
        "tag": host,
        "filesystems": [{"device": "/dev/vg_svc1/root", "mountpoint": "/opt/svc1", "type": "ext4"}],
        "units": ["svc1.service"],
        **more,
    }


def on(host, options, **more):
    """A task of the module on *host*."""
    return {"name": f"On {host}", MODULE: options, "delegate_to": host, **more}


@pytest.fixture(scope="module")
def site():
    with Site(f"test-relocation-{os.getpid()}", "relocation") as lab:
        lab.set_up()
        yield lab


@pytest.fixture(scope="module")
def started(site, tmp_path_factory):
    """svc1 runs on the first host, which has made it; the second one sees its LUN, and cannot write to it."""
    folder = tmp_path_factory.mktemp("started")
    site.log_in("node1")
    made = f"vgcreate -qq vg_svc1 {DEVICE} && lvcreate -qq -n root -l 100%FREE vg_svc1"
    site.sh("node1", f"{made} && mkfs.ext4 -q /dev/vg_svc1/root && vgchange -qq -an vg_svc1")
    start = on("node1", {**description("node1"), "state": "started"})
    checked, ran, again = site.tasks(folder, {**start, "check_mode": True}, start, {**start, "check_mode": True})
    assert checked["operations"] == ran["operations"] and not again["changed"]
    site.log_in("node2")
    return ran["operations"]


@pytest.fixture
def front(tmp_path):
    pair = new_pair("3par-3.3", task_seconds=REVERSE, resync_seconds=SYNC)
    with Front(pair, tmp_path) as running:
        yield running


def reservation(site, host, device=DEVICE):
    """(the holder, the type) as sg_persist, asked by this test, has it."""
    ask = f"sg_persist --no-inquiry --readonly --in --read-reservation {device}"
    # The first time, a disk tells that it was preempted.
    text = site.sh(host, f"{ask} 2>/dev/null || {ask}")
    found = re.search(r"Key=(0x\w+)\s+scope: LU_SCOPE,\s+type: ([^\n]+)", text)
    return (found.group(1), found.group(2).strip()) if found else None


def is_up(site, host):
    """Whether the service runs there, by other tools than the modules'."""
    line = "findmnt -n -o SOURCE /opt/svc1; systemctl is-active svc1; lvs --noheadings -o lv_active,vg_tags vg_svc1"
    said = site.sh(host, line, check=False).split()
    return said == ["/dev/mapper/vg_svc1-root", "active", "active", host], said


def test_a_start_makes_all_of_it_in_order(site, started):
    commands = [line.replace(DEVICE, "LUN") for line in started]
    assert commands == [
        "sg_persist --out --register-ignore --param-sark=0x1 LUN",
        "sg_persist --out --reserve --param-rk=0x1 --prout-type=5 LUN",
        "vgchange --addtag node1 vg_svc1",
        "vgchange --setautoactivation n vg_svc1",
        "vgchange --activate y vg_svc1",
        "fsck -T -p -t ext4 /dev/vg_svc1/root",
        "mount -t ext4 -o defaults /dev/vg_svc1/root /opt/svc1",
        "systemctl start svc1.service",
    ]
    assert is_up(site, "node1")[0] and reservation(site, "node1") == ("0x1", "Write Exclusive, registrants only")
    # The other host has the disk, read-only, and leaves the volume group alone.
    assert site.sh("node2", f"blockdev --getro {DEVICE}").strip() == "1"
    assert "active" not in site.sh("node2", "lvs --noheadings -o lv_active vg_svc1").split()


def relocate(site, front, folder, to):
    """The tasks of a relocation to the array *to*, by name (the last of each)."""
    for name, host, state in (("stop", THERE, "stopped"), ("start", HERE, "started")):
        others = {"other_tags": [THERE]} if state == "started" else {}
        task = {"name": f"Hosts {name}", MODULE: {**description(host), "state": state, **others}, "delegate_to": host}
        (folder / f"{name}.yml").write_text(yaml.safe_dump([task]))
    sides = [{"array": "hp3par1", "group": "svc1"}, {"array": "hp3par2", "group": "svc1.r12345"}]
    return site.playbook(
        TOP / "playbooks/rcg_switchover.yml",
        folder,
        hp3par_rcg_host="controller",
        hp3par_rcg_arrays=arrays(front),
        hp3par_rcg_services=[{"name": "svc1", "sides": sides, "mode": "periodic"}],
        hp3par_rcg_to=to,
        hp3par_rcg_poll_interval=1,
        hp3par_rcg_stop_tasks=str(folder / "stop.yml"),
        hp3par_rcg_start_tasks=str(folder / "start.yml"),
    )


def test_a_service_is_relocated_in_time_and_comes_back(site, started, front, tmp_path, capsys, record_property):
    seen = []
    with Promotion(site, front):
        for to, here, there, key in (("hp3par2", "node2", "node1", "0x2"), ("hp3par1", "node1", "node2", "0x1")):
            lines = int(site.sh(there, "wc -l < /opt/svc1/ledger"))
            moved = measured(relocate(site, front, tmp_path, to))
            assert is_up(site, here)[0] and not is_up(site, there)[0]
            assert reservation(site, here) == (key, "Write Exclusive, registrants only")
            assert reservation(site, there) is None
            ledger = site.sh(here, "sleep 0.6; cat /opt/svc1/ledger").split()
            assert len(ledger) > lines and ledger[-1] == here and ledger[lines - 1] == there
            verbs = [line.split()[0] for _side, line in front.pair.changes()][-4:]
            assert verbs == ["syncrcopy", "stoprcopygroup", "setrcopygroup", "startrcopygroup"]
            assert site.sh(here, f"blockdev --getro {DEVICE}").strip() == "0"
            own = (
                moved.take_over
                - SYNC
                - REVERSE
                - by_a_shell(site, here, STOP.format(host=here, key=key), moved.commands)
            )
            seen.append((moved.take_over, own))
            with capsys.disabled():
                sys.stdout.write(f"\nto {here}: take-over {moved.take_over:.1f} s, {own:.1f} s of it our own; ")
                sys.stdout.write(f"pause {moved.pause:.1f} s\n")
    record_property("ours", json.dumps([round(whole, 2) for whole, _own in seen]))
    record_property("baseline", json.dumps([round(whole - own, 2) for whole, own in seen]))
    # After both, so that the service is at home again for the other tests.
    assert all(whole <= TAKE_OVER + GRACE and own <= OVERHEAD + GRACE for whole, own in seen), seen


def test_the_tree_shows_both_hosts_and_a_description_that_differs(site, started, tmp_path):
    seen = [
        {
            **on(host, None),
            f"{MODULE}_info": {**description(host), "vg": vg},
            "register": name,
        }
        for host, vg, name in (("node1", "vg_svc1", "one"), ("node2", "vg_svc1", "two"), ("node2", "vg_none", "other"))
    ]
    for task in seen:
        del task[MODULE]
    trees = "{{ [{'node1': one, 'node2': second} | quorate.ha_storage.host_service_overview('svc1')] }}"
    shown = [
        {"ansible.builtin.debug": {"msg": trees.replace("second", name)}, "name": "Tree"} for name in ("two", "other")
    ]
    *_told, alike, differing = site.tasks(tmp_path, *seen, *shown)
    (alike,), (differing,) = alike["msg"], differing["msg"]
    assert alike["overall"] == "up" and alike["hosts"] == {"node1": "up", "node2": "down"}
    assert any(line.startswith(f"    ├ lun {DEVICE}: ") and line.endswith("by nobody") for line in alike["text"])
    assert alike["different"] == [] and differing["different"] == ["node1", "node2"]
    assert differing["overall"] == "warn"


def test_a_host_that_is_gone_is_pushed_aside_and_cannot_write_any_more(site, started, tmp_path):
    def svc2(host, state, **more):
        options = {"name": "svc2", "luns": [{"device": COMMON}], "reservation_key": KEYS[host], "state": state}
        return on(host, {**options, **more}, ignore_errors=True)

    refused = svc2("node2", "started")
    pushed = svc2("node2", "started", preempt_reservation=True)
    ran = site.tasks(tmp_path, svc2("node1", "started"), refused, pushed, {**pushed, "check_mode": True})
    assert [result["changed"] for result in ran] == [True, False, True, False]
    assert "0x1 can write to" in ran[1]["refusals"][0]
    assert reservation(site, "node1", COMMON) == ("0x2", "Write Exclusive, registrants only")
    write = f"dd if=/dev/zero of={COMMON} bs=4096 count=1 oflag=direct status=none"
    assert site.on("node1", write, check=False).returncode != 0 and site.on("node2", write).returncode == 0
    site.tasks(tmp_path, svc2("node2", "stopped"))
    assert reservation(site, "node1", COMMON) is None
    assert "NO registered reservation keys" in site.sh(
        "node1", f"sg_persist --no-inquiry --readonly --in --read-keys {COMMON}"
    )


def test_a_map_of_multipathd_is_promoted_and_reserved_on_all_its_paths(site, started, tmp_path):
    """On the second host, whose LUN is read-only so far."""
    site.log_in("node2", PORTALS[1])
    wwid = site.sh("node2", f"/lib/udev/scsi_id --whitelisted --device={DEVICE}").strip()
    site.sh("node2", "cat > /etc/multipath.conf", stdin=MULTIPATH.format(wwid=wwid))
    paths = [disk(0, portal) for portal in PORTALS]
    # As the kernel of a host that has just been started has them.
    site.sh("arrays", f"echo 1 > {TPG}/acls/{BASE}node2/lun_0/write_protect")
    rescan = "echo 1 > /sys/class/block/$(basename $(readlink -f $path))/device/rescan"
    site.sh("node2", f"for path in {' '.join(paths)}; do {rescan}; done")
    site.sh("node2", "modprobe dm_multipath; systemctl start multipathd; multipath >/dev/null; udevadm settle")
    readonly = f"for disk in {MAP} {' '.join(paths)}; do blockdev --getro $disk; done"
    assert site.sh("node2", readonly).split() == ["1", "1", "1"]
    site.sh("arrays", f"echo 0 > {TPG}/acls/{BASE}node2/lun_0/write_protect")
    lun = {"device": MAP, "multipath": True, "paths": paths}
    both = [
        on("node2", {"name": "svc3", "luns": [lun], "reservation_key": "0x2", "state": state})
        for state in ("started", "stopped")
    ]
    started_, again, stopped = site.tasks(tmp_path, both[0], {**both[0], "check_mode": True}, both[1])
    assert [result["changed"] for result in (started_, again, stopped)] == [True, False, True]
    assert f"multipathd reload map {MAP.rpartition('/')[2]}" in started_["operations"]
    assert again["after"]["resources"][0]["seen"] == "writable, reserved by 0x2"
    assert site.sh("node2", readonly).split() == ["0", "0", "0"]
    assert reservation(site, "node2") is None
    site.sh("node2", f"multipath -f {MAP}; systemctl stop multipathd multipathd.socket")


def test_the_proxy_runs_confined_and_answers_what_is_allowed(site, tmp_path):
    assert proxy_host.set_up(site, tmp_path) == (True, False)
    level = site.sh(proxy_host.NODE, f"systemd-analyze security --no-pager {proxy_host.UNIT}").splitlines()[-1]
    assert float(re.search(r"service: ([\d.]+)", level).group(1)) < 3, level
    line = f"grep -E '^(CapEff|NoNewPrivs|Seccomp):' /proc/$(systemctl show -P MainPID {proxy_host.UNIT})/status"
    assert site.sh(proxy_host.NODE, line).split() == ["CapEff:", "0" * 16, "NoNewPrivs:", "1", "Seccomp:", "2"]
    answer = proxy_host.ask(site, cmd="showrcopy links")
    assert answer["ret"] == 0 and "Up" in answer["out"]
    refusal = {"ret": 1, "out": "", "err": "this command is not allowed for this node-service-array id"}
    assert proxy_host.ask(site, cmd="showrcopy  links") == refusal
    assert proxy_host.ask(site, cmd="removercopygroup -f svc1") == refusal
    assert proxy_host.ask(site, cmd="showrcopy links", token="wrong") == refusal
    info = {"quorate.ha_storage.hp3par_rcg_info": proxy_host.pair(), "delegate_to": "node1", "name": "Look"}
    stop = {"quorate.ha_storage.hp3par_rcg_state": {**proxy_host.pair(), "state": "stopped"}}
    stop = {**stop, "delegate_to": "node1", "name": "Stop"}
    before, first, second = site.tasks(tmp_path, info, stop, stop)
    assert before["health"]["status"] == "up" and (first["changed"], second["changed"]) == (True, False)
    audit = site.sh(proxy_host.NODE, f"journalctl -u {proxy_host.UNIT} -o cat | grep -c 'stoprcopygroup -f svc1'")
    assert audit.strip() == "1"
