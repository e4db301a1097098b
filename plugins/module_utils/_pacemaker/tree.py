# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""XML as values: what the CIB holds, complete, so that what is not ours goes back as it came."""

from __future__ import annotations

import dataclasses
import typing as t
import xml.etree.ElementTree as ET

from .._core.errors import Unparsable

COMMENT = "!--"


@dataclasses.dataclass(frozen=True)
class Element:
    """One element; equal whatever the order of its attributes. *text* is used by comments only: a CIB has no other."""

    tag: str
    attributes: t.Mapping[str, str] = dataclasses.field(default_factory=dict)
    children: tuple[Element, ...] = ()
    text: str = ""

    @property
    def id(self) -> str:
        """The attribute ``id``; empty where there is none."""
        return self.attributes.get("id", "")

    def get(self, name: str, default: str = "") -> str:
        """The attribute *name*."""
        return self.attributes.get(name, default)

    def all(self, *tags: str) -> tuple[Element, ...]:
        """The children with one of the *tags*."""
        return tuple(child for child in self.children if child.tag in tags)

    def first(self, tag: str) -> Element:
        """The first child with *tag*; an empty element where there is none."""
        return next(iter(self.all(tag)), Element(tag))

    def walk(self) -> t.Iterator[Element]:
        """The element and all below it."""
        yield self
        for child in self.children:
            yield from child.walk()

    def with_children(self, children: t.Iterable[Element]) -> Element:
        """The same element around other children."""
        return dataclasses.replace(self, children=tuple(children))

    def with_attributes(self, **changed: str) -> Element:
        """The same element with some attributes *changed*."""
        return dataclasses.replace(self, attributes={**self.attributes, **changed})

    def with_child(self, child: Element) -> Element:
        """*child* stands in place of the first child with its tag, or at the end."""
        tags = [each.tag for each in self.children]
        if child.tag not in tags:
            return self.with_children((*self.children, child))
        at = tags.index(child.tag)
        return self.with_children((*self.children[:at], child, *self.children[at + 1 :]))

    def with_section(self, tag: str, children: t.Iterable[Element]) -> Element:
        """The child with *tag* has these *children*; it is made where it is missing and needed."""
        section, new = self.first(tag), tuple(children)
        return self if new == section.children else self.with_child(section.with_children(new))


def read_xml(text: str, source: str) -> Element:
    """The tree of *text*. Raises Unparsable, naming the *source* (the command the text came from)."""
    try:
        return _element(ET.fromstring(text, ET.XMLParser(target=ET.TreeBuilder(insert_comments=True))))
    except ET.ParseError as error:
        raise Unparsable(source, f"line {error.position[0]}", str(error)) from error


def write_xml(element: Element) -> str:
    """*element* as XML text."""
    return ET.tostring(_etree(element), encoding="unicode")


def _element(node: t.Any) -> Element:
    if node.tag is ET.Comment:
        return Element(COMMENT, text=node.text or "")
    return Element(node.tag, dict(node.attrib), tuple(_element(child) for child in node))


def _etree(element: Element) -> t.Any:
    if element.tag == COMMENT:
        return ET.Comment(element.text)
    node = ET.Element(element.tag, dict(element.attributes))
    node.extend(_etree(child) for child in element.children)
    return node
