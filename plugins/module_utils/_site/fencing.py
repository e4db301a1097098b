# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""In which order a node's fence devices and its watchdog are tried, and how long each may take."""

from __future__ import annotations

import dataclasses
import re
import typing as t

from .._pacemaker.values import milliseconds
from .model import Cluster, FenceDevice

Data = t.Dict[str, t.Any]
Given = t.Mapping[str, t.Any]
Steps = t.List[t.Tuple[str, float]]
# Pacemaker's name for its reliance on a lost node's own watchdog.
WATCHDOG = "watchdog"
# Where the watchdog comes next, a device that hangs must not hold it up for Pacemaker's 60 s, nor be tried again.
BEFORE_WATCHDOG = {"pcmk_reboot_timeout": "20s", "pcmk_reboot_retries": 1}
# Pacemaker's own limit for a fence device that says nothing else.
FENCE_DEVICE = "60s"
DELAYS = ("pcmk_delay_base", "pcmk_delay_max")
# Seconds. Without an arbiter both nodes have quorum when they lose each other, and each fences the other one.
DUEL = 5
_ISO_8601 = re.compile(r"PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?", re.IGNORECASE)


def render_fencing(cluster: Cluster) -> Data:
    """The fencing with every default: also ``uses_sbd``, ``uses_devices``, and the ``levels`` of each node.

    A level is ``{node, level, devices}``: its devices stop the node together, when those of the level before failed.
    """
    fencing = cluster.fencing
    data = {each.name: getattr(fencing, each.name) for each in dataclasses.fields(fencing)}
    return {
        **data,
        "delay": default_delay(cluster) if fencing.delay is None else fencing.delay,
        "devices": [_device(each, cluster) for each in fencing.devices],
        "uses_sbd": fencing.uses_sbd,
        "uses_devices": fencing.uses_devices,
        "levels": [level for node in cluster.nodes for level in _levels(node.name, cluster)],
    }


def default_delay(cluster: Cluster) -> int:
    """Seconds. With an arbiter only one part can fence at all, and a delay would only prolong the takeover."""
    return DUEL if cluster.fencing.uses_devices and cluster.arbiter is None else 0


def can_fence(device: FenceDevice, node: str) -> bool:
    """Whether *device* stops *node*; one without targets stops any."""
    return not device.targets or node in device.targets


def _device(device: FenceDevice, cluster: Cluster) -> Data:
    defaults = BEFORE_WATCHDOG if cluster.fencing.uses_sbd else {}
    return {
        "name": device.name,
        "agent": device.agent,
        "targets": list(device.targets) or [node.name for node in cluster.nodes],
        "options": {**defaults, **device.options},
    }


def _levels(node: str, cluster: Cluster) -> list[Data]:
    fencing = cluster.fencing
    if not fencing.uses_devices:
        return []
    found: dict[int, list[str]] = {}
    for device in fencing.devices:
        if can_fence(device, node):
            number = max(found, default=0) + 1 if device.level is None else device.level
            found.setdefault(number, []).append(device.name)
    if fencing.uses_sbd:
        found[max(found, default=0) + 1] = [WATCHDOG]
    return [{"node": node, "level": number, "devices": found[number]} for number in sorted(found)]


def fencing_steps(fencing: Given) -> Steps:
    """What may pass, in seconds, until a lost node is certainly gone; of the node that it takes longest for."""
    if not fencing["uses_devices"]:
        return _watchdog(fencing) if fencing["uses_sbd"] else []
    nodes = {level["node"]: _of_node(level["node"], fencing) for level in fencing["levels"]}
    slowest: Steps = max(nodes.values(), key=lambda steps: sum(seconds for _what, seconds in steps), default=[])
    return ([("the other node is let live longer", float(fencing["delay"]))] if fencing["delay"] else []) + slowest


def _of_node(node: str, fencing: Given) -> Steps:
    options = {device["name"]: device["options"] for device in fencing["devices"]}
    steps: Steps = []
    for level in fencing["levels"]:
        if level["node"] != node:
            continue
        if level["devices"] == [WATCHDOG]:
            steps += _watchdog(fencing)
            continue
        # Those of one level act one after the other.
        seconds = sum(device_seconds(options[name]) for name in level["devices"])
        steps.append((f"{' and '.join(level['devices'])} {'act' if len(level['devices']) > 1 else 'acts'}", seconds))
    return steps


def _watchdog(fencing: Given) -> Steps:
    return [("the watchdog of the lost node has fired", float(fencing["stonith_watchdog_timeout"]))]


def device_seconds(options: Given) -> float:
    """How long a fence device with these *options* may take."""
    return delay_of(options) + seconds_of(options.get("pcmk_reboot_timeout", FENCE_DEVICE))


def delay_of(options: Given) -> float:
    """How long it may wait before it acts."""
    return max(seconds_of(options.get(name, 0)) for name in DELAYS)


def seconds_of(text: t.Any) -> float:
    """A duration as Pacemaker takes it; 0 where it says something else, such as a delay for each node."""
    match = _ISO_8601.fullmatch(str(text).strip())
    if not match:
        return (milliseconds(str(text)) or 0) / 1000
    hours, minutes, seconds = (int(part or 0) for part in match.groups())
    return hours * 3600.0 + minutes * 60 + seconds
