# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A site in a lab of its own, and a scene on it for each fault. FAULTS_LAB names a lab that is built and stays."""

from __future__ import annotations

import json
import os
import pathlib
import sys
import tempfile
import typing as t

import pytest

# The site, and the initiator that writes to it, are those of the benchmarks.
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "bench"))

import pair as bench
from ansible_collections.quorate.ha_storage.tests.faults.fault import GRACE
from ansible_collections.quorate.ha_storage.tests.faults.results import Row, results
from ansible_collections.quorate.ha_storage.tests.faults.scene import Scene

LUNS = 4
# An hour of them is not a part of the list.
collect_ignore = [] if os.environ.get("SOAK") else ["test_soak.py"]


ROWS = pytest.StashKey[t.List[Row]]()
RESULTS = pathlib.Path(__file__).with_name("results.json")


@pytest.fixture(scope="session", name="site")
def _site():
    kept = os.environ.get("FAULTS_LAB")
    site = bench.Pair(kept or f"faults-{os.getpid()}", LUNS)
    if kept:
        yield site
        return
    with site:
        # A node that comes back shall find its place by itself.
        site.build(pacemaker_start_at_boot=True)
        yield site


@pytest.fixture(name="interval")
def _interval():
    """Seconds between two writes to a LUN."""
    return LUNS * bench.INTERVAL


@pytest.fixture(name="scene")
def _scene(site, interval):
    with tempfile.TemporaryFile("w+") as output:
        scene = Scene(site, output, interval)
        try:
            yield scene
        finally:
            scene.close()


@pytest.fixture(name="record")
def _record(request):
    """Notes what a fault of this test has cost; by default it has the test's name."""

    def note(pause: float | None, whole_after: float, name: str = request.node.name, **costs: t.Any) -> None:
        request.config.stash.setdefault(ROWS, []).append(Row(request.node.nodeid, name, pause, whole_after, **costs))

    return note


@pytest.fixture(name="survived")
def _survived(scene, record):
    """Ends the scene: whole again by itself within so many seconds, nothing lost, never two active.

    pause -- seconds that no write to a LUN may wait, beside the machine's grace; None: it was meant to be down
    errors -- whether an initiator may have got I/O errors, where something was taken away from it
    """

    def judge(pause: float | None, errors: bool = False, within: float = 300) -> None:
        seconds = scene.recover(within)
        noticed, _pauses, together = scene.end()
        record(noticed.pause, seconds, errors=noticed.errors, lost=noticed.damaged, doubled=len(together))
        assert noticed.damaged == 0 and together == []
        assert errors or noticed.errors == 0
        assert pause is None or noticed.pause <= pause + GRACE

    return judge


def pytest_terminal_summary(terminalreporter, config):
    """The measured times, here and in results.json."""
    rows = config.stash.get(ROWS, [])
    ended = [report for kind in ("passed", "failed", "error") for report in terminalreporter.stats.get(kind, [])]
    verdicts: dict[str, bool] = {}
    for report in ended:
        verdicts[report.nodeid] = verdicts.get(report.nodeid, True) and report.passed
    RESULTS.write_text(json.dumps(results(verdicts, rows), indent=2) + "\n", encoding="utf-8")
    if rows:
        terminalreporter.section("longest pause of a write; seconds from mending until whole; I/O errors")
    for row in rows:
        pause = "-" if row.pause is None else f"{row.pause:.1f}"
        terminalreporter.write_line(f"{row.name:<90} {pause:>6} {row.whole_after:>6.0f} {row.errors:>4}")
