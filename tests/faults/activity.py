# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether two nodes were active at once, from what watch.py saw on each. Pure."""

from __future__ import annotations

import typing as t

# Seconds without a word after which a node does not count as active any more, unless the same boot goes on as active.
SILENCE = 0.5
Spell = t.Tuple[float, float]


class Sample(t.NamedTuple):
    """What a node said: *at* is the host's time, in seconds."""

    boot: str
    at: float
    primary: bool
    exporting: bool


def parse(line: str, offset: float) -> Sample:
    """A line of watch.py; *offset* is what the host's clock is ahead of the node's."""
    boot, at, primary, exporting = line.split()
    return Sample(boot, float(at) + offset, primary == "1", exporting == "1")


def spells(samples: t.Sequence[Sample], active: t.Callable[[Sample], bool]) -> list[Spell]:
    """When the node was *active*, as (start, end). Unseen, but the same boot and active before and after: active."""
    found: list[Spell] = []
    before: Sample | None = None
    for sample in samples:
        was = before is not None and active(before)
        if was and before.boot == sample.boot:
            # It ceased to be active somewhere between the two: at the latest now, unless it was silent.
            end = sample.at if active(sample) or sample.at - before.at < SILENCE else before.at
            found[-1] = (found[-1][0], end)
        if active(sample) and not (was and before.boot == sample.boot):
            found.append((sample.at, sample.at))
        before = sample
    return found


def overlaps(one: t.Iterable[Spell], other: t.Iterable[Spell]) -> list[Spell]:
    """When both were."""
    others = list(other)
    both = [(max(a[0], b[0]), min(a[1], b[1])) for a in one for b in others]
    return sorted((start, end) for start, end in both if start < end)
