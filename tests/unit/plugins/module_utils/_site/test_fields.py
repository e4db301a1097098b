# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reading raw mappings without stopping at the first fault."""

from __future__ import annotations

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._site.fields import Fields, items


def told(raw, ask):
    problems = []
    fields = Fields(raw, "top", problems)
    return ask(fields), [str(problem) for problem in problems]


@pytest.mark.parametrize(
    "raw, ask, value, problem",
    [
        ({"a": "x"}, lambda f: f.text("a"), "x", None),
        ({"a": 5}, lambda f: f.text("a"), "5", None),
        ({}, lambda f: f.text("a", default="d"), "d", None),
        ({"a": None}, lambda f: f.text("a", default="d"), "d", None),
        ({}, lambda f: f.text("a"), None, "top.a: is required"),
        ({"a": ""}, lambda f: f.text("a"), None, "top.a: must not be empty"),
        ({"a": True}, lambda f: f.text("a"), None, "top.a: must be a string, is a boolean"),
        ({"a": []}, lambda f: f.text("a"), None, "top.a: must be a string, is a list"),
        ({"a": "x"}, lambda f: f.text("a", lambda text: f"{text} is bad"), None, "top.a: x is bad"),
        ({"a": "z"}, lambda f: f.choice("a", ("x", "y")), None, "top.a: 'z' is none of x, y"),
        ({"a": 7}, lambda f: f.integer("a", 0, 9), 7, None),
        ({"a": "7"}, lambda f: f.integer("a", 0, 9), 7, None),
        ({"a": 10}, lambda f: f.integer("a", 0, 9), None, "top.a: 10 is not within 0 to 9"),
        ({"a": -1}, lambda f: f.integer("a", 0, 9), None, "top.a: -1 is not within 0 to 9"),
        ({"a": True}, lambda f: f.integer("a", 0, 9), None, "top.a: must be a whole number, is 'True'"),
        ({"a": 1.5}, lambda f: f.integer("a", 0, 9), None, "top.a: must be a whole number, is '1.5'"),
        ({"a": False}, lambda f: f.flag("a", True), False, None),
        ({"a": "no"}, lambda f: f.flag("a", True), False, None),
        ({"a": "True"}, lambda f: f.flag("a", False), True, None),
        ({}, lambda f: f.flag("a", True), True, None),
        ({"a": "maybe"}, lambda f: f.flag("a", True), None, "top.a: must be true or false, is 'maybe'"),
        ({"a": 2}, lambda f: f.flag("a", True), None, "top.a: must be true or false, is '2'"),
        ({"a": {"b": 1}}, lambda f: f.options("a"), {"b": 1}, None),
        ({}, lambda f: f.options("a"), {}, None),
        ({"a": 3}, lambda f: f.options("a"), {}, "top.a: must be a mapping, is a number"),
        ({"a": ["x"]}, lambda f: f.texts("a", lambda text: None), ("x",), None),
        ({}, lambda f: f.texts("a", lambda text: None, None), None, None),
        ({"a": "x"}, lambda f: f.texts("a", lambda text: None), (), "top.a: must be a list, is a string"),
        ({"a": [1]}, lambda f: f.texts("a", lambda text: None), (), "top.a[0]: must be a string, is a number"),
        ({"a": "x"}, lambda f: f.each("a"), [], "top.a: must be a list, is a string"),
        ({}, lambda f: f.each("a", optional=True), [], None),
        ({}, lambda f: f.fields("a", optional=True), None, None),
    ],
)
def test_values(raw, ask, value, problem):
    assert told(raw, ask) == (value, [problem] if problem else [])


def test_options_hold_scalars_and_none_only_where_that_means_something():
    raw = {"a": {"b": None, "c": [1]}}
    assert told(raw, lambda f: f.options("a"))[1] == [
        "top.a.b: must be a string, a number or a boolean, is empty",
        "top.a.c: must be a string, a number or a boolean, is a list",
    ]
    assert len(told(raw, lambda f: f.options("a", nullable=True))[1]) == 1


def test_what_is_missing_is_told_once():
    assert told({}, lambda f: f.fields("a").text("b")) == (None, ["top.a: is required"])
    assert told({"a": 3}, lambda f: f.fields("a").text("b"))[1] == ["top.a: must be a mapping, is a number"]
    assert told([], lambda f: f.text("b"))[1] == ["top: must be a mapping, is a list"]
    assert told({"a": {}}, lambda f: f.fields("a").text("b"))[1] == ["top.a.b: is required"]


def test_unknown_keys_come_with_the_nearest_known_one():
    def ask(fields):
        fields.text("address", default=None)
        fields.text("port", default=None)
        fields.done()

    assert told({"adress": 1, "wholly": 2}, ask)[1] == [
        "top.adress: is not known here; did you mean address?",
        "top.wholly: is not known here; known are address, port",
    ]


def test_items_carry_their_index():
    problems = []
    first, second = items([{"a": 1}, "x"], "top", problems)
    assert (first.path, second.path) == ("top[0]", "top[1]")
    assert [str(problem) for problem in problems] == ["top[1]: must be a mapping, is a string"]
