# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Benchmarks that a test measures anyway: it runs alone, and what it has recorded is the result.

rcg_overhead -- a relocation of a service with its Remote Copy group; baseline: the arrays and the host's commands
zfs_overhead -- a replication of 1 GiB; baseline: ``zfs send | zfs receive`` in the same emulated machine
"""

from __future__ import annotations

import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import typing as t
import xml.etree.ElementTree as ET

TOP = pathlib.Path(__file__).resolve().parents[1]


class Measurement(t.NamedTuple):
    """Where two figures of each round are recorded as JSON lists of seconds, *ours* and *baseline*."""

    test: str
    ours: str
    baseline: str


BENCHMARKS = {
    "rcg_overhead": Measurement(
        "tests/lab/test_relocation.py::test_a_service_is_relocated_in_time_and_comes_back",
        "up to the running unit on the other host",
        "the arrays (2 s and 5 s), and the host's commands by a shell",
    ),
    "zfs_overhead": Measurement(
        "tests/zfs/test_overhead.py::test_a_gibibyte_takes_hardly_longer_than_bare_send_and_receive",
        "the module's own time for the data set, from ss1 to itself",
        "zfs send -L -c | zfs receive -s -u",
    ),
}


def recorded(test: str) -> dict[str, list[float]]:
    """What *test* has recorded, whether or not it kept to its limits. Ends the program if there is nothing."""
    with tempfile.NamedTemporaryFile(suffix=".xml") as report:
        argv = [sys.executable, "-m", "pytest", "-q", f"--junitxml={report.name}", test]
        done = subprocess.run(argv, cwd=TOP, env=dict(os.environ, RELOCATION_GRACE="0"), stdout=sys.stderr, check=False)
        found = ET.parse(report.name).iter("property")
        values = {each.attrib["name"]: json.loads(each.attrib["value"]) for each in found}
    if not values:
        sys.exit(f"bench: {test} measured nothing (return code {done.returncode})")
    return values


def result(name: str) -> dict[str, t.Any]:
    """The medians of what the test of the benchmark *name* has recorded."""
    wanted = BENCHMARKS[name]
    values = recorded(wanted.test)
    ours, baseline = (statistics.median(values[key]) for key in ("ours", "baseline"))
    detail = {"ours": f"{wanted.ours}: {values['ours']}", "baseline": f"{wanted.baseline}: {values['baseline']}"}
    return {"name": name, "ours": ours, "baseline": baseline, "ratio": baseline / ours, "unit": "s", "detail": detail}


if __name__ == "__main__":
    print(json.dumps(result(sys.argv[1])))
