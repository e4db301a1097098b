# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Quorum: the votes that there are and that it takes, and whether the arbiter votes for this node."""

from __future__ import annotations

import re

from .._pacemaker.quorum import parse_quorum
from .model import Field, Graph, Unusable
from .system import Host

_CONFIG = "/etc/corosync/corosync.conf"
_DEVICE = re.compile(r"^\s*device\s*\{", re.MULTILINE)
_COUNTS = (
    Field("votes", "votes of this partition"),
    Field("needed", "votes that are needed"),
    Field("expected", "votes of all"),
)
_QUORATE = Field("quorate", "has quorum", critical="1:")
_ARBITER = Field("arbiter", "the arbiter votes for this node", warning="1:")


def require(host: Host) -> None:
    """Raises Unusable where no cluster is configured."""
    if host.files.read_text(_CONFIG) is None:
        raise Unusable(f"no {_CONFIG}")


def instances(_host: Host) -> tuple[str, ...]:
    """It is installed once."""
    return ()


def graphs(host: Host, _instance: str) -> list[Graph]:
    """One of counts, one of answers; the arbiter is in it where the cluster has one."""
    arbiter = (_ARBITER,) if _DEVICE.search(host.files.read_text(_CONFIG) or "") else ()
    return [
        Graph("", "Quorum: votes", "Votes", _COUNTS),
        Graph("state", "Quorum: state", "1 is yes", (_QUORATE, *arbiter)),
    ]


def values(host: Host, _instance: str) -> dict[str, dict[str, float | None]]:
    """What corosync says. Raises CommandFailed where it does not run."""
    # 1 and 2 mean an error or no quorum, in different releases.
    found = parse_quorum(host.run(("corosync-quorumtool", "-s"), timeout=10, ok=(0, 1, 2)).stdout)
    if found.expected is None:
        return {}
    counts: dict[str, float | None] = {each.name: getattr(found, each.name) for each in _COUNTS}
    arbiter = None if found.arbiter is None else int(found.arbiter)
    return {"": counts, "state": {"quorate": int(found.quorate), "arbiter": arbiter}}
