# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads the CIB, the answer of a cluster manager, and /proc/drbd."""

from __future__ import annotations

import re
import typing as t

from .._core.errors import HaStorageError
from .._drbd.proc import parse_replicas
from .._pacemaker.tree import Element
from .._pacemaker.values import milliseconds
from .model import Cluster, Disks, Peer
from .render import constraint_id

_FALSE = ("no", "n", "false", "off", "0")


class NoClone(HaStorageError):
    """No clone of the cluster runs the resource."""


def parse_disks(text: str, minors: t.Collection[int]) -> Disks:
    """The volumes with these *minors* in the text of /proc/drbd."""
    found = [replica for minor, replica in parse_replicas(text).items() if minor in minors]
    roles = [replica.role for replica in found if replica.role]
    return Disks(
        role="Primary" if "Primary" in roles else (roles or [""])[0],
        here=tuple(replica.disk for replica in found),
        peer=tuple(replica.peer for replica in found),
    )


def answered(text: str) -> bool:
    """Whether a cluster manager has answered ``crmadmin --status``.

    ``Status of crmd@node2: S_NOT_DC (ok)``, or in the words of Pacemaker 3 ``Controller on node2 in state S_IDLE: ok``.
    """
    return bool(re.search(r" S_\w+(?: \(ok\)|: ok)\s*$", text))


def parse_cluster(cib: Element, resource: str, node: str, peer: str = "") -> Cluster:
    """What the CIB says of *resource*, seen from *node*; *peer* is DRBD's name for the other one, where it told.

    Raises NoClone where no clone runs the resource.
    """
    configuration = cib.first("configuration")
    clone = _clone(configuration.first("resources"), resource)
    peer = peer or _other(configuration.first("nodes"), node)
    properties = _properties(configuration.first("crm_config"))
    return Cluster(
        clone=clone,
        peer=peer,
        state=_state(cib.first("status"), peer),
        fencing=_property(properties, "enabled").lower() not in _FALSE,
        devices=any(each.get("class") == "stonith" for each in configuration.first("resources").walk()),
        watchdog=(milliseconds(_property(properties, "watchdog-timeout")) or 0) / 1000,
        owner=_owner(configuration.first("constraints"), constraint_id(resource, clone)),
    )


def _clone(resources: Element, resource: str) -> str:
    for each in resources.walk():
        if each.tag not in ("clone", "master"):
            continue
        pairs = (inner for inner in each.walk() if inner.tag == "nvpair" and inner.get("name") == "drbd_resource")
        if any(pair.get("value") == resource for pair in pairs):
            return each.id
    raise NoClone(f"no clone of the cluster runs the DRBD resource {resource}")


def _other(nodes: Element, node: str) -> str:
    """The name of the only other member of the cluster; empty where there are more."""
    names = [each.get("uname") for each in nodes.all("node") if each.get("type", "member") in ("member", "normal")]
    others = [name for name in names if name != node]
    return others[0] if len(others) == 1 else ""


def _properties(crm_config: Element) -> dict[str, str]:
    return {each.get("name"): each.get("value") for each in crm_config.walk() if each.tag == "nvpair"}


def _property(properties: t.Mapping[str, str], name: str) -> str:
    """The value of stonith-*name*, which Pacemaker 3.0.2 and later call fencing-*name*."""
    return properties.get(f"fencing-{name}", properties.get(f"stonith-{name}", ""))


def _state(status: Element, peer: str) -> Peer:
    """By the rules of Pacemaker (determine_online_status_fencing), which fences what is neither member nor clean."""
    for state in status.all("node_state"):
        if state.get("uname") != peer:
            continue
        member, manager = _is_there(state.get("in_ccm")), _is_there(state.get("crmd"))
        if member and manager and state.get("join") == "member":
            return Peer.MEMBER
        if not manager and state.get("expected") == "down":
            return Peer.CLEAN
    # One that was never seen will be fenced too.
    return Peer.LOST


def _is_there(text: str) -> bool:
    """Pacemaker 2.1.7 and later write the time since when, 0 for not."""
    return int(text) > 0 if text.isdigit() else text in ("true", "online")


def _owner(constraints: Element, name: str) -> str:
    found = next((each for each in constraints.children if each.id == name), None)
    if found is None:
        return ""
    expressions = [each for each in found.walk() if each.tag == "expression"]
    made_by_handler = [(each.get("attribute"), each.get("operation")) for each in expressions] == [("#uname", "ne")]
    return expressions[0].get("value") if made_by_handler else "?"
