# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A node ends, with and without warning."""

from __future__ import annotations

from ansible_collections.quorate.ha_storage.tests.faults.fault import SHUTDOWN, STANDBY, TAKEOVER, Fault
from ansible_collections.quorate.ha_storage.tests.faults.scene import Scene


def panic(scene: Scene, node: str) -> None:
    """The kernel of *node* has given up."""
    scene.on(node, "echo 1 >/proc/sys/kernel/sysrq; echo c >/proc/sysrq-trigger", timeout=5)


def shut_down(scene: Scene, node: str) -> None:
    """*node* goes down in order."""
    scene.on(node, "systemctl poweroff", timeout=10)


FAULTS = (
    Fault("power loss of the active node", lambda scene: scene.lab("kill", scene.active), TAKEOVER, STANDBY),
    Fault("power loss of the standby", lambda scene: scene.lab("kill", scene.standby), TAKEOVER),
    Fault("panic of the active node", lambda scene: panic(scene, scene.active), TAKEOVER, STANDBY),
    Fault("panic of the standby", lambda scene: panic(scene, scene.standby), TAKEOVER),
    Fault("shutdown of the active node", lambda scene: shut_down(scene, scene.active), SHUTDOWN, STANDBY),
    Fault("shutdown of the standby", lambda scene: shut_down(scene, scene.standby)),
    Fault(
        "the active node hangs",
        lambda scene: scene.lab("freeze", scene.active),
        TAKEOVER,
        STANDBY,
        # Its watchdog stands still, too, as no hardware does: what a hardware one would have done long ago.
        mend=lambda scene: scene.lab("kill", scene.active),
    ),
)
