# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fencing levels: in which order the fence devices of a node are tried (fencing topology)."""

from __future__ import annotations

import typing as t

from .._core.errors import Problem
from .model import FencingLevel
from .tree import Element

SECTION = "fencing-topology"
Data = t.Dict[str, t.Any]


def level_elements(configuration: Element) -> tuple[Element, ...]:
    """Every ``<fencing-level>``."""
    return configuration.first(SECTION).all("fencing-level")


def parse_level(element: Element) -> FencingLevel | None:
    """The level of a ``<fencing-level>``; None for one that is for nodes by pattern or attribute."""
    if not element.get("target") or not element.get("index").isdigit():
        return None
    return FencingLevel(element.get("target"), int(element.get("index")), tuple(element.get("devices").split(",")))


def render_level(level: FencingLevel) -> Element:
    """The ``<fencing-level>``."""
    devices = ",".join(level.devices)
    attributes = {"id": level.id, "target": level.node, "index": str(level.level), "devices": devices}
    return Element("fencing-level", attributes)


def level_options(level: FencingLevel) -> Data:
    """*level* as an item of the option ``fencing_levels``."""
    return {"node": level.node, "level": level.level, "devices": list(level.devices)}


def level_view(element: Element) -> Data:
    """A ``<fencing-level>`` in the shape of the option, or its id where it is for nodes by pattern or attribute."""
    level = parse_level(element)
    return level_options(level) if level else {"id": element.id}


def read_level(options: t.Mapping[str, t.Any]) -> FencingLevel:
    """What ``level_options`` undoes."""
    return FencingLevel(options["node"], int(options["level"]), tuple(options["devices"]))


def level_problems(items: t.Sequence[t.Mapping[str, t.Any]], at: str) -> t.Iterator[Problem]:
    """Everything wrong with the option."""
    seen = set()
    for index, each in enumerate(items):
        path, place = f"{at}[{index}]", (each.get("node"), int(each.get("level") or 0))
        if not 1 <= place[1] <= 9:
            yield Problem(f"{path}.level", f"{place[1]} is not within 1 to 9")
        if not each.get("devices"):
            yield Problem(f"{path}.devices", "must name at least one fence device")
        if place in seen:
            yield Problem(path, f"a second level {place[1]} of {place[0]}")
        seen.add(place)


def with_levels(configuration: Element, declared: t.Sequence[FencingLevel], owned: frozenset[str]) -> Element:
    """The *declared* levels are there, those *owned* and not declared are gone, all others stay as they are."""
    models = {each.id: each for each in declared}
    section = configuration.first(SECTION)
    children = []
    for each in section.children:
        model = models.pop(each.id, None)
        if model is not None:
            children.append(each if parse_level(each) == model else render_level(model))
        elif each.id not in owned:
            children.append(each)
    children += [render_level(model) for model in models.values()]
    if children:
        return configuration.with_section(SECTION, children)
    # An empty one would say the same, and differ from what was there.
    if not section.children:
        return configuration
    return configuration.with_children(each for each in configuration.children if each.tag != SECTION)
