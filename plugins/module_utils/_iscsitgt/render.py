# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A manifest with other backing stores and portal groups, all else as it was; configurations as plain data."""

from __future__ import annotations

import typing as t
from xml.etree import ElementTree as xml

from .model import Config
from .parse import ADDRESSES, PORTAL_GROUPS, STORE, groups, root_of, values

Data = t.Dict[str, t.Any]
Stores = t.Sequence[t.Tuple[str, str]]
PortalGroups = t.Mapping[str, t.Tuple[str, ...]]


def rewritten(text: str, stores: Stores, portal_groups: PortalGroups | None) -> str:
    """*text* with its backing stores re-pointed, and with *portal_groups* in place of its own. Raises Unparsable."""
    root = root_of(text)
    for group in groups(root):
        for found in group.findall(f"propval[@name='{STORE}']"):
            found.set("value", repointed(found.get("value", ""), stores))
    if portal_groups is not None:
        _replace(root, portal_groups)
    # ElementTree drops the document type, without which svccfg imports nothing.
    prolog = text[: text.index("<service_bundle")]
    return prolog + xml.tostring(root, encoding="unicode") + "\n"


def repointed(store: str, stores: Stores) -> str:
    """The path *store* after the first of *stores* that it begins with, whole parts only."""
    for old, new in ((old.rstrip("/"), new.rstrip("/")) for old, new in stores):
        if store == old or store.startswith(f"{old}/"):
            return new + store[len(old) :]
    return store


def _replace(root: xml.Element, portal_groups: PortalGroups) -> None:
    service = root.find("service[@name='system/iscsitgt']")
    for group in list(groups(root)):
        name = group.get("name", "")
        if name.startswith("tpgt_") and service is not None:
            service.remove(group)
        elif name.startswith("target_"):
            kept = [tag for tag in values(group, PORTAL_GROUPS) if tag in portal_groups]
            _set_list(group, PORTAL_GROUPS, kept)
    for tag, addresses in portal_groups.items():
        made = xml.SubElement(service if service is not None else root, "property_group")
        made.attrib.update(name=f"tpgt_{tag}", type="configuration")
        _set_list(made, ADDRESSES, addresses)


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
