# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""An exported manifest as values.

Property groups are named ``target_NAME``, ``param_NAME_LUN`` and ``tpgt_TAG``; a property that ends with ``-list`` has
several values (by the source of the daemon).
"""

from __future__ import annotations

import re
import typing as t
from xml.etree import ElementTree as xml

from .._core.errors import Unparsable
from .model import Config, Lun, Target

STORE, GUID, ADDRESSES, PORTAL_GROUPS = "backing-store", "guid", "ip-address-list", "tpgt-list"
SERVICE = "service[@name='system/iscsitgt']"
_LUN = re.compile(r"param_(.+)_([0-9]+)")
SOURCE = "the manifest of iscsitgt"


def parse_manifest(text: str) -> Config:
    """The configuration in *text*. Raises Unparsable."""
    targets, luns, portal_groups = [], [], {}
    for group in groups(root_of(text)):
        kind, _underline, name = group.get("name", "").partition("_")
        lun = _LUN.fullmatch(group.get("name", ""))
        if lun and group.get("type") == "parameter":
            store = "".join(values(group, STORE))
            if not store:
                raise Unparsable(SOURCE, group.get("name", ""), f"no {STORE}")
            luns.append(Lun(lun.group(1), int(lun.group(2)), store, "".join(values(group, GUID))))
        elif kind == "target":
            iqn = "".join(values(group, "iscsi-name"))
            targets.append(Target(name, iqn, values(group, PORTAL_GROUPS), values(group, "acl-list")))
        elif kind == "tpgt":
            portal_groups[name] = values(group, ADDRESSES)
    return Config(tuple(targets), tuple(luns), portal_groups)


def root_of(text: str) -> xml.Element:
    """The tree of a manifest. Raises Unparsable where it is none of iscsitgt."""
    try:
        root = xml.fromstring(text)
    except xml.ParseError as error:
        raise Unparsable(SOURCE, "XML", str(error)) from error
    if root.tag != "service_bundle" or root.find(SERVICE) is None:
        raise Unparsable(SOURCE, "service", "it is no service_bundle with a service system/iscsitgt")
    return root


def groups(root: xml.Element) -> t.Iterator[xml.Element]:
    """Every property group, of the service and of its instances."""
    return root.iter("property_group")


def values(group: xml.Element, name: str) -> tuple[str, ...]:
    """The values of a property."""
    return tuple(node.get("value", "") for node in value_nodes(group, name))


def value_nodes(group: xml.Element, name: str) -> t.Iterator[xml.Element]:
    """The elements with the values of a property; one value may stand by itself or in a list."""
    yield from group.findall(f"propval[@name='{name}']")
    for listed in group.findall(f"property[@name='{name}']"):
        yield from listed.iter("value_node")
