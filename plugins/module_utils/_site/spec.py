# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""From what users write to the model, noting every problem."""

from __future__ import annotations

import typing as t

from .._core.errors import InvalidInput, Problem
from . import names
from .fields import Fields, items
from .model import (
    Arbiter,
    Backing,
    Chap,
    Cluster,
    Drbd,
    FenceDevice,
    Fencing,
    Initiator,
    Lun,
    Node,
    Portal,
    Service,
    Site,
    Target,
    VolumeGroup,
)
from .rules import check

CLUSTER, GROUPS, SERVICES = "ha_storage_cluster", "ha_storage_volume_groups", "ha_storage_services"
FENCING_METHODS = ("sbd", "agents", "agents_then_sbd", "none")
DRBD_SECTIONS = ("disk", "handlers", "net", "options")
DRBD_FENCING = ("dont-care", "resource-only", "resource-and-stonith")
Problems = t.List[Problem]


def read_site(services: t.Any, cluster: t.Any, volume_groups: t.Any) -> Site:
    """The site that the three variables describe. Raises InvalidInput with all that is wrong."""
    problems: Problems = []
    members = _cluster(Fields(cluster, CLUSTER, problems))
    site = Site(
        cluster=members,
        volume_groups=tuple(_volume_group(fields) for fields in items(volume_groups, GROUPS, problems)),
        services=tuple(_service(fields, members) for fields in items(services, SERVICES, problems)),
    )
    problems += check(site)
    if problems:
        raise InvalidInput(problems)
    return site


def _cluster(fields: Fields) -> Cluster:
    arbiter = fields.fields("arbiter", optional=True)
    cluster = Cluster(
        name=fields.text("name", names.name_fault),
        nodes=tuple(_node(node) for node in fields.each("nodes")),
        arbiter=_arbiter(arbiter) if arbiter else None,
        fencing=_fencing(fields.fields("fencing", optional=True) or Fields({}, fields.at("fencing"), fields.problems)),
    )
    fields.done()
    return cluster


def _node(fields: Fields) -> Node:
    links = fields.texts("links", names.address_fault)
    node = Node(
        name=fields.text("name", names.host_fault),
        links=links or (),
        replication=fields.text("replication", names.address_fault, links[-1] if links else None),
    )
    if links is not None and not 1 <= len(fields.raw["links"]) <= 8:
        fields.problem("links", "corosync has 1 to 8 links")
    fields.done()
    return node


def _arbiter(fields: Fields) -> Arbiter:
    arbiter = Arbiter(fields.text("name", names.host_fault), fields.text("address", names.address_fault))
    fields.done()
    return arbiter


def _fencing(fields: Fields) -> Fencing:
    fencing = Fencing(
        method=fields.choice("method", FENCING_METHODS, "sbd"),
        watchdog=fields.text("watchdog", names.device_fault, "/dev/watchdog"),
        watchdog_module=fields.text("watchdog_module", default=None),
        watchdog_timeout=fields.integer("watchdog_timeout", 1, 3600, 3),
        stonith_watchdog_timeout=fields.integer("stonith_watchdog_timeout", 2, 7200, 7),
        devices=tuple(_fence_device(device) for device in fields.each("devices", optional=True)),
        delay=fields.integer("delay", 0, 300, None),
    )
    fields.done()
    return fencing


def _fence_device(fields: Fields) -> FenceDevice:
    device = FenceDevice(
        name=fields.text("name", names.name_fault),
        agent=fields.text("agent"),
        targets=fields.texts("targets", names.host_fault, ()),
        level=fields.integer("level", 1, 8, None),
        options=fields.options("options"),
    )
    fields.done()
    return device


def _volume_group(fields: Fields) -> VolumeGroup:
    group = VolumeGroup(fields.text("name", names.vg_fault), fields.texts("devices", names.device_fault) or ())
    fields.done()
    return group


