# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The role zfs makes two hosts that replicate by themselves; take-over, return, and a test on a clone."""

from __future__ import annotations

import time

import pytest
import yaml
from comstar.sbd import written
from comstar.state import Unit

from .site import BIG, SMALL, said

LUN = "sp1/lun0"
CLONE = "sp1/drill_lun0"
UNIT = written("600144f0c0ffee00000000000000000a", Unit(f"/dev/zvol/rdsk/{LUN}", 64 << 20))
SERIAL = "2f1b0c39-6c4e-5d8a-9a64-6f2f3d1a7b10"
TESTER = "iqn.2026-11.com.example:test1"
DRILL = {
    "zfs_drill_on": "ss2",
    "zfs_drill_by": "lio",
    "zfs_drill_iqn": "iqn.2026-11.com.example:drill",
    "zfs_drill_portals": [{"ip": "127.0.0.1"}],
    "zfs_drill_acls": [{"iqn": TESTER}],
}
NOT_NOW = time.strftime("daily at %H:%M", time.gmtime(time.time() + 12 * 3600))
POOL = {"name": "sp1", "vdevs": [{"type": "mirror", "devices": SMALL[:2]}], "spares": [SMALL[2]]}
PROPERTIES = {"properties": {"ashift": 12}, "filesystem_properties": {"mountpoint": "none", "snapdev": "visible"}}
VARIABLES = {
    "zfs_pools": [{**POOL, **PROPERTIES}],
    "zfs_volumes": [{"name": LUN, "size": "64m", "block_size": "16k", "sparse": True}],
    "zfs_replications": [{"name": "esx", "hosts": ["ss1", "ss2"], "datasets": [LUN], "schedule": NOT_NOW}],
}


@pytest.fixture(scope="module")
def pair(site):
    """Both after the role, and ss2 has its first copy."""
    for name in ("ss1", "ss2"):
        site.free(name, BIG, *SMALL)
    book = site.folder / "role.yml"
    book.write_text(
        yaml.safe_dump([{"hosts": "zfs", "gather_facts": False, "roles": ["quorate.ha_storage.zfs"], "vars": {}}])
    )
    site.play(book, **VARIABLES)
    again = site.play(book, **VARIABLES)
    assert {name: each["changed"] for name, each in again["stats"].items()} == {"ss1": 0, "ss2": 0}, said(again)
    site["ss1"].run(f"zfs set quorate.ha_storage:serial={SERIAL} {LUN}; zfs set quorate.ha_storage:lun=3 {LUN}")
    return site


def run_timer(pair, on):
    """What the timer would start."""
    pair[on].run(
        "systemctl start quorate-zfs@esx.service || { journalctl -n 30 --no-pager -u quorate-zfs@esx; false; }"
    )


def claims(pair):
    return {
        name: tuple(pair.value(name, LUN, "quorate.ha_storage:role", "quorate.ha_storage:epoch", "readonly"))
        for name in ("ss1", "ss2")
    }


def test_a_pool_with_mirror_and_spare_and_an_account_that_may_replicate_alone(pair):
    status = pair["ss1"].out("zpool", "status", "sp1")
    assert "mirror-0" in status and "spares" in status
    pair.write("ss1", LUN)
    run_timer(pair, "ss1")
    assert pair.checksum("ss1", LUN) == pair.checksum("ss2", LUN) != ""
    assert pair.value("ss2", LUN, "quorate.ha_storage:serial", "quorate.ha_storage:lun") == [SERIAL, "3"]
    assert pair["ss1"].run("systemctl is-active quorate-zfs@esx.timer").stdout == "active\n"
    asked = "runuser -u zfsadm -- ssh -o BatchMode=yes -i /var/lib/quorate/zfs/.ssh/id_ed25519 ss2"
    refused = pair["ss1"].run(f"{asked} zfs destroy -r {LUN}", check=False)
    assert refused.returncode and "refused" in refused.stderr and pair.snapshots("ss2", LUN)
    assert "refused" in pair["ss1"].run(f"{asked} id", check=False).stderr


def test_the_identity_of_comstar_goes_with_delegated_rights(pair):
    pair["ss1"].run(f"zfs set stmf_sbd_lu={UNIT} {LUN}")
    done = pair["ss1"].run("systemctl start quorate-zfs@esx.service", check=False)
    journal = pair["ss1"].out("journalctl", "-n", "5", "--no-pager", "-o", "cat", "-u", "quorate-zfs@esx")
    assert done.returncode == 0, journal
    assert pair.value("ss2", LUN, "stmf_sbd_lu") == [UNIT]


