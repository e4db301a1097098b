# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What Pacemaker and DRBD hand to their programs, and what corosync and DRBD say of themselves -> values."""

from __future__ import annotations

import re
import shlex
import typing as t

from .._drbd.model import Live
from .model import Event

Variables = t.Mapping[str, str]
# What the program that DRBD calls is told as its word: kind, severity, text.
_OF_DRBD = {
    "split-brain": (
        "split_brain",
        "critical",
        "{resource}: split brain, seen by {node}. The copies differ, and nothing was discarded; see the playbook"
        " resolve_split_brain",
    ),
    "pri-lost-after-sb": (
        "split_brain",
        "critical",
        "{resource}: {node} lost its data in the split brain, and is Primary",
    ),
    "pri-on-incon-degr": (
        "disk",
        "critical",
        "{resource}: {node} is Primary with data that are not whole, and no peer",
    ),
    "local-io-error": ("disk", "critical", "{resource}: the disk below it on {node} has an I/O error"),
    "resync-begun": ("resync", "info", "{resource}: a resync to {node} has begun"),
    "resync-ended": ("resync", "ok", "{resource}: the resync to {node} has ended"),
    "out-of-sync": ("verify", "warning", "{resource}: a verification found blocks that differ"),
    "snapshot-failed": ("snapshot", "warning", "{resource}: no snapshot on {node} before the resync, which goes on"),
    "snapshot-lost": ("snapshot", "warning", "{resource}: the snapshot on {node} from before the resync became full"),
}
_DONE = {"start": "started", "stop": "stopped", "promote": "promoted", "demote": "demoted"}
_CANCELLED, _TIMED_OUT = "1", "2"
# Bash writes what has more than one line so; the other shells do not.
_OF_BASH = re.compile(r"=\$'((?:[^'\\]|\\.)*)'", re.DOTALL)


def read_exported(text: str) -> dict[str, str]:
    """The variables that a shell's ``export -p`` wrote. Raises ValueError where a quote is open."""
    words = (word.partition("=") for word in shlex.split(_OF_BASH.sub(_requoted, text)))
    return {name: value for name, equals, value in words if equals}


def _requoted(found: re.Match[str]) -> str:
    return "=" + shlex.quote(found[1].encode("latin-1", "backslashreplace").decode("unicode_escape"))


def event_of(variables: Variables, node: str, at: float) -> Event | None:
    """What happened, by the *variables* of a program that was called on *node*; None for what nobody needs to know."""
    if "QUORATE_EVENT" in variables:
        return _of_drbd(variables, node, at)
    stamp = variables.get("CRM_alert_timestamp_epoch", "")
    judge = {"node": _of_node, "fencing": _of_fencing, "resource": _of_resource}.get(
        variables.get("CRM_alert_kind", "")
    )
    return judge(variables, float(stamp) if stamp.isdigit() else at) if judge else None


def _of_drbd(variables: Variables, node: str, at: float) -> Event | None:
    if variables["QUORATE_EVENT"] not in _OF_DRBD:
        return None
    kind, severity, text = _OF_DRBD[variables["QUORATE_EVENT"]]
    resource = variables.get("DRBD_RESOURCE", "?")
    return Event(kind, resource, severity, text.format(resource=resource, node=node), at)


def _of_node(variables: Variables, at: float) -> Event:
    name = variables.get("CRM_alert_node", "?")
    if variables.get("CRM_alert_desc") == "member":
        return Event("node", name, "ok", f"{name} is a member of the cluster", at)
    return Event("node", name, "critical", f"{name} has left the cluster", at)


def _of_fencing(variables: Variables, at: float) -> Event:
    name, said = variables.get("CRM_alert_node", "?"), variables.get("CRM_alert_desc", "")
    if variables.get("CRM_alert_rc", "0") == "0":
        return Event("fencing", name, "critical", f"{name} was fenced ({said})", at)
    return Event("fencing", name, "critical", f"{name} could not be fenced ({said})", at)


def _of_resource(variables: Variables, at: float) -> Event | None:
    name, node = variables.get("CRM_alert_rsc", "?"), variables.get("CRM_alert_node", "?")
    task, status = variables.get("CRM_alert_task", ""), variables.get("CRM_alert_status", "0")
    if status == _CANCELLED:
        return None
    if status == _TIMED_OUT or variables.get("CRM_alert_rc", "0") != variables.get("CRM_alert_target_rc", "0"):
        said = "timed out" if status == _TIMED_OUT else f"failed: {variables.get('CRM_alert_desc', 'unknown')}"
        return Event("failure", name, "critical", f"{task} of {name} on {node} {said}", at)
    return Event("role", name, "info", f"{name} was {_DONE[task]} on {node}", at) if task in _DONE else None


def replica_of(live: Live) -> tuple[str, str]:
    """The connection (``up``, ``interrupted``, ``StandAlone``) and the disks (``there``, ``lost``) of a resource."""
    connections = {peer.connection for peer in live.peers}
    connection = "up" if connections == {"Connected"} else "interrupted"
    lost = any(volume.disk_state in ("Diskless", "Failed") for volume in live.volumes)
    return "StandAlone" if "StandAlone" in connections else connection, "lost" if lost else "there"
