# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The second fault comes before the first is healed."""

from __future__ import annotations

import json
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
    # If the cluster has tried to promote it all the same, it shows that failure for ten minutes (failure-timeout).
    survived(pause=None, errors=True, within=780)


def lose_all_votes_but_one(scene):
    """First the arbiter, then the active node: nobody may serve, and the standby is reset."""
    scene.lab("kill", "arbiter")
    time.sleep(15)
    scene.lab("kill", scene.active)
    scene.exports_not(scene.standby, 30)
    scene.lab("start", "arbiter")


def test_the_arbiter_is_lost_and_then_the_active_node(scene, survived):
    """After its reset the standby does not know whether the other has gone on without it, so a quorum is not enough."""
    lose_all_votes_but_one(scene)
    scene.exports_not(scene.standby, 60)
    survived(pause=None, errors=True)


def test_the_standby_is_all_that_is_left(scene, survived):
    """By the word of an administrator it serves; should the other come back, its changes go by another word only."""
    lost, left = scene.active, scene.standby
    lose_all_votes_but_one(scene)
    scene.drbd_is(left, "ds:Consistent", within=90)
    problems = scene.site.playbook("status.yml")
    assert "When one copy is all that is left" in problems
    scene.on(left, "drbdadm primary --force san0 && drbdadm secondary san0")
    scene.exported_by(left, within=60)
    scene.lab("start", lost)
    scene.drbd_is(left, "cs:StandAlone", within=120)
    # All of it is copied, and beside writes the site's policy would leave that little.
    scene.on(left, "drbdadm disk-options --c-min-rate=100M san0")
    decided = {"service": "san0", "victim": lost, "discard_data_of_victim": True}
    words = json.dumps({f"split_brain_{key}": value for key, value in decided.items()})
    scene.site.playbook("resolve_split_brain.yml", "-e", words)
    scene.on(left, "drbdadm adjust san0")
    survived(pause=None, errors=True)
    assert scene.active == left
