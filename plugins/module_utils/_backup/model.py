# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A node's configuration at a moment, and where former ones are kept."""

from __future__ import annotations

import dataclasses
import typing as t

# What belongs together: the files and folders of each part. The parts `cib` and `lvm` are made by their tools.
PARTS: t.Mapping[str, tuple[str, ...]] = {
    "cib": (),
    "cluster": (
        "/etc/corosync",
        "/etc/default/corosync-qnetd",
        "/etc/default/sbd",
        "/etc/modprobe.d/quorate-watchdog.conf",
        "/etc/sysconfig/corosync-qnetd",
        "/etc/sysconfig/sbd",
        "/etc/systemd/system/corosync.service.d",
        "/etc/systemd/system/pacemaker.service.d",
        "/etc/systemd/system/sbd.service.d",
    ),
    "drbd": ("/etc/drbd.conf", "/etc/drbd.d", "/etc/modules-load.d/drbd.conf"),
    "initiator": (
        "/etc/iscsi/initiatorname.iscsi",
        "/etc/iscsi/iscsid.conf",
        "/etc/multipath.conf",
        "/etc/multipath/conf.d",
    ),
    "lvm": ("/etc/lvm/devices", "/etc/lvm/lvm.conf", "/etc/lvm/lvmlocal.conf"),
    "targets": ("/etc/quorate",),
}
# What tools made for the archive; it lies in no such place on the node.
CIB, VOLUME_GROUPS = "/cib.xml", "/volume-groups"


@dataclasses.dataclass(frozen=True)
class Entry:
    """One file. *digest*: of its content, without what a tool writes anew each time."""

    mode: int
    owner: int
    group: int
    content: bytes = dataclasses.field(repr=False, compare=False)
    digest: str = ""


Snapshot = t.Mapping[str, Entry]


@dataclasses.dataclass(frozen=True)
class Kept:
    """A node's present configuration, and what is kept of it.

    archives -- names, oldest first; last -- what the newest whole one holds; None: there is none
    """

    present: Snapshot
    archives: tuple[str, ...] = ()
    last: Snapshot | None = None


@dataclasses.dataclass(frozen=True)
class Wanted:
    """At most *keep* archives; a new one is called *name*."""

    name: str
    keep: int


@dataclasses.dataclass(frozen=True)
class Services:
    """What runs on a node, as far as a restore could harm it.

    corosync, sbd, cluster -- whether they run; active -- what the cluster runs; resources -- DRBD resources that are up
    targets -- IQNs that are served; fenced -- ids of the constraints that DRBD's handler has placed
    """

    corosync: bool = False
    sbd: bool = False
    resources: frozenset[str] = frozenset()
    targets: frozenset[str] = frozenset()
    cluster: bool = False
    active: frozenset[str] = frozenset()
    fenced: frozenset[str] = frozenset()


@dataclasses.dataclass(frozen=True)
class Restore:
    """These *parts* of an archive are to be put back. *allowed*: over what is there now."""

    parts: tuple[str, ...]
    allowed: bool = False


@dataclasses.dataclass(frozen=True)
class Comparison:
    """The present configuration, an archive, and what runs."""

    present: Snapshot
    archived: Snapshot
    services: Services = Services()