def test_a_clone_is_presented_by_lio_while_the_replication_goes_on(pair):
    pair.write("ss1", LUN, at=20)
    run_timer(pair, "ss1")
    then = pair.checksum("ss2", LUN)
    pair.play("zfs_drill.yml", DRILL, **VARIABLES)
    lio = "/sys/kernel/config/target"
    assert SERIAL in pair["ss2"].run(f"cat {lio}/core/iblock_*/*/wwn/vpd_unit_serial").stdout
    assert pair["ss2"].run(f"ls -d {lio}/iscsi/*/tpgt_1/acls/{TESTER}/lun_3").returncode == 0
    again = pair.play("zfs_drill.yml", DRILL, **VARIABLES)
    assert again["stats"]["ss2"]["changed"] == 0
    pair.write("ss1", LUN, at=30)
    run_timer(pair, "ss1")
    assert pair.checksum("ss1", LUN) == pair.checksum("ss2", LUN) != then == pair.checksum("ss2", CLONE)
    pair.play("zfs_drill.yml", DRILL, failed=True, **VARIABLES)
    pair.play("zfs_drill.yml", {**DRILL, "zfs_drill_replace": True}, **VARIABLES)
    assert pair.checksum("ss2", CLONE) == pair.checksum("ss2", LUN)
    pair.play("zfs_drill.yml", {**DRILL, "zfs_drill_state": "absent"}, **VARIABLES)
    assert pair["ss2"].run(f"ls {lio}/iscsi {lio}/core").stdout.find("iqn") < 0
    assert pair["ss2"].run(f"zfs list {CLONE}", check=False).returncode == 1


def test_there_and_back(pair):
    """Also where an inventory says whereto, which is not known yet when the hosts of a play are chosen."""
    pair.write("ss1", LUN, at=40)
    pair.play("zfs_takeover.yml", **VARIABLES, zfs_takeover_to="ss2")
    assert claims(pair) == {"ss1": ("replica", "1", "on"), "ss2": ("primary", "2", "off")}
    assert pair.checksum("ss1", LUN) == pair.checksum("ss2", LUN)
    pair.write("ss2", LUN, at=10)
    run_timer(pair, "ss1")
    run_timer(pair, "ss2")
    assert pair.checksum("ss1", LUN) == pair.checksum("ss2", LUN)
    pair.write("ss2", LUN, at=12)
    pair.play("zfs_failback.yml", **VARIABLES, zfs_failback_to="ss1")
    assert claims(pair) == {"ss1": ("primary", "3", "off"), "ss2": ("replica", "2", "on")}
    assert pair.checksum("ss1", LUN) == pair.checksum("ss2", LUN)


def test_a_disaster_both_claim_it_and_the_return_by_consent(pair):
    run_timer(pair, "ss1")
    pair.write("ss1", LUN, at=50)
    pair["ss1"].lose_power()
    vouched = {"zfs_takeover_to": "ss2", "zfs_takeover_vouch_other_is_down": True}
    pair.play("zfs_takeover.yml", vouched, **VARIABLES)
    pair.write("ss2", LUN, at=52)
    now = pair.checksum("ss2", LUN)
    pair["ss1"].start()
    pair["ss1"].run("zpool import -f sp1; udevadm settle")
    for on in ("ss1", "ss2"):
        assert pair[on].run("systemctl start quorate-zfs@esx.service", check=False).returncode
        assert "both sides claim" in pair[on].out("journalctl", "-n", "5", "--no-pager", "-u", "quorate-zfs@esx")
    shown = said(pair.play("zfs_failback.yml", {"zfs_failback_to": "ss1"}, failed=True, **VARIABLES))
    assert "modified" in shown
    guid = pair.value("ss1", f"{LUN}@{pair.snapshots('ss1', LUN)[-1]}", "guid")[0]
    assert guid in shown
    pair.play("zfs_failback.yml", {"zfs_failback_to": "ss1", "zfs_failback_discard_after": [guid]}, **VARIABLES)
    assert claims(pair)["ss1"][0] == "primary" and claims(pair)["ss2"][0] == "replica"
    assert pair.checksum("ss1", LUN) == pair.checksum("ss2", LUN) == now
