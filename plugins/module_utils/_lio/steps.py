# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The configfs calls that make and remove each kind of object, in the order that the kernel accepts."""

from __future__ import annotations

import typing as t

from .actions import Step
from .model import Acl, Chap, Discovery, Lun, Mapping, Values
from .render import link_name
from .state import Backstore, LiveAcl, LiveLun, LiveMapping

Steps = t.Iterator[Step]

CHAP_FILES = (
    ("user", "userid"),
    ("password", "password"),
    ("mutual_user", "userid_mutual"),
    ("mutual_password", "password_mutual"),
)
DISCOVERY = "iscsi/discovery_auth"


def tpg_path(iqn: str) -> str:
    """The folder of the portal group of the target *iqn*."""
    return f"iscsi/{iqn}/tpgt_1"


def values(folder: str, current: Values, desired: Values) -> Steps:
    """Writes what differs."""
    for name, value in sorted(desired.items()):
        if current.get(name) != value:
            yield Step("write", f"{folder}/{name}", value)


def make_backstore(lun: Lun, index: int, owner: str, registrations: t.Iterable[str] = ()) -> Steps:
    """A complete backstore. The owner comes first, so that what a killed run leaves behind is known as ours."""
    hba, path = f"core/iblock_{index}", f"core/iblock_{index}/{lun.name}"
    yield Step("mkdir", hba)
    yield Step("mkdir", path)
    yield Step("write", f"{path}/alias", owner)
    yield Step("write", f"{path}/udev_path", lun.device)
    yield Step("write", f"{path}/control", f"udev_path={lun.device},readonly={int(lun.readonly)}")
    yield Step("write", f"{path}/enable", "1")
    yield Step("write", f"{path}/wwn/vpd_unit_serial", lun.serial)
    # After enable: enabling sets block size and limits from the device.
    yield from values(f"{path}/attrib", {}, lun.attributes)
    for registration in registrations:
        yield Step("write", f"{path}/pr/res_aptpl_metadata", registration)


def remove_backstore(backstore: Backstore) -> Steps:
    """Nothing is left of it, its HBA included."""
    yield Step("rmdir", backstore.path)
    yield Step("rmdir", f"core/iblock_{backstore.index}")


def export(tpg: str, lun: Lun, backstore: str, folder_exists: bool) -> Steps:
    """*backstore* is the target's LUN; nobody sees it before it is mapped."""
    folder = f"{tpg}/lun/lun_{lun.number}"
    if not folder_exists:
        yield Step("mkdir", folder)
    yield Step("link", f"{folder}/{link_name(lun.serial)}", backstore)


def unexport(tpg: str, lun: LiveLun) -> Steps:
    """The LUN is gone; all mappings of it must be gone before."""
    folder = f"{tpg}/lun/lun_{lun.number}"
    if lun.link:
        yield Step("unlink", f"{folder}/{lun.link}")
    yield Step("rmdir", folder)


def map_lun(tpg: str, acl: str, mapping: Mapping, current: LiveMapping, link: str, protected: bool) -> Steps:
    """The initiator *acl* sees the LUN. *protected*: what the kernel sets by itself; *current* may lack its link."""
    folder = f"{tpg}/acls/{acl}/lun_{mapping.number}"
    write_protect = current.write_protect
    if current.lun != mapping.lun:
        if current.link:
            yield Step("unlink", f"{folder}/{current.link}")
        yield Step("link", f"{folder}/{link}", f"{tpg}/lun/lun_{mapping.lun}")
        write_protect = protected
    if write_protect != mapping.write_protect:
        yield Step("write", f"{folder}/write_protect", str(int(mapping.write_protect)))


def unmap(tpg: str, acl: str, mapping: LiveMapping) -> Steps:
    """The initiator *acl* no longer sees this number."""
    folder = f"{tpg}/acls/{acl}/lun_{mapping.number}"
    if mapping.link:
        yield Step("unlink", f"{folder}/{mapping.link}")
    yield Step("rmdir", folder)


def chap(folder: str, current: Chap, desired: Chap) -> Steps:
    """Writes the credentials that differ."""
    for field, file in CHAP_FILES:
        value = getattr(desired, field)
        if getattr(current, field) != value:
            yield Step("write", f"{folder}/{file}", value or "NULL")


def bring_acl(
    tpg: str, acl: Acl, current: LiveAcl | None, links: dict[int, str], enabled: bool, protected: bool
) -> Steps:
    """The ACL is as desired, but for mappings that are too many.

    An initiator must not log in before its LUNs are there: it would take a dummy LUN for its disk. So a new ACL of an
    *enabled* portal group asks for credentials that it does not have yet, by the attribute ``authentication`` that
    Linux 6.0 brought. Between the first two calls the door is open, which no interface of the kernel avoids.
    """
    folder = f"{tpg}/acls/{acl.iqn}"
    gate = f"{folder}/attrib/authentication"
    shut = current is None and enabled and "authentication" not in acl.attributes
    if current is None:
        yield Step("mkdir", folder)
        current = LiveAcl(acl.iqn)
    if shut:
        yield Step("attempt", gate, "1")
    yield from values(f"{folder}/attrib", current.attributes, acl.attributes)
    for mapping in acl.luns:
        if mapping.number not in current.luns:
            yield Step("mkdir", f"{folder}/lun_{mapping.number}")
        found = current.luns.get(mapping.number, LiveMapping(mapping.number))
        yield from map_lun(tpg, acl.iqn, mapping, found, links[mapping.lun], protected)
    yield from chap(f"{folder}/auth", current.chap, acl.chap)
    if shut:
        yield Step("attempt", gate, "-1")
    elif "authentication" not in acl.attributes and current.gate not in (None, "-1"):
        yield Step("write", gate, "-1")


def remove_acl(tpg: str, acl: LiveAcl) -> Steps:
    """The initiator can no longer log in; its session ends."""
    for mapping in acl.luns.values():
        yield from unmap(tpg, acl.iqn, mapping)
    yield Step("rmdir", f"{tpg}/acls/{acl.iqn}")


def discovery(current: Discovery, desired: Discovery) -> Steps:
    """Discovery asks for CHAP or not; credentials are there while it does."""
    switch = Step("write", f"{DISCOVERY}/enforce_discovery_auth", str(int(desired.enabled)))
    if current.enabled and not desired.enabled:
        yield switch
    yield from chap(DISCOVERY, current.chap, desired.chap)
    if desired.enabled and not current.enabled:
        yield switch
