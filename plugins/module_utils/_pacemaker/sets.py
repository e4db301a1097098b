# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The plain sets of name-value pairs inside an element."""

from __future__ import annotations

import typing as t

from .model import Values
from .parse import is_plain_set, set_values
from .render import render_set
from .tree import Element


def with_set(element: Element, tag: str, wanted: Values, kept: t.Sequence[str] = ()) -> Element:
    """The plain sets with *tag* say *wanted*, and besides only what is *kept*."""
    present = set_values(element, tag)
    values = {**{name: value for name, value in present.items() if name in kept}, **wanted}
    if values == present:
        return element
    children = [child for child in element.children if child.tag != tag or not is_plain_set(child)]
    if values:
        children.insert(0, render_set(tag, f"{element.id}-{tag}", values))
    return element.with_children(children)
