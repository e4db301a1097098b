# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What initiators are served with is taken away by hand, or hangs."""

from __future__ import annotations

import pytest
from ansible_collections.quorate.ha_storage.tests.faults.scene import TAKEOVER

TPG = "/sys/kernel/config/target/iscsi/iqn.2026-11.com.example:san0/tpgt_1"
# Seconds: the monitor's interval, and a restart.
REPAIR = 10 + 6


def test_the_target_is_disabled(scene, survived):
    scene.on(scene.active, f"echo 0 >{TPG}/enable")
    scene.written(within=60)
    scene.clean_up()
    survived(pause=REPAIR)


def test_a_lun_is_removed(scene, survived):
    scene.on(scene.active, f"rm {TPG}/acls/*/lun_0/*-* {TPG}/acls/*/lun_0/[0-9a-f]*; rmdir {TPG}/acls/*/lun_0")
    scene.written(within=60)
    scene.clean_up()
    survived(pause=REPAIR, errors=True)


def test_the_address_is_removed(scene, survived):
    scene.on(scene.active, "ip address delete 10.77.30.50/24 dev iscsi0")
    scene.written(within=60)
    scene.clean_up()
    survived(pause=REPAIR)


@pytest.mark.parametrize("moved", [False, True])
def test_the_backing_device_of_the_active_node_hangs(scene, survived, moved):
    scene.on(scene.active, "dmsetup suspend --noflush --nolockfs vg0-san0")
    if moved:
        scene.on(scene.standby, f"crm_resource --resource san0 --move --node {scene.standby} --lifetime PT5M")
    scene.exported_by(scene.standby, within=180)
    scene.written(within=60)
    scene.on(scene.standby, "crm_resource --resource san0 --clear")
    # The monitor's interval, its limit and the bounded stop come before the fencing.
    survived(pause=TAKEOVER + (20 if moved else 45))
