# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What initiators are served with is taken away by hand, and the replication is."""

from __future__ import annotations

import pair as bench
from ansible_collections.quorate.ha_storage.tests.faults.fault import EITHER, LINK_LOST, REPAIR, Fault
from ansible_collections.quorate.ha_storage.tests.faults.scene import Scene

TPG = f"/sys/kernel/config/target/iscsi/{bench.IQN}/tpgt_1"
UNMAP = f"""for acl in {TPG}/acls/*; do
  find $acl/lun_0 -type l -delete && rmdir $acl/lun_0
done"""


def repaired(scene: Scene) -> None:
    """The failed monitor has been seen and forgotten, as after reading about it in the status."""
    scene.on(scene.where(), "crm_resource --cleanup", timeout=120)


def connected(scene: Scene) -> None:
    """What was disconnected by hand is connected by hand."""
    for node in bench.NODES:
        scene.on(node, f"drbdadm connect {bench.NAME}")


def disconnect(scene: Scene, node: str) -> None:
    """Nobody told the cluster."""
    scene.on(node, f"drbdadm disconnect {bench.NAME}")


FAULTS = (
    Fault("target disabled", lambda scene: scene.on(scene.active, f"echo 0 >{TPG}/enable"), REPAIR, mend=repaired),
    Fault("LUN unmapped", lambda scene: scene.on(scene.active, UNMAP), REPAIR, mend=repaired, errors=True),
    Fault(
        "address removed",
        lambda scene: scene.on(scene.active, f"ip address delete {bench.ADDRESS}/{bench.PREFIX} dev iscsi0"),
        REPAIR,
        mend=repaired,
    ),
    Fault("replication disconnected here", lambda scene: disconnect(scene, scene.active), LINK_LOST, mend=connected),
    Fault("replication disconnected there", lambda scene: disconnect(scene, scene.standby), LINK_LOST, mend=connected),
    Fault(
        "replication taken down on the standby",
        lambda scene: scene.on(scene.standby, f"drbdadm down {bench.NAME}"),
        LINK_LOST,
        EITHER,
        mend=repaired,
    ),
)
