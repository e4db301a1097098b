# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What rrdtool is told; what it draws is in test_program.py."""

from __future__ import annotations

from ansible_collections.quorate.ha_storage.plugins.module_utils._archive import draw as subject

MIDNIGHT = 1795478400  # 2026-11-24 00:00 UTC


def test_the_words():
    told = []
    values = [(MIDNIGHT - 60, 1.0), *((MIDNIGHT + 60 * n, None if n == 1 else float(n)) for n in range(600))]
    rates = {"iqn.x:a 0": values, "b": []}
    subject.draw(
        rates, "2026-11-24", "Title", "Unit", "/goal.svg", runner=lambda argv, timeout: told.append(list(argv))
    )
    create, first, second, empty, graph = told
    assert create[:2] == ["rrdtool", "create"] and create[4] == str(MIDNIGHT - 1)
    assert first[3:5] == [f"{MIDNIGHT}:0.0", f"{MIDNIGHT + 60}:U"] and len(first) + len(second) == 600 + 6
    assert empty[:2] == ["rrdtool", "create"]
    assert graph[:3] == ["rrdtool", "graph", "/goal.svg"] and "SVG" in graph
    assert graph[-3].startswith("LINE1:v0#") and graph[-3].endswith(":iqn.x\\:a 0\\l")
