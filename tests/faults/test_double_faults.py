# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The second fault comes before the first is healed."""

from __future__ import annotations

import time


def test_the_active_node_is_lost_while_the_standby_is_not_in_sync(scene, survived):
    """Half of the standby's data are old: it must wait, however long that takes."""
    scene.on(scene.active, "drbdadm disk-options --c-plan-ahead=0 --resync-rate=1M san0")
    scene.on(scene.standby, "drbdadm invalidate san0")
    time.sleep(5)
    scene.lab("kill", scene.active)
    scene.exports_not(scene.standby, 45)
    scene.lab("start", scene.active)
    scene.exported_by(scene.active, within=120)
    survived(pause=None, errors=True)


def test_the_arbiter_is_lost_and_then_the_active_node(scene, survived):
    """One vote of three: nobody may serve. With the arbiter back the standby does."""
    scene.lab("kill", "arbiter")
    time.sleep(15)
    scene.lab("kill", scene.active)
    scene.exports_not(scene.standby, 30)
    scene.lab("start", "arbiter")
    scene.exported_by(scene.standby, within=90)
    survived(pause=None, errors=True)
