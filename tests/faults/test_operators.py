# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What tired people do on the wrong node: refused, or repaired without anybody's noticing."""

from __future__ import annotations

import pytest
from ansible_collections.quorate.ha_storage.tests.faults.scene import LINK_LOST, UNNOTICED

REFUSED = [
    ("active", "vgchange --activate n san0"),
    ("active", "lvremove --yes san0/lun0"),
    ("active", "drbdadm secondary san0"),
    ("active", "drbdadm down san0"),
    ("active", "drbdadm create-md --force san0"),
    ("active", "lvremove --yes vg0/san0"),
    ("standby", "vgchange --activate y san0"),
    ("standby", "drbdadm primary --force san0"),
    ("standby", "drbdadm create-md --force san0"),
    ("standby", "lvremove --yes vg0/san0"),
]


@pytest.mark.parametrize(("place", "line"), REFUSED)
def test_refused(scene, survived, place, line):
    node = getattr(scene, place)
    assert scene.on(node, f"{line} </dev/null >/run/faults.out 2>&1 || echo refused").strip() == "refused"
    survived(pause=UNNOTICED)
    assert scene.where() == scene.active


@pytest.mark.parametrize("place", ["active", "standby"])
def test_the_replication_is_disconnected_and_connected_again(scene, survived, place):
    node = getattr(scene, place)
    scene.on(node, "drbdadm disconnect san0")
    scene.written(within=60)
    scene.on(node, "drbdadm connect san0")
    survived(pause=LINK_LOST)
    assert scene.where() == scene.active


def test_the_replication_of_the_standby_is_taken_down(scene, survived):
    scene.on(scene.standby, "drbdadm down san0")
    scene.written(within=60)
    scene.clean_up()
    survived(pause=LINK_LOST)
    assert scene.where() == scene.active
