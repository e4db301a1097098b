# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

from ansible_collections.quorate.ha_storage.plugins.module_utils._core.tree import Node, lines, over


def test_the_worst_below_a_line_is_that_of_the_line():
    assert over("all", ()).verdict == "up"
    assert over("all", (Node("a"), Node("b", "warn"))).verdict == "warn"
    assert over("all", (Node("a", "down"), Node("b", "warn"))).verdict == "down"


def test_a_tree_is_drawn():
    tree = over("all", (over("a", (Node("a1"), Node("a2", "warn"))), Node("b")))
    assert list(lines(tree)) == ["all [warn]", "├ a [warn]", "│ ├ a1", "│ └ a2 [warn]", "└ b"]
