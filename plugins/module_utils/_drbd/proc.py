# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads ``/proc/drbd`` of DRBD 8.4, which answers even while DRBD waits for a handler, as its tools do not. Pure."""

from __future__ import annotations

import dataclasses
import re

_STATE = re.compile(r"^ *(\d+): cs:(\S+)(?:\s+ro:([^/\s]+)/\S+\s+ds:([^/\s]+)/(\S+))?")
_OUT_OF_SYNC = re.compile(r"\boos:(\d+)")


@dataclasses.dataclass(frozen=True)
class Replica:
    """One volume: the states of both copies as DRBD spells them, its role here, and how many bytes differ.

    A device without its disk and connection (``Unconfigured``) has no role.
    """

    disk: str
    peer: str
    connection: str
    out_of_sync: int = 0
    role: str = ""


def parse_replicas(text: str) -> dict[int, Replica]:
    """By minor, the volumes in the *text* of ``/proc/drbd``."""
    found: dict[int, Replica] = {}
    minor = -1
    for line in text.splitlines():
        state, amount = _STATE.match(line), _OUT_OF_SYNC.search(line)
        if state:
            minor = int(state[1])
            found[minor] = Replica(state[4] or "Unconfigured", state[5] or "DUnknown", state[2], role=state[3] or "")
        elif amount and minor in found:
            found[minor] = dataclasses.replace(found[minor], out_of_sync=int(amount[1]) << 10)
    return found
