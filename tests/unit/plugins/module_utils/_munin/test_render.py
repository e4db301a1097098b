# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

from ansible_collections.quorate.ha_storage.plugins.module_utils._munin import render as subject
from ansible_collections.quorate.ha_storage.plugins.module_utils._munin.model import DERIVE, WIDE, Field, Graph

GRAPHS = [
    Graph(
        "", "Whole", "Things", (Field("a", "A", info="first"), Field("b", "B", DERIVE, draw=WIDE)), info="what it is"
    ),
    Graph("part.one", "Part", "Bytes", (Field("c", "C", warning="5", critical="9"),), 1024),
]


def test_config():
    assert " / ".join(subject.config_lines("p", GRAPHS, {})) == (
        "multigraph p / graph_title Whole / graph_vlabel Things / graph_args --base 1000 --lower-limit 0 / "
        "graph_category san / graph_info what it is / a.label A / a.info first / b.label B / b.type DERIVE / b.min 0 / "
        "b.draw LINE3 / "
        "multigraph p_part.one / graph_title Part / graph_vlabel Bytes / graph_args --base 1024 --lower-limit 0 / "
        "graph_category san / c.label C / c.warning 5 / c.critical 9"
    )


def test_values_are_known_or_u_and_counters_stay_whole():
    values = {"": {"a": 0.5, "b": 1 << 60, "other": 1}, "gone": {"c": 1}}
    assert list(subject.value_lines("p", GRAPHS, values)) == [
        "multigraph p",
        "a.value 0.500",
        "b.value 1152921504606846976",
        "multigraph p_part.one",
        "c.value U",
    ]


def test_thresholds_of_the_field_of_the_plugin_and_its_own():
    field, plain = GRAPHS[1].fields[0], GRAPHS[0].fields[0]
    assert subject.threshold(field, "warning", {}) == "5"
    assert subject.threshold(field, "warning", {"warning": "7"}) == "7"
    assert subject.threshold(field, "warning", {"warning": "7", "c_warning": "8"}) == "8"
    assert subject.threshold(field, "critical", {"c_critical": ""}) == ""
    assert subject.threshold(plain, "warning", {"warning": "7"}) == ""
    assert subject.threshold(plain, "warning", {"a_warning": "7"}) == "7"
