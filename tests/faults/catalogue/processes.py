# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Programs of a node end or hang; the node itself goes on."""

from __future__ import annotations

from ansible_collections.quorate.ha_storage.tests.faults.fault import EITHER, STANDBY, TAKEOVER, Act, Fault
from ansible_collections.quorate.ha_storage.tests.faults.scene import Scene

DAEMONS = ("pacemakerd", "pacemaker-based", "pacemaker-attrd", "pacemaker-fenced", "pacemaker-controld")


def signal(name: str, program: str, place: str) -> Act:
    """What sends the signal *name* to the *program* on the node that is *place*, or on the host of that name."""

    def send(scene: Scene) -> None:
        node = getattr(scene, place, place)
        assert scene.on(node, f"kill -{name} $(pidof {program}) && echo sent", timeout=10)

    return send


FAULTS = (
    Fault("corosync of the active node is killed", signal("KILL", "corosync", "active"), TAKEOVER, EITHER),
    Fault("corosync of the standby is killed", signal("KILL", "corosync", "standby"), TAKEOVER),
    Fault("corosync of the active node hangs", signal("STOP", "corosync", "active"), TAKEOVER, STANDBY),
    *(Fault(f"{daemon} is killed", signal("KILL", daemon, "active"), TAKEOVER, EITHER) for daemon in DAEMONS),
    Fault("qdevice of the active node is killed", signal("KILL", "corosync-qdevice", "active")),
    Fault("qdevice of the standby is killed", signal("KILL", "corosync-qdevice", "standby")),
    Fault("the arbiter's daemon is killed", signal("KILL", "corosync-qnetd", "arbiter")),
)
