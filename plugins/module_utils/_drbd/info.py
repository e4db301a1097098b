# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What drbd_resource_info returns."""

from __future__ import annotations

import typing as t

from .._core.errors import NotThereYet, Unparsable
from .model import DIALECT_8, Disk, Live, Resource
from .node import Node
from .parse import parse_resources
from .report import disk_values, live_values, resource_values


def gather(node: Node, name: str | None, paths: t.Sequence[str]) -> dict[str, t.Any]:
    """Resources (all, or *name*) and devices by path; ``dialect`` is None where DRBD is not installed."""
    try:
        dialect: str | None = node.dialect()
    except NotThereYet:
        dialect = None
    everything = node.live()
    names = [name] if name else sorted({*node.resource_names(), *everything})
    found = [_resource_info(node, each, everything.get(each), dialect) for each in names]
    return {
        "dialect": dialect,
        "resources": [resource for resource in found if resource],
        "disks": [disk_values(_disk(node, path, dialect)) for path in paths],
    }


def _resource_info(node: Node, name: str, live: Live | None, dialect: str | None) -> dict[str, t.Any] | None:
    text = node.text(name)
    if text is None and live is None:
        return None
    try:
        config = parse_resources(text or "").get(name)
    except Unparsable:
        config = None
    return {
        "name": name,
        "config": resource_values(config) if config else None,
        "live": live_values(live),
        "pending": bool(node.pending(name, node.configuration(name, text))) if text and live else False,
        "has_data": _has_data(node, config, live, dialect or DIALECT_8),
    }


def _has_data(node: Node, config: Resource | None, live: Live | None, dialect: str) -> bool:
    """Whether the metadata of any volume has a history."""
    if live and any(volume.disk_state not in ("Diskless", "Inconsistent") for volume in live.volumes):
        return True
    if live and any(volume.disk_state == "Inconsistent" for volume in live.volumes):
        return not node.attached_is_fresh(live.name, dialect)
    disks = [node.disk(volume.disk, dialect) for volume in config.volumes] if config else []
    return any(disk.metadata and not disk.metadata.fresh for disk in disks)


def _disk(node: Node, path: str, dialect: str | None) -> Disk:
    """A device on which no resource may be configured yet; without DRBD's tools only its size and signature."""
    try:
        return node.disk(path, dialect or DIALECT_8)
    except NotThereYet:
        size = node.size(path)
        return Disk(path, exists=size is not None, size=size or 0)
