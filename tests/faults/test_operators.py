# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What tired people do on the wrong node."""

from __future__ import annotations

from ansible_collections.quorate.ha_storage.tests.faults.fault import UNNOTICED

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


def test_what_would_hurt_is_refused(scene, survived):
    was, done = scene.active, []
    for place, line in REFUSED:
        told = scene.on(getattr(scene, place), f"{line} </dev/null >/run/faults.out 2>&1 || echo refused")
        done += [] if told.strip() == "refused" else [f"{place}: {line}"]
    survived(pause=UNNOTICED)
    assert (scene.active, done) == (was, [])
