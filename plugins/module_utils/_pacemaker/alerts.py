# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Alerts: programs that Pacemaker runs when something happens."""

from __future__ import annotations

import typing as t

from .model import Alert
from .parse import set_values
from .sets import with_set
from .tree import Element

KINDS = ("nodes", "fencing", "resources", "attributes")


def parse_alert(element: Element) -> Alert:
    """The alert of an ``<alert>``; its recipients are not ours."""
    return Alert(
        element.id,
        element.get("path"),
        frozenset(each.tag.partition("_")[2] for each in element.first("select").children),
        set_values(element, "instance_attributes"),
        set_values(element, "meta_attributes"),
    )


def with_alerts(configuration: Element, declared: t.Sequence[Alert], owned: frozenset[str]) -> Element:
    """The *declared* alerts are there, those *owned* and not declared are gone, all others stay as they are."""
    models = {each.id: each for each in declared}
    section = configuration.first("alerts")
    children = []
    for each in section.children:
        if each.id in models:
            children.append(_changed(each, models.pop(each.id)))
        elif each.id not in owned:
            children.append(each)
    children += [_changed(Element("alert", {"id": name}), model) for name, model in models.items()]
    if section.children and not children:
        return configuration.with_children(each for each in configuration.children if each.tag != "alerts")
    return configuration.with_section("alerts", children)


def alert_options(alert: Alert) -> dict[str, t.Any]:
    """*alert* as an item of the option ``alerts``."""
    return {
        "id": alert.id,
        "path": alert.path,
        "select": [kind for kind in KINDS if kind in alert.select],
        "attributes": dict(alert.attributes),
        "meta": dict(alert.meta),
    }


def _changed(element: Element, model: Alert) -> Element:
    """*element* with what *model* says; recipients that others have added stay."""
    new = element.with_attributes(path=model.path) if element.get("path") != model.path else element
    new = with_set(new, "instance_attributes", model.attributes)
    new = with_set(new, "meta_attributes", model.meta)
    if parse_alert(new).select == model.select:
        return new
    others = [child for child in new.children if child.tag != "select"]
    kinds = tuple(Element(f"select_{kind}") for kind in KINDS if kind in model.select)
    return new.with_children([*([Element("select", {}, kinds)] if kinds else []), *others])