def _service(fields: Fields, cluster: Cluster) -> Service:
    first = cluster.nodes[0].name if cluster.nodes else None
    service = Service(
        name=fields.text("name", names.name_fault),
        preferred_node=fields.text("preferred_node", default=first),
        backing=_backing(fields.fields("backing")),
        drbd=_drbd(fields.fields("drbd")),
        target=_target(fields.fields("target")),
        initiators=tuple(_initiator(item) for item in fields.each("initiators")),
        luns=tuple(_lun(item, position) for position, item in enumerate(fields.each("luns"))),
        reservations=fields.flag("reservations", True),
    )
    fields.done()
    return service


def _backing(fields: Fields) -> Backing:
    backing = Backing(fields.text("vg", names.vg_fault), fields.text("size", names.size_fault))
    fields.done()
    return backing


def _drbd(fields: Fields) -> Drbd:
    sections = fields.fields("options", optional=True)
    drbd = Drbd(
        # DRBD has 2^20 minors; a port below 1024 would work too, but belongs to somebody.
        minor=fields.integer("minor", 0, (1 << 20) - 1),
        port=fields.integer("port", 1, 65535),
        protocol=fields.choice("protocol", ("A", "B", "C"), "C"),
        secret=fields.text("secret", names.drbd_secret_fault, None),
        fencing=fields.choice("fencing", DRBD_FENCING, None),
        initial_sync=fields.choice("initial_sync", ("full", "skip"), "full"),
        options={name: sections.options(name, nullable=True) for name in DRBD_SECTIONS} if sections else {},
    )
    if sections:
        sections.done()
    fields.done()
    return drbd


def _target(fields: Fields) -> Target:
    target = Target(
        iqn=fields.text("iqn", names.iqn_fault),
        portals=tuple(_portal(portal) for portal in fields.each("portals")),
        attributes=fields.options("attributes"),
        parameters=fields.options("parameters"),
    )
    fields.done()
    return target


def _portal(fields: Fields) -> Portal:
    portal = Portal(
        ip=fields.text("ip", names.address_fault),
        port=fields.integer("port", 1, 65535, 3260),
        prefix=fields.integer("prefix", 1, 128, None),
        nic=fields.text("nic", names.nic_fault, None),
    )
    if portal.prefix and portal.prefix > 32 and ":" not in str(fields.raw.get("ip")):
        fields.problem("prefix", f"{portal.prefix} is not within 1 to 32")
    fields.done()
    return portal


def _initiator(fields: Fields) -> Initiator:
    chap = fields.fields("chap", optional=True)
    initiator = Initiator(fields.text("iqn", names.initiator_fault), _chap(chap) if chap else None)
    fields.done()
    return initiator


def _chap(fields: Fields) -> Chap:
    chap = Chap(
        user=fields.text("user"),
        password=fields.text("password", names.chap_secret_fault),
        mutual_user=fields.text("mutual_user", default=None),
        mutual_password=fields.text("mutual_password", names.chap_secret_fault, None),
    )
    if ("mutual_user" in fields.raw) != ("mutual_password" in fields.raw):
        fields.problem("", "mutual CHAP needs both mutual_user and mutual_password")
    if chap.password and chap.password == chap.mutual_password:
        fields.problem("mutual_password", "must differ from password, or an initiator could answer its own challenge")
    fields.done()
    return chap


def _lun(fields: Fields, position: int) -> Lun:
    lun = Lun(
        name=fields.text("name", names.name_fault),
        size=fields.text("size", names.size_fault),
        # SCSI allows 16384; the library that reads our saved targets maps up to 255 (rtslib 2.1.75).
        number=fields.integer("number", 0, 255, position),
        serial=fields.text("serial", names.serial_fault, None),
        initiators=fields.texts("initiators", names.initiator_fault, None),
        attributes=fields.options("attributes"),
    )
    if position > 255 and "number" not in fields.raw:
        fields.problem("", "is the 257th or later; a target has LUN numbers 0 to 255")
    fields.done()
    return lun
