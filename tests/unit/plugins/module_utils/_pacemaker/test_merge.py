# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The configuration with a declaration in it: what is touched, and what is not."""

from __future__ import annotations

import dataclasses

from ansible_collections.quorate.ha_storage.plugins.module_utils._pacemaker.merge import (
    merged,
    merged_order,
    with_target_role,
)
from ansible_collections.quorate.ha_storage.plugins.module_utils._pacemaker.model import (
    Constraint,
    Declaration,
    Group,
    Primitive,
)
from ansible_collections.quorate.ha_storage.plugins.module_utils._pacemaker.ownership import gone_resources, owned_ids
from ansible_collections.quorate.ha_storage.plugins.module_utils._pacemaker.parse import (
    parse_resource,
    resource_elements,
)
from ansible_collections.quorate.ha_storage.plugins.module_utils._pacemaker.settings import settings
from ansible_collections.quorate.ha_storage.plugins.module_utils._pacemaker.tree import Element, read_xml

DUMMY = "ocf:pacemaker:Dummy"
EMPTY = Element("configuration")


def ids(configuration, section):
    return [each.id for each in configuration.first(section).children]


def element(configuration, name):
    return resource_elements(configuration)[name]


def test_a_running_site_is_as_declared(running, declared):
    assert merged(running.configuration, declared) == running.configuration


def test_an_empty_declaration_leaves_an_empty_cib_as_it_is(empty):
    assert merged(empty.configuration, Declaration("me")) == empty.configuration


def test_what_is_removed_leaves_no_trace(empty, declared):
    full = merged(empty.configuration, declared)
    left = merged(full, Declaration("quorate"))
    assert resource_elements(left) == {} and left.all("tags") == ()
    assert ids(left, "constraints") == []
    assert settings(left, "properties") == settings(empty.configuration, "properties")
    assert left.first("rsc_defaults").children == ()


def test_foreign_constraints_stay(with_foreign, declared):
    after = merged(with_foreign.configuration, declared)
    assert ids(after, "constraints")[:2] == ["cli-prefer-san0", "drbd-fence-by-handler-san0-san0-drbd-clone"]


def test_constraints_of_a_moment_go_with_their_resource(with_foreign):
    assert ids(merged(with_foreign.configuration, Declaration("quorate")), "constraints") == []


def test_what_operators_set_by_hand_stays_and_what_they_changed_is_repaired(running, declared):
    stopped = with_target_role(running.configuration, ["san0"], "Stopped")
    assert parse_resource(element(stopped, "san0")).meta == {"target-role": "Stopped"}
    assert merged(stopped, declared) == stopped
    address = Primitive("san0-ip", "ocf:heartbeat:IPaddr2", {"ip": "10.77.30.51"})
    others = [each for each in declared.resources if each.id != "san0-ip"]
    after = merged(stopped, dataclasses.replace(declared, resources=(*others, address)))
    assert parse_resource(element(after, "san0-ip")) == address
    assert parse_resource(element(after, "san0")).meta == {"target-role": "Stopped"}


def test_a_declared_target_role_wins():
    stopped = with_target_role(merged(EMPTY, Declaration("me", resources=(Primitive("a", DUMMY),))), ["a"], "Stopped")
    started = Declaration("me", resources=(Primitive("a", DUMMY, meta={"target-role": "Started"}),))
    assert parse_resource(element(merged(stopped, started), "a")).meta == {"target-role": "Started"}


def test_utilization_descriptions_and_ruled_sets_stay_when_the_rest_changes():
    text = """<configuration><resources><primitive id="a" class="ocf" provider="pacemaker" type="Dummy" description="d">
      <instance_attributes id="r"><rule id="x"/><nvpair id="n" name="fake" value="night"/></instance_attributes>
      <utilization id="u"><nvpair id="c" name="cpu" value="1"/></utilization></primitive></resources>
      <tags><tag id="me-owned"><obj_ref id="a"/></tag></tags></configuration>"""
    before = read_xml(text, "test")
    after = element(merged(before, Declaration("me", resources=(Primitive("a", DUMMY, {"fake": "day"}),))), "a")
    assert after.get("description") == "d"
    assert [each.tag for each in after.children] == ["instance_attributes", "instance_attributes", "utilization"]
    assert parse_resource(after).attributes == {"fake": "day"}


def test_a_foreign_member_keeps_its_neighbour():
    assert merged_order(["f", "a", "g", "b"], ["b", "a", "c"], ["f", "g"]) == ["f", "b", "a", "g", "c"]
    assert merged_order([], ["a", "b"], []) == ["a", "b"]


def test_a_member_that_is_not_declared_any_more_leaves_the_group():
    def group(*names):
        return Declaration("me", resources=(*(Primitive(each, DUMMY) for each in names), Group("g", names)))

    before = merged(EMPTY, group("a", "b", "c"))
    after = merged(before, group("c", "a"))
    assert parse_resource(element(after, "g")).members == ("c", "a") and "b" not in resource_elements(after)
    assert gone_resources(before, group("c", "a")) == {"b"}


def test_a_primitive_moves_into_a_group_with_all_it_has():
    alone = merged(EMPTY, Declaration("me", resources=(Primitive("a", DUMMY),)))
    alone = with_target_role(alone, ["a"], "Stopped")
    after = merged(alone, Declaration("me", resources=(Primitive("a", DUMMY), Group("g", ("a",)))))
    assert ids(after, "resources") == ["g"]
    assert parse_resource(element(after, "a")).meta == {"target-role": "Stopped"}


def test_other_spellings_of_a_constraint_are_the_same():
    text = """<configuration><constraints><rsc_order id="o" then="b" first="a" kind="Mandatory" symmetrical="true"/>
      </constraints><tags><tag id="me-owned"><obj_ref id="o"/></tag></tags></configuration>"""
    before = read_xml(text, "test")
    same = Declaration("me", constraints=(Constraint("o", "order", {"first": "a", "then": "b"}),))
    assert merged(before, same) == before
    other = Declaration("me", constraints=(Constraint("o", "order", {"first": "a", "then": "c"}),))
    assert merged(before, other).first("constraints").children[0].get("then") == "c"


def test_only_what_is_declared_and_ours_is_in_the_tag(running, declared):
    owned = owned_ids(running.configuration, "quorate")
    assert {"san0", "san0-ip", "san0-after-promote", "cib-bootstrap-options-stonith-enabled"} <= owned
    assert owned_ids(running.configuration, "other") == frozenset()
