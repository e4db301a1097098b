# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The disk below the replication fails or hangs; the other node's is well."""

from __future__ import annotations

import time

import pytest
from ansible_collections.quorate.ha_storage.tests.faults.scene import TAKEOVER, UNNOTICED

# DRBD gives a peer up that completes nothing for ko-count (7) times its timeout (3 s).
PEER_GIVEN_UP = 7 * 3
FAIL = """set -e
dmsetup table vg0-san0 >/run/faults.table
dmsetup suspend --noflush --nolockfs vg0-san0
dmsetup load vg0-san0 --table "0 $(blockdev --getsz /dev/vg0/san0) error"
dmsetup resume vg0-san0
"""
MEND = """dmsetup suspend --noflush vg0-san0
dmsetup load vg0-san0 /run/faults.table
dmsetup resume vg0-san0
drbdadm attach san0
"""


@pytest.mark.parametrize("place", ["active", "standby"])
def test_the_disk_of_a_node_fails(scene, survived, place):
    node = getattr(scene, place)
    scene.on(node, FAIL)
    time.sleep(15)
    scene.written(within=60)
    scene.on(node, MEND)
    survived(pause=UNNOTICED)


def test_the_disk_of_the_standby_hangs(scene, survived):
    scene.on(scene.standby, "dmsetup suspend --noflush --nolockfs vg0-san0")
    scene.written(within=90)
    scene.lab("kill", scene.standby)
    survived(pause=PEER_GIVEN_UP + TAKEOVER)
    assert scene.where() == scene.active
