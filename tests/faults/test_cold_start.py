# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Both nodes lose power and come back in some order: only the newest data are ever served."""

from __future__ import annotations

import time

# Seconds in which a node that may serve would.
ENOUGH = 45


def lose_both(scene):
    """The standby first: what was written since then only the active node has."""
    scene.lab("kill", scene.standby)
    scene.written(within=60)
    time.sleep(5)
    scene.lab("kill", scene.active)


def test_the_node_with_old_data_comes_back_first(scene, survived):
    lose_both(scene)
    scene.lab("start", scene.standby)
    scene.exports_not(scene.standby, ENOUGH)
    scene.lab("start", scene.active)
    scene.exported_by(scene.active, within=120)
    survived(pause=None, errors=True)


def test_the_node_with_the_newest_data_comes_back_alone(scene, survived):
    newest = scene.active
    lose_both(scene)
    scene.lab("start", newest)
    scene.exported_by(newest, within=120)
    survived(pause=None, errors=True)
    assert scene.active == newest


def test_both_nodes_at_once(scene, survived):
    scene.lab("kill", scene.active, scene.standby)
    time.sleep(5)
    survived(pause=None, errors=True)
