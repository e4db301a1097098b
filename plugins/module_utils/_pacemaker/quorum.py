# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What corosync says of this node's partition. Pure."""

from __future__ import annotations

import dataclasses
import re

_FLAGS = re.compile(r"^Flags:\s*(.*)", re.MULTILINE)
# Alive or not, and whether the device has cast its vote: A,V,NMW; NR where no device is registered.
_MINE = re.compile(r"^\s+\d+\s+\d+\s+((?:A|NA|NR)(?:,\w+)*)\s.*\(local\)", re.MULTILINE)


@dataclasses.dataclass(frozen=True)
class Quorum:
    """What ``corosync-quorumtool -s`` says.

    two_node -- with corosync's two_node both halves of a split cluster have quorum, and only fencing tells who goes on
    arbiter -- whether the arbiter votes for this node; None where the cluster has none
    expected, votes, needed -- votes of the whole cluster, those of this partition, and how many of them it takes
    """

    quorate: bool = False
    two_node: bool = False
    arbiter: bool | None = None
    expected: int | None = None
    votes: int | None = None
    needed: int | None = None


def parse_quorum(text: str) -> Quorum:
    """No quorum where *text* does not tell."""
    flags, mine = _FLAGS.search(text), _MINE.search(text)
    words = flags[1].split() if flags else []
    arbiter = mine[1].startswith("A,V") if mine else None
    counts = (_count(text, title) for title in ("Expected votes", "Total votes", "Quorum"))
    return Quorum("Quorate" in words, "2Node" in words, arbiter, *counts)


def _count(text: str, title: str) -> int | None:
    found = re.search(rf"^{title}:\s*(\d+)", text, re.MULTILINE)
    return int(found[1]) if found else None
