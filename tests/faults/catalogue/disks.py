# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The disk below the replication fails or hangs on one node; the other one's is well."""

from __future__ import annotations

import time

import pair as bench
from ansible_collections.quorate.ha_storage.tests.faults.fault import MOVE, STANDBY, TAKEOVER, UNNOTICED, Fault
from ansible_collections.quorate.ha_storage.tests.faults.scene import Scene

DISK = "vg0-san0"
# DRBD gives a peer up that completes nothing for ko-count (7) times its timeout (3 s).
PEER_GIVEN_UP = 7 * 3
# The interval of the monitor, its limit, and the limit of the stop that hangs, too: then the node is fenced.
HUNG_NOTICED, HUNG_STOP = 10 + 37, 20
FAIL = f"""set -e
dmsetup table {DISK} >/run/faults.table
dmsetup suspend --noflush --nolockfs {DISK}
dmsetup load {DISK} --table "0 $(cut -d' ' -f2 /run/faults.table) error"
dmsetup resume {DISK}
"""
MEND = f"""set -e
dmsetup suspend --noflush --nolockfs {DISK}
dmsetup load {DISK} /run/faults.table
dmsetup resume {DISK}
drbdadm attach {bench.NAME}
"""
HANG = f"dmsetup suspend --noflush --nolockfs {DISK}"


def move_with_a_hung_disk(scene: Scene) -> None:
    """An administrator moves the service away when it is too late: the stop hangs."""
    scene.on(scene.active, HANG)
    scene.on(scene.standby, f"crm_resource --resource {bench.NAME} --ban --node {scene.active} --lifetime PT5M")


def cleared(scene: Scene) -> None:
    """The constraint of the move has gone."""
    scene.on(scene.standby, f"crm_resource --resource {bench.NAME} --clear")


def pull_the_plug(scene: Scene) -> None:
    """Nothing else ends what waits for a disk that does not come back."""
    scene.lab("kill", scene.standby)
    time.sleep(2)


FAULTS = (
    Fault(
        "disk of the active node fails",
        lambda scene: scene.on(scene.active, FAIL),
        # It goes on by the other one's disk, and is moved to it: without its own, the loss of the link would end it.
        MOVE,
        STANDBY,
        mend=lambda scene: scene.on(scene.active, MEND),
    ),
    Fault(
        "disk of the standby fails",
        lambda scene: scene.on(scene.standby, FAIL),
        UNNOTICED,
        mend=lambda scene: scene.on(scene.standby, MEND),
    ),
    Fault(
        "disk of the active node hangs",
        lambda scene: scene.on(scene.active, HANG),
        HUNG_NOTICED + HUNG_STOP + TAKEOVER,
        STANDBY,
    ),
    Fault(
        "disk of the active node hangs, and the service is moved",
        move_with_a_hung_disk,
        HUNG_STOP + TAKEOVER,
        STANDBY,
        mend=cleared,
    ),
    Fault(
        "disk of the standby hangs",
        lambda scene: scene.on(scene.standby, HANG),
        PEER_GIVEN_UP + TAKEOVER,
        lasts=40,
        mend=pull_the_plug,
    ),
)
