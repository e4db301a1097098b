# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Cluster properties and defaults: single values by name."""

from __future__ import annotations

from .model import Values
from .parse import is_plain_set, set_values
from .render import render_set
from .tree import Element

# Section, set tag, set id (the id under which crm_attribute and pcs or crmsh look first).
SETTINGS = {
    "properties": ("crm_config", "cluster_property_set", "cib-bootstrap-options"),
    "resource_defaults": ("rsc_defaults", "meta_attributes", "rsc-options"),
    "operation_defaults": ("op_defaults", "meta_attributes", "op-options"),
}


def setting_sets(configuration: Element, name: str) -> tuple[Element, ...]:
    """The plain sets of ``properties``, ``resource_defaults`` or ``operation_defaults``."""
    section, tag, _rest = SETTINGS[name]
    return tuple(each for each in configuration.first(section).all(tag) if is_plain_set(each))


def settings(configuration: Element, name: str) -> dict[str, str]:
    """The values of ``properties``, ``resource_defaults`` or ``operation_defaults``."""
    section, tag, _rest = SETTINGS[name]
    return set_values(configuration.first(section), tag)


def with_settings(configuration: Element, name: str, wanted: Values, owned: frozenset[str]) -> Element:
    """A setting stands in the set where it already was, in whichever tool's; a new one in the common set."""
    section_tag, tag, set_id = SETTINGS[name]
    children, found = [], set()
    for each in configuration.first(section_tag).children:
        if each.tag != tag or not is_plain_set(each):
            children.append(each)
            continue
        pairs = [_set_pair(pair, wanted) for pair in each.children if not _is_dropped(pair, wanted, owned)]
        found |= {pair.get("name") for pair in pairs}
        if pairs or not each.children:
            children.append(each.with_children(pairs))
    missing = {key: value for key, value in wanted.items() if key not in found}
    if missing:
        added = render_set(tag, set_id, missing)
        ids = [each.id for each in children]
        if set_id in ids:
            at = ids.index(set_id)
            children[at] = children[at].with_children((*children[at].children, *added.children))
        else:
            children.append(added)
    return configuration.with_section(section_tag, children)


def _is_dropped(pair: Element, wanted: Values, owned: frozenset[str]) -> bool:
    return pair.id in owned and pair.get("name") not in wanted


def _set_pair(pair: Element, wanted: Values) -> Element:
    return pair.with_attributes(value=wanted[pair.get("name")]) if pair.get("name") in wanted else pair
