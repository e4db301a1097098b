# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The way on from a state in which a run has ended badly, by the role table of HPE's troubleshooting guide."""

from __future__ import annotations

from .model import Role, Status, View
from .pairing import Pairing, pairing

_BACK = "state=recovered with discard_peer_changes, then state=restored, on the array that has taken over"


_TEXTS = {
    Pairing.ALONE: "repair the management of the other array, and read both with hp3par_rcg_info before anything else",
    Pairing.BOTH: f"keep hosts off the array whose writes are to be discarded; {_BACK}",
    Pairing.MIXED: "setrcopygroup reverse -local -natural, on the side that is to change",
    Pairing.NONE: "neither side takes writes: an operator has to decide which copy is the right one",
}


def hint(view: View | None) -> str:
    """What an operator should look at, or do next."""
    if view is None or any(side is not None and side.group is None for side in (view.local, view.peer)):
        return "read both arrays with hp3par_rcg_info before anything else"
    kind = pairing(view)
    if kind in _TEXTS:
        return _TEXTS[kind]
    if any(group.status is not Status.STOPPED for group in view.groups):
        return "run it again: it goes on from what it finds"
    if any(group.role is Role.PRIMARY_REV for group in view.groups):
        return _BACK
    return "the direction is clear, replication is not running: state=started, or state=primary with resync_stopped"
