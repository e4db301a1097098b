# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The pauses that were measured, as a plot: one stem for each, in their order."""

from __future__ import annotations

import math
import typing as t

from .markup import Element, tag

Data = t.Dict[str, t.Any]
WIDTH, HEIGHT = 400, 210
LEFT, RIGHT, TOP, BOTTOM = 40, 12, 18, 34
MOST = 60


def plot(pauses: t.Sequence[Data]) -> Element:
    """The last of *pauses*, as ``history.pauses`` gives them; at least one."""
    shown = pauses[-MOST:]
    step = tick(max(each["seconds"] for each in shown))
    ceiling = step * max(1, math.ceil(max(each["seconds"] for each in shown) / step))
    ticks = [round(step * number, 3) for number in range(round(ceiling / step) + 1)]
    worst, last = max(shown, key=_seconds), shown[-1]
    told = (
        f"{len(shown)} pauses. The last one, of {last['what']}, took {last['seconds']:.1f} s; "
        f"the longest, of {worst['what']}, {worst['seconds']:.1f} s."
    )
    return tag(
        "svg",
        tag("title", "Measured pauses in seconds", id="plot-title"),
        tag("desc", told, id="plot-desc"),
        [_grid(value, ceiling) for value in ticks],
        [_stem(each, _across(index, len(shown)), ceiling) for index, each in enumerate(shown)],
        tag("text", shown[0]["at"][:10], x=LEFT, y=HEIGHT - 10, class_="small"),
        tag("text", last["at"][:10], x=WIDTH - RIGHT, y=HEIGHT - 10, class_="small end") if len(shown) > 1 else None,
        viewBox=f"0 0 {WIDTH} {HEIGHT}",
        role="img",
        aria_labelledby="plot-title plot-desc",
        class_="plot",
    )


def _seconds(pause: Data) -> float:
    return float(pause["seconds"])


def tick(most: float) -> float:
    """The distance of lines, 1, 2 or 5 times a power of ten, so that there are two to five up to *most*."""
    power = 10.0 ** math.floor(math.log10(max(most, 0.1)))
    return next(power * factor for factor in (0.2, 0.5, 1, 2, 5) if most / (power * factor) <= 5)


def _across(index: int, count: int) -> float:
    """Stems keep together where there are few."""
    room = WIDTH - LEFT - RIGHT - 24
    return LEFT + 12 + (index * min(28, room / (count - 1)) if count > 1 else 0)


def _height(value: float, ceiling: float) -> float:
    return round(HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * value / ceiling, 1)


def _grid(value: float, ceiling: float) -> list[Element]:
    y = _height(value, ceiling)
    return [
        tag("line", x1=LEFT, y1=y, x2=WIDTH - RIGHT, y2=y, class_="grid"),
        tag("text", f"{value:g} s", x=LEFT - 6, y=y + 4, class_="small end"),
    ]


def _stem(pause: Data, x: float, ceiling: float) -> Element:
    """A circle is a switchover, a diamond a fence drill; one with I/O errors is hollow."""
    y, x = _height(pause["seconds"], ceiling), round(x, 1)
    kind = f"{pause['kind']}{' errors' if pause['errors'] else ''}"
    words = f"{pause['at'][:16].replace('T', ' ')} {pause['what']}, {pause['way']}: {pause['seconds']:.1f} s"
    mark = (
        tag("circle", cx=x, cy=y, r=5, class_=kind)
        if pause["kind"] == "switchover"
        else tag("path", d=f"M{x} {y - 7} l7 7 l-7 7 l-7 -7 z", class_=kind)
    )
    stem = tag("line", x1=x, y1=HEIGHT - BOTTOM, x2=x, y2=y, class_=f"stem {pause['kind']}")
    return tag("g", tag("title", words), stem, mark)
