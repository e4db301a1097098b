# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._status.plot import HEIGHT, MOST, WIDTH, plot, tick

ONE = {"at": "2026-11-20T10:00:00+00:00", "kind": "switchover", "what": "san0", "way": "a → b", "errors": 0, "by": "x"}


def pauses(*seconds, **others):
    return [{**ONE, "seconds": each, **others} for each in seconds]


@pytest.mark.parametrize(("most", "step"), [(0.0, 0.02), (0.3, 0.1), (3.4, 1), (9.8, 2), (14.2, 5), (97.6, 20)])
def test_lines_are_at_round_numbers(most, step):
    assert tick(most) == pytest.approx(step)


@pytest.mark.parametrize("seconds", [(0.0,), (2.8,), (1.0, 97.6), tuple(range(200))])
def test_marks_are_within_and_a_longer_pause_is_higher(seconds):
    marks = [(float(each.get("cx")), float(each.get("cy"))) for each in plot(pauses(*seconds)).iter("circle")]
    assert len(marks) == min(len(seconds), MOST)
    assert all(0 < x < WIDTH and 0 < y < HEIGHT for x, y in marks)
    assert sorted(marks) == marks
    if len(marks) > 1:
        assert marks[0][1] > marks[-1][1]


def test_drills_and_errors_look_different_and_are_told():
    svg = plot([*pauses(2.0), *pauses(3.0, kind="drill", what="node2"), *pauses(4.0, errors=2)])
    assert [each.get("class") for each in svg.iter("path")] == ["drill"]
    assert [each.get("class") for each in svg.iter("circle")] == ["switchover", "switchover errors"]
    assert "the longest, of san0, 4.0 s" in svg.find("desc").text
