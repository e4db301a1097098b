# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

from ansible_collections.quorate.ha_storage.plugins.module_utils._core.tree import Node, lines, over, problems, worst


def test_the_worst_below_a_line_is_that_of_the_line():
    assert over("all", ()).verdict == "up"
    assert over("all", (Node("a"), Node("b", "warn"))).verdict == "warn"
    assert over("all", (Node("a", "down"), Node("b", "warn"))).verdict == "down"


def test_a_tree_is_drawn():
    tree = over("all", (over("a", (Node("a1"), Node("a2", "warn"))), Node("b")))
    assert list(lines(tree)) == ["all [warn]", "├ a [warn]", "│ ├ a1", "│ └ a2 [warn]", "└ b"]


def test_problems_are_the_lines_that_are_bad_by_themselves():
    tree = over("all", (over("a", (Node("a1"), Node("a2", "warn", way_out="mend it"))), Node("b", "down")))
    assert list(problems(tree)) == [
        {"verdict": "warn", "where": "a", "text": "a2", "way_out": "mend it"},
        {"verdict": "down", "where": "all", "text": "b", "way_out": ""},
    ]
    assert list(problems(over("all", ()))) == []


def test_the_worst_of_none_is_up():
    assert (worst(()), worst(("warn", "down", "up"))) == ("up", "down")
