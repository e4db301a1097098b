# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who made what."""

from __future__ import annotations

from ansible_collections.quorate.ha_storage.plugins.module_utils._pacemaker.merge import merged
from ansible_collections.quorate.ha_storage.plugins.module_utils._pacemaker.model import Declaration, Primitive
from ansible_collections.quorate.ha_storage.plugins.module_utils._pacemaker.ownership import (
    owned_ids,
    tag_of,
    with_ownership,
)
from ansible_collections.quorate.ha_storage.plugins.module_utils._pacemaker.tree import Element, read_xml

DUMMY = "ocf:pacemaker:Dummy"
TAGS = """<configuration><resources><primitive id="a"/></resources><tags>
  <tag id="site"><obj_ref id="a"/></tag>{}</tags></configuration>"""


def test_the_tag_is_named_after_the_owner():
    assert tag_of("quorate") == "quorate-owned"


def test_tags_of_other_purposes_stay():
    before = read_xml(TAGS.format(""), "test")
    after = with_ownership(before, Declaration("me", resources=(Primitive("a", DUMMY),), adopt=True))
    assert [each.id for each in after.first("tags").children] == ["site", "me-owned"]
    assert with_ownership(after, Declaration("me")) == before


def test_what_is_adopted_belongs_to_nobody_else():
    before = read_xml(TAGS.format('<tag id="you-owned"><obj_ref id="a"/></tag>'), "test")
    after = with_ownership(before, Declaration("me", resources=(Primitive("a", DUMMY),), adopt=True))
    assert owned_ids(after, "me") == {"a"} and owned_ids(after, "you") == frozenset()
    assert [each.id for each in after.first("tags").children] == ["site", "me-owned"]


def test_the_order_of_references_does_not_matter():
    two = Declaration("me", resources=(Primitive("a", DUMMY), Primitive("b", DUMMY)))
    once = merged(Element("configuration"), two)
    tag = once.first("tags").first("tag")
    turned = once.with_section("tags", [tag.with_children(reversed(tag.children))])
    assert merged(turned, two) == turned
