# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Values -> XML, and -> the shape of the options."""

from __future__ import annotations

import hypothesis.strategies as st
from ansible_collections.quorate.ha_storage.plugins.module_utils._pacemaker.model import (
    Action,
    Clone,
    Constraint,
    Group,
    Primitive,
)
from ansible_collections.quorate.ha_storage.plugins.module_utils._pacemaker.parse import (
    parse_constraint,
    parse_primitive,
)
from ansible_collections.quorate.ha_storage.plugins.module_utils._pacemaker.render import (
    HIDDEN,
    constraint_options,
    constraint_values,
    patch_for,
    render_constraint,
    render_primitive,
    resource_options,
)
from ansible_collections.quorate.ha_storage.plugins.module_utils._pacemaker.tree import read_xml, write_xml
from hypothesis import given, settings

names = st.from_regex(r"[a-z][a-z0-9_-]{0,5}", fullmatch=True)
pairs = st.dictionaries(names, st.text("ab <&\"'é", max_size=4), max_size=3)
actions = st.builds(
    Action,
    st.sampled_from(["monitor", "start"]),
    st.sampled_from(["0s", "10s", "5min"]),
    st.dictionaries(st.sampled_from(["timeout", "role", "on-fail"]), names),
)
agents = st.sampled_from(["ocf:heartbeat:IPaddr2", "stonith:fence_ipmilan", "systemd:sshd"])
primitives = st.builds(Primitive, names, agents, pairs, pairs, st.lists(actions, max_size=3).map(tuple))


@settings(max_examples=40, deadline=None)
@given(primitives)
def test_a_rendered_primitive_is_read_back_the_same(primitive):
    assert parse_primitive(read_xml(write_xml(render_primitive(primitive)), "test")) == primitive


def test_a_rendered_constraint_is_read_back_the_same():
    constraint = Constraint("a", "colocation", {"rsc": "x", "with-rsc": "y", "score": "INFINITY"})
    assert parse_constraint(render_constraint(constraint)) == constraint


def test_secrets_are_hidden_whoever_set_them():
    primitive = Primitive("a", "stonith:x", {"ip": "1", "passwd": "p", "pin": "q"}, secrets=frozenset({"pin"}))
    options = resource_options(primitive)
    assert options["attributes"] == {"ip": "1"}
    assert options["secret_attributes"] == {"passwd": HIDDEN, "pin": HIDDEN}


def test_containers_in_the_shape_of_the_options():
    assert resource_options(Group("g", ("a", "b"), {"x": "1"})) == {
        "id": "g",
        "kind": "group",
        "members": ["a", "b"],
        "meta": {"x": "1"},
    }
    assert resource_options(Clone("c", "a"))["resource"] == "a"


def test_names_of_constraint_options_go_both_ways():
    values = {"first": "a", "first-action": "promote", "then": "b", "then-action": "start", "kind": "Optional"}
    options = constraint_options(Constraint("o", "order", values))
    assert options["first_action"] == "promote" and options["order_kind"] == "Optional"
    assert constraint_values("order", options) == values


def test_a_patch_is_for_exactly_one_version():
    patch = read_xml("<diff><version><source epoch='9'/></version><change/></diff>", "test")
    root = read_xml('<cib admin_epoch="1" epoch="7" num_updates="3"/>', "test")
    assert write_xml(patch_for(patch, root)) == (
        '<diff><version><source admin_epoch="1" epoch="7" num_updates="3" />'
        '<target admin_epoch="1" epoch="8" num_updates="0" /></version><change /></diff>'
    )
