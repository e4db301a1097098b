# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Nodes with BMCs: the lost one is switched off by the other one, and by its watchdog where its BMC is lost, too."""

from __future__ import annotations

import pytest

# Seconds: what docs/design/fencing.md adds up for the idle lab. An agent tries a dead BMC for 20 s, then it is the
# watchdog's turn.
FENCED_BY_POWER = 10
FENCED_BEHIND_A_DEAD_BMC = 35


@pytest.fixture(scope="module", name="site")
def _site(site):
    site.build(pacemaker_start_at_boot=True, lab_fencing="agents_then_sbd")
    yield site
    site.build(pacemaker_start_at_boot=True, pacemaker_stop_removed=True)


def test_power_loss_of_the_active_node_that_a_bmc_confirms(scene, survived):
    heir = scene.standby
    scene.lab("kill", scene.active)
    scene.exported_by(heir, within=60)
    scene.written(within=60)
    survived(pause=FENCED_BY_POWER)
    assert scene.active == heir


def test_an_active_node_that_hangs_is_switched_off(scene, survived):
    scene.lab("freeze", scene.active)
    scene.exported_by(scene.standby, within=60)
    scene.written(within=60)
    survived(pause=FENCED_BY_POWER)


def test_an_active_node_that_is_cut_off_is_switched_off(scene, survived):
    scene.lab("cut", scene.active)
    scene.exported_by(scene.standby, within=60)
    scene.written(within=60)
    survived(pause=FENCED_BY_POWER)


def test_power_loss_of_the_standby(scene, survived):
    was = scene.active
    scene.lab("kill", scene.standby)
    scene.written(within=60)
    survived(pause=FENCED_BY_POWER)
    assert scene.active == was


def test_an_active_node_that_loses_its_bmc_as_well(scene, survived):
    scene.lab("unplug", scene.active)
    scene.exported_by(scene.standby, within=90)
    scene.written(within=60)
    survived(pause=FENCED_BEHIND_A_DEAD_BMC)
