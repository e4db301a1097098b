# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Pauses of acknowledged writes, from the ledger of io_probe.py. Pure."""

from __future__ import annotations

import collections
import typing as t


def pauses(ledger: t.Iterable[str], spans: t.Sequence[tuple[float, float]]) -> list[float]:
    """For each span of time the longest pause of a device between two acknowledged writes that reaches into it.

    ledger -- lines ``DEVICE<tab>NUMBER<tab>SECONDS``, in the order of their times; the first names the run
    """
    longest = [0.0] * len(spans)
    for times in _by_device(ledger).values():
        for before, after in zip(times, times[1:]):
            for index, (start, end) in enumerate(spans):
                if before < end and after > start:
                    longest[index] = max(longest[index], after - before)
    return longest


def _by_device(ledger: t.Iterable[str]) -> dict[str, list[float]]:
    times = collections.defaultdict(list)
    for line in ledger:
        # A last line without its end was never complete.
        words = line.rstrip("\n").split("\t") if line.endswith("\n") else []
        if len(words) == 3:
            times[words[0]].append(float(words[2]))
    return times
