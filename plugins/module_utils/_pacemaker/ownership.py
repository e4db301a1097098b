# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who made what: each owner has a tag that lists it."""

from __future__ import annotations

import typing as t

from .model import Declaration
from .parse import resource_elements
from .settings import SETTINGS, setting_sets
from .tree import Element


def tag_of(owner: str) -> str:
    """The id of the tag that lists what *owner* owns.

    A tag and not a set of name-value pairs: the schema lets it refer to any id (resources, constraints, pairs) since
    pacemaker-1.3, other tools keep it, and it is committed in one transaction with what it lists.
    """
    return f"{owner}-owned"


def owned_ids(configuration: Element, owner: str) -> frozenset[str]:
    """The ids that *owner* made."""
    tags = configuration.first("tags").all("tag")
    return frozenset(each.id for found in tags if found.id == tag_of(owner) for each in found.all("obj_ref"))


def gone_resources(configuration: Element, declared: Declaration) -> frozenset[str]:
    """The ids of resources that were ours and are not declared any more."""
    present = frozenset(resource_elements(configuration))
    return (owned_ids(configuration, declared.owner) & present) - {each.id for each in declared.resources}


def with_ownership(configuration: Element, declared: Declaration) -> Element:
    """Our tag lists what is declared, and with ``adopt`` no other owner's tag does."""
    ids = _ids(configuration, declared)
    name = tag_of(declared.owner)
    ours = Element("tag", {"id": name}, tuple(Element("obj_ref", {"id": each}) for each in ids))
    section = configuration.first("tags")
    tags: list[Element] = []
    for each in section.children:
        if each.id == name:
            tags.append(each if sorted(ref.id for ref in each.children) == ids else ours)
        else:
            tags.append(_ceded(each, ids) if declared.adopt else each)
    if name not in [each.id for each in tags]:
        tags.append(ours)
    tags = [each for each in tags if each.tag != "tag" or each.children]
    if section.children and not tags:
        return configuration.with_children(each for each in configuration.children if each.tag != "tags")
    return configuration.with_section("tags", tags)


def _ids(configuration: Element, declared: Declaration) -> list[str]:
    ids = [each.id for each in declared.objects]
    for name in SETTINGS:
        for found in setting_sets(configuration, name):
            ids += [pair.id for pair in found.children if pair.get("name") in getattr(declared, name)]
    return sorted(ids)


def _ceded(tag: Element, ids: t.Sequence[str]) -> Element:
    """Another owner's *tag* without what is ours now; a tag of any other purpose as it is."""
    if not tag.id.endswith(tag_of("")):
        return tag
    return tag.with_children(each for each in tag.children if each.id not in ids)
