# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""One spelling for values."""

from __future__ import annotations

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._pacemaker.model import Action, Constraint
from ansible_collections.quorate.ha_storage.plugins.module_utils._pacemaker.values import (
    milliseconds,
    normal_actions,
    normal_constraint,
    score_of,
    texts_of,
)


def test_values_are_text_and_booleans_are_lower_case():
    given = {"a": True, "b": "False", "c": 3, "d": "true", "e": None, "f": "Yes"}
    assert texts_of(given) == {"a": "true", "b": "false", "c": "3", "d": "true", "f": "Yes"}
    assert texts_of(None) == {}


@pytest.mark.parametrize(
    ("text", "expected"),
    [("10", 10000), ("10s", 10000), ("10 s", 10000), ("5min", 300000), ("2h", 7200000), ("100ms", 100), ("soon", None)],
)
def test_durations(text, expected):
    assert milliseconds(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("50", "50"),
        ("+50", "50"),
        ("INFINITY", "INFINITY"),
        ("+infinity", "INFINITY"),
        ("-1000000", "-INFINITY"),
        ("much", None),
    ],
)
def test_scores(text, expected):
    assert score_of(text) == expected


def test_actions_are_equal_in_any_order_and_spelling():
    one = [Action("monitor", "10s", {"role": "Promoted"}), Action("start", "0s", {"role": "Started"})]
    other = [Action("start", "0"), Action("monitor", "10000ms", {"role": "Master"})]
    assert normal_actions(one) == normal_actions(other)
    assert normal_actions(one) != normal_actions([*one[1:], Action("monitor", "11s", {"role": "Promoted"})])


def test_constraints_are_equal_with_and_without_the_defaults():
    full = Constraint(
        "a",
        "order",
        {
            "first": "x",
            "first-action": "start",
            "then": "y",
            "then-action": "start",
            "kind": "Mandatory",
            "symmetrical": "true",
        },
    )
    assert normal_constraint(full) == Constraint("a", "order", {"first": "x", "then": "y"})
    promote = Constraint("a", "order", {"first": "x", "first-action": "promote", "then": "y", "then-action": "start"})
    assert normal_constraint(promote) == promote
    colocation = Constraint(
        "a", "colocation", {"rsc": "x", "with-rsc": "y", "with-rsc-role": "Master", "score": "1000000"}
    )
    assert normal_constraint(colocation).values == {"rsc": "x", "with-rsc": "y", "with-rsc-role": "Promoted"}
