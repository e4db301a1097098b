# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a fault is: how it comes about, what the initiators may notice, who serves then, how it is mended."""

from __future__ import annotations

import os
import time
import typing as t

from ansible_collections.quorate.ha_storage.tests.faults.scene import Scene

Act = t.Callable[[Scene], object]
# Seconds, by the timeouts of the site; docs/design/faults.md has the sums.
UNNOTICED, MOVE, SHUTDOWN, LINK_LOST, TAKEOVER, REPAIR = 2, 4, 8, 8, 15, 16
# Seconds that a machine which tests share may add to each pause.
GRACE = float(os.environ.get("FAULTS_GRACE", "15"))

ACTIVE, STANDBY, EITHER = "active", "standby", "either"


class Fault(t.NamedTuple):
    """One entry of the failure list.

    name -- what happens, and where
    inject -- does it
    pause -- seconds that a write to a LUN may wait
    server -- who serves while the fault lasts and afterwards: the node that was ..., ACTIVE, STANDBY or EITHER
    lasts -- seconds until it is mended, beside what is waited for
    mend -- what an administrator does, beside healing links and switching on machines
    errors -- an initiator may get I/O errors, for something was taken away from it
    """

    name: str
    inject: Act
    pause: float = UNNOTICED
    server: str = ACTIVE
    lasts: float = 20
    mend: Act = bool
    errors: bool = False


def endure(scene: Scene, fault: Fault) -> None:
    """The *fault* has come and gone; those serve who should."""
    standby = scene.standby
    fault.inject(scene)
    if fault.server == STANDBY:
        scene.exported_by(standby, within=150)
        scene.written(within=60)
    else:
        time.sleep(fault.lasts)
    fault.mend(scene)


def server(scene: Scene, fault: Fault) -> str:
    """The node that shall serve after the *fault*, seen before it; empty where either may."""
    return {ACTIVE: scene.active, STANDBY: scene.standby}.get(fault.server, "")
