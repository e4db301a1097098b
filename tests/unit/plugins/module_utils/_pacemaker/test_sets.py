# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sets of values inside an element."""

from __future__ import annotations

from ansible_collections.quorate.ha_storage.plugins.module_utils._pacemaker.parse import set_values
from ansible_collections.quorate.ha_storage.plugins.module_utils._pacemaker.sets import with_set
from ansible_collections.quorate.ha_storage.plugins.module_utils._pacemaker.tree import Element, read_xml

META = "meta_attributes"
WITH_RULE = """<primitive id="p"><meta_attributes id="s"><nvpair id="n" name="x" value="1"/></meta_attributes>
  <meta_attributes id="t"><rule id="r"/></meta_attributes></primitive>"""


def test_what_says_the_same_stays_as_it_is():
    element = read_xml(WITH_RULE, "test")
    assert with_set(element, META, {"x": "1"}) is element


def test_only_what_is_kept_outlasts_and_sets_with_rules_stay():
    element = read_xml(WITH_RULE, "test")
    assert set_values(with_set(element, META, {"y": "2"}, ["x"]), META) == {"x": "1", "y": "2"}
    assert [each.id for each in with_set(element, META, {}).children] == ["t"]
    assert set_values(with_set(Element("primitive", {"id": "q"}), META, {"y": "2"}), META) == {"y": "2"}
