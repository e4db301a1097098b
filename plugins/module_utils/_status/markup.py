# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Elements of a page. They are trees until the very end, so that no text can become markup."""

from __future__ import annotations

import re
import typing as t
import xml.etree.ElementTree as xml

Element = xml.Element
Content = t.Any  # a text, a number, an element, None, or an iterable of these

# What no document may hold, whatever a log or a name brings along.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff]")


def tag(name: str, /, *content: Content, **attributes: t.Any) -> Element:
    """An element. ``class_`` is class, ``aria_label`` is aria-label; attributes that are None are left out."""
    element = xml.Element(name)
    for key, value in attributes.items():
        if value is not None:
            element.set(key.rstrip("_").replace("_", "-") if key != "viewBox" else key, _clean(value))
    for each in content:
        _append(element, each)
    return element


def _append(element: Element, content: Content) -> None:
    if content is None:
        return
    if isinstance(content, xml.Element):
        element.append(content)
    elif isinstance(content, (str, int, float)):
        if len(element):
            element[-1].tail = (element[-1].tail or "") + _clean(content)
        else:
            element.text = (element.text or "") + _clean(content)
    else:
        for each in content:
            _append(element, each)


def _clean(value: t.Any) -> str:
    return _CONTROL.sub("�", f"{value:g}" if isinstance(value, float) else str(value))


def document(root: Element) -> str:
    """The page as text."""
    return "<!DOCTYPE html>\n" + xml.tostring(root, encoding="unicode", method="html") + "\n"


def clipped(text: str, most: int) -> str:
    """*text* with at most *most* characters."""
    return text if len(text) <= most else text[: most - 1] + "…"
