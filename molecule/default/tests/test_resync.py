# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""While a copy is overwritten by a resync a snapshot shows what it was; a full volume group stops nothing."""

from __future__ import annotations

import time

import pytest

SLOW = "drbdadm disk-options --c-plan-ahead=0 --resync-rate=2M san0"
SNAPSHOTS = "lvs --noheadings -o lv_name --select lv_tags=quorate-resync"
WELL = r"grep -q 'cs:Connected .* ds:UpToDate/UpToDate' /proc/drbd"
UNDER_WAY = "grep -q cs:SyncTarget /proc/drbd"


def until(condition, seconds, what):
    """Waits until *condition* holds."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, what
        time.sleep(0.5)


@pytest.fixture(name="behind")
def _behind(hosts, places, initiator):
    """Makes the standby lag behind by some 50 MB, and brings it back; says which hosts are active and standby."""
    active, standby = (hosts[name] for name in places())

    def make():
        standby.check_output("drbdadm disconnect san0")
        initiator.check_output("dd if=/dev/urandom of=$(ls /dev/disk/by-path/*san0-lun-3) bs=1M count=48 oflag=direct")
        active.check_output(SLOW)
        standby.check_output(SLOW)
        standby.check_output("drbdadm connect san0; drbdadm --dry-run adjust san0")
        active.run("drbdadm connect san0")
        return active, standby

    yield make
    for host in (active, standby):
        host.run("drbdadm adjust san0")
    until(lambda: standby.run(WELL).rc == 0, 180, "in sync")
    until(lambda: names(standby) == [], 60, "no snapshot any more")


def names(host):
    return host.check_output(SNAPSHOTS).split()


def test_there_is_a_snapshot_during_the_resync_and_none_after_it(behind):
    active, standby = behind()
    until(lambda: standby.run(UNDER_WAY).rc == 0, 60, "a resync")
    assert (names(standby), names(active)) == (["san0-before-resync"], [])
    standby.check_output("drbdadm adjust san0")
    active.check_output("drbdadm adjust san0")
    until(lambda: standby.run(WELL).rc == 0, 180, "in sync")
    until(lambda: names(standby) == [], 60, "no snapshot any more")


def test_a_full_volume_group_stops_nothing(behind, places, hosts):
    standby = hosts[places()[1]]
    standby.check_output("lvcreate --yes --extents 100%FREE --name ballast vg0")
    try:
        behind()
        until(lambda: standby.run(UNDER_WAY).rc == 0, 60, "a resync")
        assert names(standby) == []
        assert "no snapshot: a snapshot needs" in standby.check_output("journalctl -t quorate-drbd-snapshot -n 3")
        assert "san0: no snapshot on" in standby.check_output("sleep 2; journalctl -u quorate-alerts -n 20")
    finally:
        standby.check_output("lvremove --yes vg0/ballast")
