# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether the copies of the data allow a switchover."""

from __future__ import annotations

from .._core.errors import Refusal
from .._drbd.model import Live
from .._drbd.ready import connected, percent, standalone, up_to_date


def replication_problems(live: Live | None, resource: str) -> list[Refusal]:
    """Why a node must not take *resource* over now, as *live* (the view of one node) has it."""
    if live is None:
        return [
            Refusal(f"DRBD {resource} is down on the node that was asked", f"drbdadm up {resource}, or see crm_mon -1")
        ]
    if standalone(live):
        return [
            Refusal(f"DRBD {resource} is StandAlone: the two copies may differ", "see the playbook resolve_split_brain")
        ]
    if not connected(live):
        return [Refusal(f"DRBD {resource} is not connected to its peer", f"see drbdadm status {resource}")]
    if up_to_date(live):
        return []
    states = sorted({volume.disk_state for volume in live.volumes} | _peer_states(live))
    running = [
        volume.replication for peer in live.peers for volume in peer.volumes if volume.replication != "Established"
    ]
    if running:
        share = percent(live)
        done = "" if share is None else f", {share:g}% done"
        return [Refusal(f"DRBD {resource} is resynchronising ({running[0]}{done})", "wait until it has ended")]
    return [
        Refusal(
            f"not every copy of DRBD {resource} is up to date ({', '.join(states)})", f"see drbdadm status {resource}"
        )
    ]


def _peer_states(live: Live) -> set[str]:
    return {volume.disk_state for peer in live.peers for volume in peer.volumes}
