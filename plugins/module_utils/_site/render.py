# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The site as plain data with everything derived filled in; the table in docs/design/architecture.md names the keys."""

from __future__ import annotations

import dataclasses
import typing as t
import uuid

from .._core.size import format_size
from .capacity import STORE
from .fencing import render_fencing
from .model import Cluster, Initiator, Lun, Service, Site
from .names import naa

# Never change it: every serial, and with it every initiator's idea of its disks, follows from it.
NAMESPACE = uuid.UUID("6f3b8a52-4e0d-5c1b-9a57-3d2f7c8e1b40")
TARGETS = "/etc/quorate/targets"
RESERVATIONS = "/run/quorate/reservations"
# Both sides would agree on 2 s otherwise, which an initiator waits before it connects anew after a switchover.
PARAMETERS = {"DefaultTime2Wait": 0}
Data = t.Dict[str, t.Any]


def serial(cluster: str, iqn: str, lun: Lun) -> str:
    """The given serial of *lun*, or one that only the names of cluster, target and LUN determine."""
    return lun.serial or str(uuid.uuid5(NAMESPACE, f"{cluster}/{iqn}/{lun.name}"))


def render_site(site: Site) -> Data:
    """``{"cluster": ..., "volume_groups": [...], "services": [...]}``, the same for the same site, on every host."""
    return {
        "cluster": render_cluster(site.cluster),
        "volume_groups": [{"name": group.name, "devices": list(group.devices)} for group in site.volume_groups],
        "services": [render_service(service, site.cluster) for service in site.services],
    }


def render_cluster(cluster: Cluster) -> Data:
    """Name, nodes with corosync's ids from 1, arbiter (or None) and fencing."""
    return {
        "name": cluster.name,
        "nodes": [
            {"name": node.name, "nodeid": index, "links": list(node.links), "replication": node.replication}
            for index, node in enumerate(cluster.nodes, 1)
        ],
        "arbiter": _plain(cluster.arbiter) if cluster.arbiter else None,
        "fencing": render_fencing(cluster),
    }


def render_service(service: Service, cluster: Cluster) -> Data:
    """One service with names, devices, numbers, serials and ids."""
    name, vg = service.name, f"vg_{service.name}"
    everyone = [initiator.iqn for initiator in service.initiators]
    return {
        "name": name,
        "preferred_node": service.preferred_node,
        "backing": {
            "vg": service.backing.vg,
            "volume": name,
            "size": service.backing.size,
            "device": f"/dev/{service.backing.vg}/{name}",
        },
        "drbd": _drbd(service, cluster),
        "vg": vg,
        "target": {
            "iqn": service.target.iqn,
            "portals": [_plain(portal) for portal in service.target.portals],
            "attributes": dict(service.target.attributes),
            "parameters": {**PARAMETERS, **service.target.parameters},
            "config": f"{TARGETS}/{name}.json",
        },
        "initiators": [_initiator(initiator) for initiator in service.initiators],
        "luns": [_lun(lun, service, cluster, everyone) for lun in service.luns],
        "reservations": _reservations(name, vg) if service.reservations else None,
        "ids": _ids(service),
    }


def _drbd(service: Service, cluster: Cluster) -> Data:
    drbd = service.drbd
    return {
        "resource": service.name,
        "device": f"/dev/drbd{drbd.minor}",
        "minor": drbd.minor,
        "port": drbd.port,
        "protocol": drbd.protocol,
        "secret": drbd.secret,
        # Without STONITH, a handler that waits for it would freeze I/O for good.
        "fencing": drbd.fencing or ("resource-only" if cluster.fencing.method == "none" else "resource-and-stonith"),
        "initial_sync": drbd.initial_sync,
        "options": {section: dict(options) for section, options in drbd.options.items() if options},
        "hosts": [
            {"name": node.name, "node_id": index, "address": node.replication}
            for index, node in enumerate(cluster.nodes)
        ],
    }


def _initiator(initiator: Initiator) -> Data:
    return {"iqn": initiator.iqn, "chap": _plain(initiator.chap) if initiator.chap else None}


def _lun(lun: Lun, service: Service, cluster: Cluster, everyone: t.Sequence[str]) -> Data:
    number = serial(cluster.name, service.target.iqn, lun)
    wanted = everyone if lun.initiators is None else lun.initiators
    return {
        "name": lun.name,
        "number": lun.number,
        "size": lun.size,
        "device": f"/dev/vg_{service.name}/{lun.name}",
        "backstore": f"{service.name}-{lun.name}",
        "serial": number,
        "naa": naa(number),
        "initiators": [iqn for iqn in everyone if iqn in wanted],
        "attributes": dict(lun.attributes),
    }


def _reservations(name: str, vg: str) -> Data:
    """No LUN can have the volume's name: theirs have no underscore."""
    volume = "quorate_reservations"
    return {
        "volume": volume,
        "size": format_size(STORE),
        "device": f"/dev/{vg}/{volume}",
        "folder": f"{RESERVATIONS}/{name}",
    }


def _ids(service: Service) -> Data:
    name = service.name
    return {"service": name, "drbd": f"{name}-drbd", "clone": f"{name}-drbd-clone"}


def _plain(value: t.Any) -> Data:
    return {key: list(item) if isinstance(item, tuple) else item for key, item in dataclasses.asdict(value).items()}
