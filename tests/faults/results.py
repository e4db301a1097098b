# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a run of faults has shown, as results.json has it. Pure."""

from __future__ import annotations

import typing as t


class Row(t.NamedTuple):
    """What one fault has cost.

    test -- pytest's id of the test in which it came
    pause -- seconds, the longest time between two acknowledged writes to a LUN
    whole_after -- seconds from mending until the site was whole again
    errors -- that the initiator got
    lost -- acknowledged writes that cannot be read back as they were written
    doubled -- moments at which both nodes were active
    """

    test: str
    name: str
    pause: float | None
    whole_after: float
    errors: int = 0
    lost: int | None = 0
    doubled: int = 0


def results(verdicts: t.Mapping[str, bool], rows: t.Sequence[Row]) -> list[dict[str, t.Any]]:
    """One entry a fault; a test that broke off before it could judge has failed, and nothing is known of its fault.

    verdicts -- for each test, whether it has passed
    """
    judged = {row.test for row in rows}
    unjudged = [
        {"name": test.rpartition("::")[2], "passed": False, "recovery_seconds": None, "lost": None, "doubled": None}
        for test, passed in verdicts.items()
        if test not in judged and not passed
    ]
    return [
        {
            "name": row.name,
            "passed": verdicts[row.test],
            "recovery_seconds": None if row.pause is None else round(row.pause, 1),
            "lost": row.lost,
            "doubled": row.doubled,
        }
        for row in rows
    ] + unjudged
