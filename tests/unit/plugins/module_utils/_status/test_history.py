# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

from ansible_collections.quorate.ha_storage.plugins.module_utils._status.history import merged, moment, pauses, proofs

from . import sample

NOW = "2026-11-23T15:30:00+00:00"
ONE = (
    '{"at": "2026-11-20T10:00:00+00:00", "service": "san0", "from": "node1", "to": "node2", '
    '"pause_seconds": 3.5, "errors": 0}'
)
TWO = ONE.replace("11-20", "11-21")


def test_each_entry_counts_once_and_a_torn_line_not_at_all():
    assert [each["at"][:10] for each in merged([f"{TWO}\n{ONE}\n", f"{ONE}\n{TWO[:40]}", "", "[1]\n{}"])] == [
        "2026-11-20",
        "2026-11-21",
    ]


def test_moments():
    assert moment("2026-11-23T15:30:00+00:00") == moment("2026-11-23T15:30:00Z") == moment("2026-11-23T16:30:00+01:00")
    assert moment("yesterday") is moment(None) is None


def test_pauses_of_both_kinds_are_in_order_and_what_was_not_measured_is_none():
    drills = merged([sample.drills()])
    unmeasured = {**merged([ONE])[0], "pause_seconds": None}
    found = pauses([*merged([TWO, ONE]), unmeasured], drills)
    assert [(each["kind"], each["what"], each["seconds"]) for each in found] == [
        ("drill", "node1", 4.6),
        ("drill", "node2", 4.6),
        ("switchover", "san0", 3.5),
        ("switchover", "san0", 3.5),
    ]
    assert (found[0]["way"], found[-1]["way"]) == ("it was the standby", "node1 → node2")


def test_the_newest_drill_of_each_node_is_its_proof():
    older = merged([sample.drills().replace("2026-05-04", "2026-05-03")])
    by_node = {each["node"]: each for each in proofs(older, ["node1", "node2", "node3"], NOW, 180)}
    assert (by_node["node2"]["days"], by_node["node2"]["fresh"], by_node["node2"]["fenced_seconds"]) == (12, True, 8.1)
    assert by_node["node1"]["days"] == 204 and not by_node["node1"]["fresh"]
    assert (by_node["node3"]["at"], by_node["node3"]["days"], by_node["node3"]["fresh"]) == ("", None, False)
