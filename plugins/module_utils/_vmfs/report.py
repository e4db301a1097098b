# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is kept and whether it is whole, in plain data."""

from __future__ import annotations

import typing as t

from .model import Device, Version

Data = t.Dict[str, t.Any]


def version_data(version: Version, damage: str) -> Data:
    """One entry of ``versions``; see RETURN of the module vmfs_header_backup_info."""
    return {
        "name": version.name,
        "host": version.host,
        "store": version.store,
        "stamp": version.stamp,
        "device": version.device,
        "device_size": version.device_size,
        "volume": dict(version.facts),
        "damage": damage,
    }


def device_data(device: Device) -> Data:
    """One entry of ``devices``."""
    volumes = [{**volume.facts(), "identity": volume.identity} for volume in device.volumes]
    return {"path": device.path, "size": device.size, "problem": device.problem, "volumes": volumes}
