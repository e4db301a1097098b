# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A node ends without warning."""

from __future__ import annotations

# Seconds: what the timeouts of the site add up to, and what a machine that tests share may add.
FENCED_BY_WATCHDOG = 15
GRACE = 15


def test_power_loss_of_the_active_node(scene, survived):
    scene.lab("kill", scene.active)
    scene.exported_by(scene.standby, within=60)
    scene.written(within=60)
    survived(pause=FENCED_BY_WATCHDOG + GRACE)
    # Stickiness: what came back does not take the service away again.
    assert scene.where() == scene.standby


def test_power_loss_of_the_standby(scene, survived):
    scene.lab("kill", scene.standby)
    scene.written(within=60)
    survived(pause=FENCED_BY_WATCHDOG + GRACE)
    assert scene.where() == scene.active


def test_panic_of_the_active_node(scene, survived):
    scene.site.on(scene.active, "echo 1 >/proc/sys/kernel/sysrq; echo c >/proc/sysrq-trigger", timeout=20, check=False)
    scene.exported_by(scene.standby, within=60)
    scene.written(within=60)
    survived(pause=FENCED_BY_WATCHDOG + GRACE)
