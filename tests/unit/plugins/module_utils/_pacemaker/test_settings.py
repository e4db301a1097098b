# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Cluster properties and defaults."""

from __future__ import annotations

from ansible_collections.quorate.ha_storage.plugins.module_utils._pacemaker.settings import (
    setting_sets,
    settings,
    with_settings,
)
from ansible_collections.quorate.ha_storage.plugins.module_utils._pacemaker.tree import Element, read_xml, write_xml

PROPERTIES = """<configuration><crm_config>
  <cluster_property_set id="cib-bootstrap-options"><nvpair id="b-x" name="x" value="1"/></cluster_property_set>
  <cluster_property_set id="other"><nvpair id="o-x" name="x" value="2"/><nvpair id="o-y" name="y" value="2"/>
  </cluster_property_set>
  </crm_config></configuration>"""


def test_a_new_setting_makes_the_common_set():
    new = with_settings(Element("configuration"), "resource_defaults", {"b": "2", "a": "1"}, frozenset())
    assert write_xml(new.first("rsc_defaults")) == (
        '<rsc_defaults><meta_attributes id="rsc-options"><nvpair id="rsc-options-a" name="a" value="1" />'
        '<nvpair id="rsc-options-b" name="b" value="2" /></meta_attributes></rsc_defaults>'
    )


def test_a_setting_changes_wherever_it_stands_and_the_others_stay():
    before = read_xml(PROPERTIES, "test")
    after = with_settings(before, "properties", {"x": "3", "z": "4"}, frozenset())
    assert settings(after, "properties") == {"x": "3", "z": "4", "y": "2"}
    values = [pair.get("value") for found in setting_sets(after, "properties") for pair in found.children]
    assert values == ["3", "4", "3", "2"]


def test_only_what_is_ours_is_removed():
    before = read_xml(PROPERTIES, "test")
    after = with_settings(before, "properties", {}, frozenset({"b-x"}))
    assert settings(after, "properties") == {"x": "2", "y": "2"}
    assert with_settings(before, "properties", {}, frozenset()) == before


def test_a_set_with_a_rule_holds_only_at_times():
    text = """<configuration><rsc_defaults><meta_attributes id="night"><rule id="r"/>
      <nvpair id="n" name="x" value="1"/></meta_attributes></rsc_defaults></configuration>"""
    after = with_settings(read_xml(text, "test"), "resource_defaults", {"x": "2"}, frozenset({"n"}))
    assert [each.id for each in after.first("rsc_defaults").children] == ["night", "rsc-options"]
