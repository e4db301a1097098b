# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A manifest with other backing stores and portal groups, all else as it was; configurations as plain data."""

from __future__ import annotations

import typing as t
from xml.etree import ElementTree as xml

from .model import Config
from .parse import ADDRESSES, PORTAL_GROUPS, SERVICE, STORE, groups, root_of, value_nodes, values

Data = t.Dict[str, t.Any]
Stores = t.Sequence[t.Tuple[str, str]]
PortalGroups = t.Mapping[str, t.Tuple[str, ...]]
# What stands behind the property groups of a service: svccfg imports no manifest with another order.
_AFTER_GROUPS = ("instance", "stability", "template")


def rewritten(text: str, stores: Stores, portal_groups: PortalGroups | None) -> str:
    """*text* with its backing stores re-pointed, and with *portal_groups* in place of its own. Raises Unparsable."""
    root = root_of(text)
    for group in groups(root):
        for node in value_nodes(group, STORE):
            node.set("value", repointed(node.get("value", ""), stores))
    if portal_groups is not None:
        _replace(root, portal_groups)
    # ElementTree drops the document type, without which svccfg imports nothing.
    prolog = text[: text.index("<service_bundle")]
    return prolog + xml.tostring(root, encoding="unicode") + "\n"


def repointed(store: str, stores: Stores) -> str:
    """The path *store* after the first of *stores* that it begins with."""
    found = entry(store, stores)
    return store if found is None else found[1].rstrip("/") + store[len(found[0].rstrip("/")) :]


def entry(store: str, stores: Stores) -> tuple[str, str] | None:
    """The first of *stores* that the path *store* begins with, whole parts only."""
    return next((each for each in stores if f"{store}/".startswith(each[0].rstrip("/") + "/")), None)


def _replace(root: xml.Element, portal_groups: PortalGroups) -> None:
    for parent in list(root.iter()):
        for group in parent.findall("property_group"):
            name = group.get("name", "")
            if name.startswith("tpgt_"):
                parent.remove(group)
            elif name.startswith("target_"):
                _set_list(group, PORTAL_GROUPS, [tag for tag in values(group, PORTAL_GROUPS) if tag in portal_groups])
    service = root.find(SERVICE)
    if service is not None:
        place = 1 + max((place for place, node in enumerate(service) if node.tag not in _AFTER_GROUPS), default=-1)
        service[place:place] = [_portal_group(tag, addresses) for tag, addresses in portal_groups.items()]


def _portal_group(tag: str, addresses: t.Sequence[str]) -> xml.Element:
    made = xml.Element("property_group", name=f"tpgt_{tag}", type="configuration")
    _set_list(made, ADDRESSES, addresses)
    return made


def _set_list(group: xml.Element, name: str, items: t.Sequence[str]) -> None:
    for found in [*group.findall(f"propval[@name='{name}']"), *group.findall(f"property[@name='{name}']")]:
        group.remove(found)
    if items:
        listed = xml.SubElement(xml.SubElement(group, "property", name=name, type="astring"), "astring_list")
        for item in items:
            xml.SubElement(listed, "value_node", value=item)


def config_data(config: Config | None) -> Data:
    """The configuration for the diff and for people."""
    if config is None:
        return {}
    return {
        "targets": {
            target.name: {
                "iqn": target.iqn,
                "portal_groups": sorted(target.portal_groups),
                "initiators": sorted(target.initiators),
                "luns": {
                    lun.number: {"store": lun.store, "guid": lun.guid}
                    for lun in sorted(config.luns, key=lambda lun: lun.number)
                    if lun.target == target.name
                },
            }
            for target in sorted(config.targets, key=lambda target: target.name)
        },
        "portal_groups": {tag: sorted(addresses) for tag, addresses in sorted(config.portal_groups.items())},
    }
