# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Models as the plain data that modules return."""

from __future__ import annotations

import dataclasses
import typing as t

from .model import Disk, Live, Resource
from .ready import percent


def resource_values(resource: Resource) -> dict[str, t.Any]:
    """The options of drbd_resource that give *resource*; the secret is left out."""
    ports = {host.port for host in resource.hosts}
    return {
        "name": resource.name,
        "dialect": resource.dialect,
        "hosts": [_without_none(dataclasses.asdict(host)) for host in resource.hosts],
        "port": ports.pop() if len(ports) == 1 else None,
        "volumes": [{**dataclasses.asdict(volume), "meta_disk": "internal"} for volume in resource.volumes],
        "protocol": resource.protocol or "C",
        "fencing": resource.fencing or "dont-care",
        **{kind: dict(getattr(resource, kind)) for kind in ("net", "disk", "options", "handlers")},
    }


def live_values(live: Live | None) -> dict[str, t.Any] | None:
    """The state in the kernel, None where the resource is down."""
    return {**dataclasses.asdict(live), "percent": percent(live)} if live else None


def disk_values(disk: Disk) -> dict[str, t.Any]:
    """What a device carries."""
    return dataclasses.asdict(disk)


def _without_none(values: dict[str, t.Any]) -> dict[str, t.Any]:
    return {key: value for key, value in values.items() if value is not None}
