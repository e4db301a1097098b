# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""How far sites may be from each other, and what else they need."""

from __future__ import annotations

import dataclasses

# What has to have a network of its own.
PURPOSES = ("replication", "iscsi", "management", "arbiter")


@dataclasses.dataclass(frozen=True)
class Limits:
    """What is asked of two sites.

    round_trip_ms, round_trip_warn_ms -- between the nodes: more is refused, or only said
    arbiter_round_trip_ms -- from each node to the arbiter
    clock_seconds -- by which a node's clock may differ from the controller's
    memory_mib -- that each node has at least
    separate -- purposes that must not share a network
    """

    round_trip_ms: float = 5
    round_trip_warn_ms: float = 2
    arbiter_round_trip_ms: float = 200
    clock_seconds: float = 2
    memory_mib: int = 2048
    separate: tuple[str, ...] = PURPOSES
