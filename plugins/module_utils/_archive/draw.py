# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A picture of rates, by rrdtool."""

from __future__ import annotations

import calendar
import os
import tempfile
import time
import typing as t

from .._core.runner import Runner, run
from .series import Rates

# Seconds between two values of a picture, as often as there are statistics.
STEP = 60
_DAY = 86400
_COLOURS = ("1b9e77", "d95f02", "7570b3", "e7298a", "66a61e", "e6ab02", "a6761d", "666666")
# Of values on one command line.
_SOME = 500


def draw(rates: Rates, day: str, title: str, unit: str, goal: str, runner: Runner = run) -> None:
    """*goal* is a picture (.png or .svg) of *rates* on *day*. Raises ToolMissing, CommandFailed."""
    begin = calendar.timegm(time.strptime(day, "%Y-%m-%d"))
    words = ["--start", str(begin), "--end", str(begin + _DAY), "--width", "900", "--height", "300"]
    words += ["--title", title, "--vertical-label", unit, "--lower-limit", "0"]
    words += ["--imgformat", "SVG" if goal.endswith(".svg") else "PNG"]
    with tempfile.TemporaryDirectory(prefix="quorate-archive-") as folder:
        for number, (name, values) in enumerate(rates.items()):
            path = os.path.join(folder, f"{number}.rrd")
            _fill(path, begin, values, runner)
            label = name.replace(":", "\\:")
            words += [f"DEF:v{number}={path}:v:AVERAGE", f"LINE1:v{number}#{_colour(number)}:{label}\\l"]
        runner(["rrdtool", "graph", goal, *words], timeout=120)


def _fill(path: str, begin: int, values: t.Sequence[tuple[int, float | None]], runner: Runner) -> None:
    source, archive = f"DS:v:GAUGE:{3 * STEP}:0:U", f"RRA:AVERAGE:0.5:1:{_DAY // STEP}"
    runner(["rrdtool", "create", path, "--start", str(begin - 1), "--step", str(STEP), source, archive], timeout=30)
    words = [f"{at}:{'U' if value is None else value}" for at, value in values if at >= begin]
    for start in range(0, len(words), _SOME):
        runner(["rrdtool", "update", path, *words[start : start + _SOME]], timeout=60)


def _colour(number: int) -> str:
    return _COLOURS[number % len(_COLOURS)]
