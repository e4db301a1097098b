# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a run of faults has shown, as a list of plain values."""

from __future__ import annotations

from ansible_collections.quorate.ha_storage.tests.faults.results import Row, results

LOST = Row("test_x.py::test_single_fault[power]", "power", 8.04, 30, lost=2, doubled=1)


def test_a_fault_has_its_figures_and_the_verdict_of_its_test():
    entry = {"name": "power", "passed": False, "recovery_seconds": 8.0, "lost": 2, "doubled": 1}
    assert results({LOST.test: False}, [LOST]) == [entry]


def test_several_faults_of_one_test_share_its_verdict():
    rows = [LOST._replace(name=name) for name in ("one", "two")]
    assert [(entry["name"], entry["passed"]) for entry in results({LOST.test: True}, rows)] == [
        ("one", True),
        ("two", True),
    ]


def test_what_broke_off_has_failed_and_nothing_is_known_of_it():
    entry = {"name": "test_b", "passed": False, "recovery_seconds": None, "lost": None, "doubled": None}
    assert results({"test_x.py::test_b": False}, []) == [entry]


def test_a_passed_test_that_judged_no_fault_is_not_an_entry():
    assert results({"test_x.py::test_c": True}, []) == []
