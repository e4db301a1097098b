# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""XML as values."""

from __future__ import annotations

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import Unparsable
from ansible_collections.quorate.ha_storage.plugins.module_utils._pacemaker.tree import Element, read_xml, write_xml


def test_text_comes_back_with_its_comments():
    text = '<a x="1"><!-- kept --><b y="2" /></a>'
    assert write_xml(read_xml(text, "test")) == text


def test_the_order_of_attributes_does_not_matter():
    assert read_xml('<a x="1" y="2"/>', "test") == read_xml('<a y="2" x="1"/>', "test")
    assert read_xml("<a><b/><c/></a>", "test") != read_xml("<a><c/><b/></a>", "test")


def test_special_characters_are_escaped():
    element = Element("a", {"x": '<&">'})
    assert read_xml(write_xml(element), "test") == element


def test_a_section_is_replaced_in_its_place_or_added_at_the_end():
    root = read_xml("<a><b/><c/></a>", "test")
    assert write_xml(root.with_section("b", [Element("x")])) == "<a><b><x /></b><c /></a>"
    assert write_xml(root.with_section("d", [Element("x")])) == "<a><b /><c /><d><x /></d></a>"
    assert root.with_section("d", []) is root


def test_broken_xml_is_told_with_its_source():
    with pytest.raises(Unparsable, match="cibadmin: line 2"):
        read_xml("<a>\n</b>", "cibadmin")
