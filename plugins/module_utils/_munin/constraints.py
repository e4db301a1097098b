# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Constraints that somebody has left behind: they decide where a service may run, until they are removed."""

from __future__ import annotations

import re

from .._pacemaker.system import ask
from .._pacemaker.tree import read_xml
from .._service.model import SWITCHOVER
from .model import Field, Graph, Unusable
from .system import Host

_CIB = "/var/lib/pacemaker/cib"
# Field: what such ids look like.
_LEFT = {
    "moved": re.compile(r"cli-(prefer|ban|standby)-"),
    "switchover": re.compile(SWITCHOVER),
    "fenced": re.compile(r"drbd-fence-by-handler-"),
}
_FIELDS = (
    Field("moved", "by crm_resource --move or --ban", info="Until it is removed (crm_resource --clear).", warning="0"),
    Field(
        "switchover",
        "by the playbook switchover",
        info="While a service moves there is one; one that stays was left by a run that broke off.",
        warning="0",
    ),
    Field("fenced", "by DRBD's fence handler", info="Goes by itself once the copies are the same again.", warning="0"),
)


def require(host: Host) -> None:
    """Raises Unusable where Pacemaker was never started."""
    if not host.files.names(_CIB):
        raise Unusable(f"nothing in {_CIB}: Pacemaker was never started")


def instances(_host: Host) -> tuple[str, ...]:
    """It is installed once."""
    return ()


def graphs(_host: Host, _instance: str) -> list[Graph]:
    """One with a number for each kind."""
    return [Graph("", "Constraints that were left", "Constraints", _FIELDS)]


def values(host: Host, _instance: str) -> dict[str, dict[str, float | None]]:
    """How many there are. Raises ToolMissing, CommandFailed, ClusterNotRunning."""
    text = ask(host.run, "cibadmin", "--query", "--scope", "constraints")
    ids = [each.id for each in read_xml(text, "cibadmin --query").children]
    return {"": {name: sum(bool(pattern.match(each)) for each in ids) for name, pattern in _LEFT.items()}}
