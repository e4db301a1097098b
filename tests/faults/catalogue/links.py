# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A cable is cut or a port is blocked, and only that."""

from __future__ import annotations

import time

from ansible_collections.quorate.ha_storage.tests.faults.fault import LINK_LOST, STANDBY, TAKEOVER, Fault
from ansible_collections.quorate.ha_storage.tests.faults.scene import Scene

REPLICATION, VOTES, ISCSI = "tcp/7788", "tcp/5403", "tcp/3260"
FLAPS, BLOCKED = 10, 20


def flap(scene: Scene) -> None:
    """The replication link has gone and come back some times."""
    for _time in range(FLAPS):
        scene.lab("cut", scene.active, "repl")
        time.sleep(1)
        scene.lab("heal", scene.active, "repl")
        time.sleep(1)


FAULTS = (
    Fault("replication link alone", lambda scene: scene.lab("cut", scene.active, "repl"), LINK_LOST),
    Fault("replication port blocked", lambda scene: scene.lab("cut", scene.active, REPLICATION), LINK_LOST),
    Fault("replication link comes and goes", flap, 2 * LINK_LOST),
    Fault("active node cut off from everything", lambda scene: scene.lab("cut", scene.active), TAKEOVER, STANDBY),
    Fault("standby cut off from everything", lambda scene: scene.lab("cut", scene.standby), TAKEOVER),
    Fault("management link of the active node", lambda scene: scene.lab("cut", scene.active, "mgmt")),
    Fault("management link of the standby", lambda scene: scene.lab("cut", scene.standby, "mgmt")),
    Fault("arbiter lost and back", lambda scene: scene.lab("kill", "arbiter")),
    Fault("arbiter does not hear the active node", lambda scene: scene.lab("cut", scene.active, VOTES)),
    # The cluster does not see that, and must not make it worse.
    Fault("iSCSI port blocked", lambda scene: scene.lab("cut", scene.active, ISCSI), BLOCKED + 15, lasts=BLOCKED),
)
