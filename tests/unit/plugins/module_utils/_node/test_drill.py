# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A drill is refused where it would hurt, and goes on where it was interrupted."""

from __future__ import annotations

import copy

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._node.drill import drill_entry, drill_plan

from . import worlds

BOOTS = {"node1": "aaaa", "node2": "bbbb"}
NOTE = {"node": "node2", "boot": "bbbb", "began": "2026-11-22T10:00:00+00:00"}


def site(**fencing):
    found = copy.deepcopy(worlds.SITE)
    sbd = {"method": "sbd", "uses_sbd": True, "uses_devices": False, "stonith_watchdog_timeout": 10}
    found["cluster"]["fencing"] = {**sbd, **fencing}
    return found


def told(on="node1"):
    return {"results": [worlds.answer(name, on) for name in worlds.SERVICES]}


def plan(node="node2", active=False, asked=None, description=None, **found):
    seen = {"boots": BOOTS, "marks": {"node1": {}, "node2": {}}, "devices": ["watchdog"], "failed": [], **found}
    asked = asked or {"node1": told(), "node2": told()}
    return drill_plan(description or site(), node, active, asked, seen)


def test_the_standby_of_a_healthy_site():
    assert plan() == {"problems": [], "resumed": False, "began": "", "serving": [], "limit": 30}


def test_a_node_that_serves_is_refused_unless_it_is_meant():
    (problem,) = plan("node1")["problems"]
    assert "node1 serves san0, san1" in problem and "fence node2" in problem and "fence_drill_active=true" in problem
    allowed = plan("node1", active=True)
    assert (allowed["problems"], allowed["serving"]) == ([], ["san0", "san1"])


POWER = site(method="agents_then_sbd", uses_devices=True, levels=[], delay=0)


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"description": site(method="none", uses_sbd=False)}, "method is none"),
        ({"devices": []}, "node2 has no watchdog that the cluster relies on"),
        ({"description": POWER}, "node1 has no device that could fence node2"),
        ({"description": POWER, "devices": ["power"]}, "node2 has no watchdog that the cluster relies on"),
        ({"devices": ["power", "watchdog"], "failed": ["power"]}, "the fence device power does not answer"),
    ],
)
def test_fencing_that_cannot_work(changes, problem):
    (found,) = plan(**changes)["problems"]
    assert problem in found


@pytest.mark.parametrize(
    ("marks", "boots", "resumed"),
    [
        ({"node1": NOTE, "node2": NOTE}, {"node1": "aaaa", "node2": "cccc"}, True),
        ({"node1": NOTE, "node2": {}}, {"node1": "aaaa", "node2": "cccc"}, True),
        # Noted, and killed before it came to the act.
        ({"node1": NOTE, "node2": NOTE}, BOOTS, False),
        ({"node1": {}, "node2": {}}, {"node1": "aaaa", "node2": "cccc"}, False),
        ({"node1": {**NOTE, "node": "node1"}, "node2": {}}, {"node1": "aaaa", "node2": "cccc"}, False),
    ],
)
def test_by_the_boot_a_run_knows_whether_the_node_was_fenced(marks, boots, resumed):
    assert plan(marks=marks, boots=boots)["resumed"] is resumed


def test_what_went_on_is_not_refused_for_what_the_drill_did():
    asked = {"node1": told(), "node2": worlds.SILENT}
    found = plan(asked=asked, marks={"node1": NOTE, "node2": NOTE}, boots={"node2": "cccc"}, devices=[])
    assert found["problems"] == [] and found["began"] == NOTE["began"]


MEASURED = {"at": "2026-11-22T10:00:00+00:00", "fenced": 3.26, "back": 41.0, "boots": ["aaaa" * 9, "bbbb" * 9]}
FIRST, SECOND = {"longest_gap_seconds": 1.5, "errors": 0}, {"longest_gap_seconds": 4.25, "errors": 1}
WATCHED = {"devices": {"lun0": FIRST, "lun1": SECOND}}


def test_the_report():
    entry = drill_entry("node2", {"serving": []}, MEASURED, WATCHED, "client")
    assert entry["text"] == [
        "node2 was fenced within 3.3 s",
        "  it went down: boot aaaaaaaa... before, bbbbbbbb... after",
        "  back, and in sync, 41 s after the drill began",
        "  longest pause of a service: 4.2 s, 1 I/O errors, by client",
    ]
    assert (entry["pause_seconds"], entry["errors"], entry["measured_by"]) == (4.25, 1, "client")


def test_an_interrupted_drill_measured_less():
    entry = drill_entry("node2", {"serving": []}, {**MEASURED, "fenced": None}, {}, "client")
    assert entry["text"][0] == "node2 was fenced by the interrupted drill" and len(entry["text"]) == 3
    assert (entry["fenced_seconds"], entry["pause_seconds"], entry["measured_by"]) == (None, None, "")
