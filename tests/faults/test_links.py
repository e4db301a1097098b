# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A cable is cut or a port is blocked, and only that: exactly one side serves."""

from __future__ import annotations

import time

import pytest
from ansible_collections.quorate.ha_storage.tests.faults.scene import LINK_LOST, TAKEOVER, UNNOTICED

# Seconds that a cut lasts where nothing shall come of it: longer than any timeout that could.
A_WHILE = 20
REPLICATION, VOTES, ISCSI = "tcp/7788", "tcp/5403", "tcp/3260"


def test_replication_link_alone(scene, survived):
    scene.lab("cut", scene.active, "repl")
    time.sleep(A_WHILE)
    scene.written(within=60)
    assert scene.where() == scene.active
    survived(pause=LINK_LOST)
    assert scene.where() == scene.active


def test_replication_port_blocked(scene, survived):
    scene.lab("cut", scene.active, REPLICATION)
    time.sleep(A_WHILE)
    scene.written(within=60)
    survived(pause=LINK_LOST)
    assert scene.where() == scene.active


def test_replication_link_comes_and_goes(scene, survived):
    for _time in range(10):
        scene.lab("cut", scene.active, "repl")
        time.sleep(1)
        scene.lab("heal", scene.active, "repl")
        time.sleep(1)
    survived(pause=2 * LINK_LOST)
    assert scene.where() == scene.active


def test_active_node_cut_off_from_everything(scene, survived):
    scene.lab("cut", scene.active)
    scene.exported_by(scene.standby, within=60)
    scene.written(within=60)
    survived(pause=TAKEOVER)


def test_standby_cut_off_from_everything(scene, survived):
    scene.lab("cut", scene.standby)
    time.sleep(A_WHILE)
    scene.written(within=60)
    survived(pause=TAKEOVER)
    assert scene.where() == scene.active


def test_arbiter_lost_and_back(scene, survived):
    scene.lab("kill", "arbiter")
    time.sleep(A_WHILE)
    assert scene.where() == scene.active
    survived(pause=UNNOTICED)
    assert scene.where() == scene.active


def test_the_arbiter_does_not_hear_the_active_node(scene, survived):
    scene.lab("cut", scene.active, VOTES)
    time.sleep(A_WHILE)
    survived(pause=UNNOTICED)
    assert scene.where() == scene.active


@pytest.mark.parametrize("place", ["active", "standby"])
def test_the_management_link_of_a_node(scene, survived, place):
    scene.lab("cut", getattr(scene, place), "mgmt")
    time.sleep(A_WHILE)
    survived(pause=UNNOTICED)
    assert scene.where() == scene.active


def test_the_iscsi_port_is_blocked_for_less_than_the_initiators_wait(scene, survived):
    """The cluster does not see that; it must not do anything about it either."""
    scene.lab("cut", scene.active, ISCSI)
    time.sleep(A_WHILE)
    survived(pause=A_WHILE + 15)
    assert scene.where() == scene.active
