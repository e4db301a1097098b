# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Options -> declaration."""

from __future__ import annotations

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import InvalidInput
from ansible_collections.quorate.ha_storage.plugins.module_utils._pacemaker.model import (
    Action,
    Clone,
    Constraint,
    Group,
    Primitive,
)
from ansible_collections.quorate.ha_storage.plugins.module_utils._pacemaker.spec import (
    ARGUMENTS,
    problems,
    read_declaration,
)

DUMMY = {"id": "a", "agent": "ocf:pacemaker:Dummy"}


def said(**params):
    return [str(problem) for problem in problems(params)]


def test_a_declaration_of_everything():
    declared = read_declaration(
        {
            "owner": "me",
            "properties": {"stonith-enabled": False},
            "resources": [
                {
                    **DUMMY,
                    "attributes": {"x": 1, "y": None},
                    "secret_attributes": {"z": "s"},
                    "meta": {"m": True},
                    "operations": [{"name": "monitor", "interval": "10s", "on_fail": "fence", "timeout": None}],
                },
                {"id": "g", "kind": "group", "members": ["a"]},
                {"id": "c", "kind": "clone", "resource": "g"},
            ],
            "constraints": [
                {"id": "l", "kind": "location", "resource": "c", "node": "n", "score": 50, "role": None},
                {"id": "o", "kind": "order", "first": "c", "then": "c", "symmetrical": False},
            ],
        }
    )
    assert declared.owner == "me" and declared.properties == {"stonith-enabled": "false"}
    assert declared.resources == (
        Primitive(
            "a",
            "ocf:pacemaker:Dummy",
            {"x": "1", "z": "s"},
            {"m": "true"},
            (Action("monitor", "10s", {"on-fail": "fence"}),),
        ),
        Group("g", ("a",)),
        Clone("c", "g"),
    )
    assert declared.resources[0].secrets == {"z"}
    assert declared.constraints == (
        Constraint("l", "location", {"rsc": "c", "node": "n", "score": "50"}),
        Constraint("o", "order", {"first": "c", "then": "c", "symmetrical": "false"}),
    )


def test_the_defaults_of_the_module_are_an_empty_declaration():
    defaults = {name: option.get("default") for name, option in ARGUMENTS.items()}
    assert read_declaration(defaults) == read_declaration({})


@pytest.mark.parametrize(
    ("params", "expected"),
    [
        ({"owner": "a b"}, "owner: must be letters"),
        ({"properties": {"dc-version": "1"}}, "properties.dc-version: is set by the cluster itself"),
        ({"properties": {"a b": "1"}}, "properties.a b: the name must be"),
        ({"properties": {"a": [1]}}, "properties.a: must be a single value"),
        ({"resources": [{**DUMMY, "id": "1a"}]}, "resources[0].id: '1a' must be letters"),
        ({"resources": [{"id": "a"}]}, "resources[0].agent: is required for the kind primitive"),
        ({"resources": [{"id": "a", "agent": "IPaddr2"}]}, "resources[0].agent: 'IPaddr2' is not like"),
        ({"resources": [DUMMY, DUMMY]}, "resources[1].id: 'a' is also the id of resources[0]"),
        ({"resources": [{**DUMMY, "members": ["b"]}]}, "resources[0].members: is not an option of the kind primitive"),
        ({"resources": [{"id": "g", "kind": "group"}]}, "resources[0].members: is required for the kind group"),
        (
            {"resources": [{"id": "g", "kind": "group", "members": ["x"]}]},
            "resources[0].members: 'x' must be a declared primitive",
        ),
        (
            {"resources": [DUMMY, {"id": "g", "kind": "group", "members": ["a", "a"]}]},
            "resources[1].members: 'a' lies in g already",
        ),
        (
            {"resources": [{"id": "c", "kind": "clone", "resource": "c"}]},
            "resources[0].resource: 'c' must be a declared primitive or group",
        ),
        (
            {"resources": [{**DUMMY, "secret_attributes": {"x": 1}, "attributes": {"x": 1}}]},
            "resources[0].secret_attributes.x: is also among the attributes",
        ),
        (
            {"resources": [{**DUMMY, "operations": [{"name": "monitor", "interval": "often"}]}]},
            "resources[0].operations[0].interval: 'often' is no duration",
        ),
        (
            {"resources": [{**DUMMY, "operations": [{"name": "monitor", "interval": i} for i in ("10s", "10")]}]},
            "resources[0].operations[1]: a second monitor with this interval",
        ),
        (
            {"constraints": [{"id": "l", "kind": "location"}]},
            "constraints[0].resource: is required for the kind location",
        ),
        (
            {"constraints": [{"id": "l", "kind": "location", "resource": "a", "node": "n", "score": "much"}]},
            "constraints[0].score: 'much' is neither a number",
        ),
        (
            {"constraints": [{"id": "o", "kind": "order", "first": "a", "then": "b", "node": "n"}]},
            "constraints[0].node: is not an option of the kind order",
        ),
    ],
)
def test_what_is_wrong_is_told_with_its_path(params, expected):
    assert any(line.startswith(expected) for line in said(**params)), said(**params)


def test_everything_wrong_is_told_at_once():
    with pytest.raises(InvalidInput) as caught:
        read_declaration({"owner": "?", "resources": [{"id": "a"}, {"id": "a", "agent": "x"}]})
    assert len(caught.value.problems) == 4
