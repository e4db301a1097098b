# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Programs of a node end or hang; the node itself goes on."""

from __future__ import annotations

import time

import pytest
from ansible_collections.quorate.ha_storage.tests.faults.scene import TAKEOVER, UNNOTICED


def signal(scene, node, name, program):
    """The *program* on *node* has got the signal *name*."""
    assert scene.on(node, f"kill -{name} $(pidof {program}) && echo done", timeout=10)


def test_corosync_of_the_active_node_is_killed(scene, survived):
    signal(scene, scene.active, "KILL", "corosync")
    scene.written(within=90)
    survived(pause=TAKEOVER)


def test_corosync_of_the_standby_is_killed(scene, survived):
    signal(scene, scene.standby, "KILL", "corosync")
    time.sleep(20)
    scene.written(within=60)
    survived(pause=TAKEOVER)
    assert scene.where() == scene.active


def test_corosync_of_the_active_node_hangs(scene, survived):
    signal(scene, scene.active, "STOP", "corosync")
    scene.exported_by(scene.standby, within=90)
    scene.written(within=60)
    survived(pause=TAKEOVER)


@pytest.mark.parametrize("daemon", ["pacemakerd", "pacemaker-based", "pacemaker-attrd", "pacemaker-fenced"])
def test_a_daemon_of_pacemaker_is_killed_on_the_active_node(scene, survived, daemon):
    signal(scene, scene.active, "KILL", daemon)
    time.sleep(15)
    survived(pause=TAKEOVER)


@pytest.mark.parametrize("place", ["active", "standby"])
def test_qdevice_is_killed(scene, survived, place):
    signal(scene, getattr(scene, place), "KILL", "corosync-qdevice")
    time.sleep(15)
    survived(pause=UNNOTICED)
    assert scene.where() == scene.active


def test_the_arbiters_daemon_is_killed(scene, survived):
    signal(scene, "arbiter", "KILL", "corosync-qnetd")
    time.sleep(15)
    survived(pause=UNNOTICED)
    assert scene.where() == scene.active
