# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A cable is cut, and only that: exactly one side serves."""

from __future__ import annotations

import time

GRACE = 15


def test_replication_link_alone(scene, survived):
    scene.lab("cut", scene.active, "repl")
    time.sleep(20)
    scene.written(within=60)
    assert scene.where() == scene.active
    survived(pause=12 + GRACE)
    assert scene.where() == scene.active


def test_active_node_cut_off_from_everything(scene, survived):
    scene.lab("cut", scene.active)
    scene.exported_by(scene.standby, within=60)
    scene.written(within=60)
    survived(pause=15 + GRACE)


def test_arbiter_lost_and_back(scene, survived):
    scene.lab("kill", "arbiter")
    time.sleep(15)
    assert scene.where() == scene.active
    survived(pause=2)
    assert scene.where() == scene.active


def test_active_node_cut_off_from_the_arbiter_and_the_peer_by_management(scene, survived):
    scene.lab("cut", scene.active, "mgmt")
    time.sleep(20)
    survived(pause=2)
    assert scene.where() == scene.active
