# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A node ends, with and without warning."""

from __future__ import annotations

from ansible_collections.quorate.ha_storage.tests.faults.scene import MOVE, TAKEOVER, UNNOTICED

PANIC = "echo 1 >/proc/sys/kernel/sysrq; echo c >/proc/sysrq-trigger"


def taken_over(scene):
    """The standby serves."""
    scene.exported_by(scene.standby, within=60)
    scene.written(within=60)


def test_power_loss_of_the_active_node(scene, survived):
    scene.lab("kill", scene.active)
    taken_over(scene)
    survived(pause=TAKEOVER)
    # Stickiness: what came back does not take the service away again.
    assert scene.where() == scene.standby


def test_power_loss_of_the_standby(scene, survived):
    scene.lab("kill", scene.standby)
    scene.written(within=60)
    survived(pause=TAKEOVER)
    assert scene.where() == scene.active


def test_panic_of_the_active_node(scene, survived):
    scene.on(scene.active, PANIC, timeout=5)
    taken_over(scene)
    survived(pause=TAKEOVER)


def test_panic_of_the_standby(scene, survived):
    scene.on(scene.standby, PANIC, timeout=5)
    scene.written(within=60)
    survived(pause=TAKEOVER)
    assert scene.where() == scene.active


def test_shutdown_of_the_active_node(scene, survived):
    scene.on(scene.active, "systemctl poweroff", timeout=10)
    taken_over(scene)
    survived(pause=MOVE)


def test_shutdown_of_the_standby(scene, survived):
    scene.on(scene.standby, "systemctl poweroff", timeout=10)
    scene.written(within=60)
    survived(pause=UNNOTICED)
    assert scene.where() == scene.active


def test_hung_active_node(scene, survived):
    scene.lab("freeze", scene.active)
    taken_over(scene)
    # It was given up: nobody switches such a machine on again before it has been off.
    scene.lab("kill", scene.active)
    survived(pause=TAKEOVER)
