# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Why a declaration must not be carried out on a cluster as it is."""

from __future__ import annotations

import typing as t

from .._core.errors import Refusal
from .levels import level_elements, parse_level
from .merge import references
from .model import Cluster, Declaration
from .ownership import gone_resources, owned_ids
from .parse import RESOURCE_TAGS, resource_elements
from .tree import Element


def refusals(current: Cluster, declared: Declaration, new: Element) -> tuple[Refusal, ...]:
    """Every reason against committing *new*, the merged configuration."""
    found = [
        *_clashes(current.configuration, declared),
        *_held(current.configuration, declared),
        *_lost(current.configuration, declared, new),
        *_dangling(new),
        *_level_clashes(current.configuration, declared),
        *_dangling_levels(new),
        *_active(current, declared),
    ]
    return tuple(found)


def _clashes(old: Element, declared: Declaration) -> t.Iterator[Refusal]:
    owned = owned_ids(old, declared.owner)
    present = {each.id: each.tag for each in old.walk() if each.id and each.tag != "obj_ref"}
    for each in declared.objects:
        if each.id not in present or each.id in owned:
            continue
        tag = present[each.id]
        if tag not in (*RESOURCE_TAGS, "alert") and not tag.startswith("rsc_"):
            yield Refusal(f"the id {each.id} is taken by a <{tag}> of the CIB", "choose another id")
        elif not declared.adopt:
            yield Refusal(
                f"{each.id} exists already and was not made by the owner {declared.owner}",
                "choose another id, or take it over with adopt=true",
            )


def _held(old: Element, declared: Declaration) -> t.Iterator[Refusal]:
    """What is ours must not be pulled out of a group or clone that is not."""
    ours = {each.id for each in declared.resources} | gone_resources(old, declared)
    for container in resource_elements(old).values():
        for each in container.all(*RESOURCE_TAGS):
            if container.id not in ours and each.id in ours:
                yield Refusal(
                    f"{each.id} lies in {container.id}, which the owner {declared.owner} did not make",
                    f"take it out of {container.id} first",
                )


def _lost(old: Element, declared: Declaration, new: Element) -> t.Iterator[Refusal]:
    ours = owned_ids(old, declared.owner) | {each.id for each in declared.resources}
    for name in sorted(set(resource_elements(old)) - set(resource_elements(new)) - ours):
        yield Refusal(
            f"the removal would take {name} away, which the owner {declared.owner} did not make",
            f"take {name} out of its group or clone first",
        )


def _dangling(new: Element) -> t.Iterator[Refusal]:
    present = set(resource_elements(new))
    tags = {each.id for each in new.first("tags").all("tag")}
    for each in new.first("constraints").children:
        for name in sorted(references(each) - present - tags):
            yield Refusal(
                f"the constraint {each.id} is about {name}, which does not exist or is to be removed",
                f"declare {name}, or remove the constraint first",
            )


def _level_clashes(old: Element, declared: Declaration) -> t.Iterator[Refusal]:
    """Of two entries for the same level of a node Pacemaker would take either."""
    owned = owned_ids(old, declared.owner)
    wanted = {(each.node, each.level) for each in declared.fencing_levels}
    for element in level_elements(old):
        level = parse_level(element)
        if level and element.id not in owned and (level.node, level.level) in wanted:
            yield Refusal(
                f"the fencing level {element.id} for {level.node} was not made by the owner {declared.owner}",
                "remove it, or leave this level out",
            )


def _dangling_levels(new: Element) -> t.Iterator[Refusal]:
    present = set(resource_elements(new)) | {"watchdog"}
    for each in level_elements(new):
        for name in sorted(set(each.get("devices").split(",")) - present):
            yield Refusal(
                f"the fencing level {each.id} uses {name}, which does not exist or is to be removed",
                f"declare {name}, or remove the level first",
            )


def _active(current: Cluster, declared: Declaration) -> t.Iterator[Refusal]:
    if declared.stop_removed:
        return
    for name in sorted(gone_resources(current.configuration, declared) & set(current.state.active)):
        places = ", ".join(current.state.active[name])
        yield Refusal(
            f"{name} is active on {places} and not declared any more",
            "stop it first, or have it stopped and removed with stop_removed=true",
        )


def foreign_constraints(configuration: Element, declared: Declaration) -> tuple[Element, ...]:
    """The constraints that somebody else made: operators' moves and bans, DRBD's fence handlers, other tools."""
    ours = owned_ids(configuration, declared.owner) | {each.id for each in declared.constraints}
    constraints = configuration.first("constraints").children
    return tuple(each for each in constraints if each.id and each.id not in ours)
