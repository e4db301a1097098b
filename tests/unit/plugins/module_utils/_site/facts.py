# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What ``site_info`` finds on the hosts of ``raw.site(1)``, at several moments."""

from __future__ import annotations

import typing as t

from ansible_collections.quorate.ha_storage.plugins.module_utils._site.render import render_site
from ansible_collections.quorate.ha_storage.plugins.module_utils._site.spec import read_site

from . import raw

Data = t.Dict[str, t.Any]
GIB = 1 << 30
EXTENT = 4 << 20
DEVICE = "/dev/vg0/san0"


def expanded(description: Data | None = None) -> Data:
    """The expanded site."""
    values = description or raw.site(1)
    return render_site(
        read_site(values["ha_storage_services"], values["ha_storage_cluster"], values["ha_storage_volume_groups"])
    )


def device(**given: t.Any) -> Data:
    """A blank disk of 20 GiB for vg0."""
    blank = {"exists": True, "readable": True, "signature": None, "vg": None, "usable": 20 * GIB - EXTENT, "pv_size": 0}
    return {"path": "/dev/vdb", "vg_wanted": "vg0", **blank, **given}


def backing(**given: t.Any) -> Data:
    """The volume under DRBD, not made yet."""
    absent = {"exists": False, "readable": False, "signature": None, "holds_vg": None, "usable": 0, "pv_size": 0}
    names = {"resource": "san0", "vg": "vg0", "volume": "san0", "device": DEVICE, "path": DEVICE}
    return {**absent, **names, **given}


def disk(**given: t.Any) -> Data:
    """What DRBD says of the volume under it."""
    return {"path": DEVICE, "exists": True, "busy": False, "size": 0, "signature": "", "metadata": None, **given}


def bare(name: str, **given: t.Any) -> Data:
    """A host with an empty disk and no tools."""
    return {
        "name": name,
        "corosync": None,
        "volume_groups": None,
        "devices": [device()],
        "backings": [backing()],
        "drbd": {"dialect": None, "resources": [], "disks": [disk(exists=False)]},
        "own_addresses": {"10.77.10.11": True},
        "peer_addresses": {"10.77.10.12": True, "10.77.10.13": True},
        "errors": [],
        **given,
    }


def group(*volumes: tuple[str, int], size: int = 20 * GIB - EXTENT) -> Data:
    """vg0 with volumes of these sizes."""
    used = sum(volume_size for _name, volume_size in volumes)
    return {
        "name": "vg0",
        "size": size,
        "free": size - used,
        "extent": EXTENT,
        "volumes": [{"name": name, "size": volume_size} for name, volume_size in volumes],
    }


def resource(name: str = "san0", **given: t.Any) -> Data:
    """A DRBD resource that is up, with data."""
    return {
        "name": name,
        "config": {
            "hosts": [{"name": node, "port": 7788} for node in ("node1", "node2")],
            "volumes": [{"number": 0, "minor": 0, "disk": DEVICE}],
        },
        "live": {"role": "Secondary", "volumes": [{"number": 0, "minor": 0, "disk_state": "UpToDate"}]},
        "has_data": True,
        **given,
    }


def converged(name: str, **given: t.Any) -> Data:
    """A host on which the site runs."""
    return bare(
        name,
        **{
            "corosync": {"cluster": "lab", "nodes": ["node1", "node2"]},
            "volume_groups": [group(("san0", 10 * GIB))],
            "devices": [device(vg="vg0", pv_size=20 * GIB - EXTENT)],
            "backings": [backing(exists=True, readable=True, signature="drbd", usable=10 * GIB - EXTENT)],
            "drbd": {"dialect": "8.4", "resources": [resource()], "disks": [disk(busy=True)]},
            **given,
        },
    )


def drbd(*resources: Data, **of_disk: t.Any) -> Data:
    """A host's view of DRBD."""
    return {"dialect": "8.4", "resources": list(resources), "disks": [disk(**of_disk)]}
