# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""100,000 snapshots of a volume, planned and listed; no ZFS is needed. The baseline is the second it may take.

Plans are made of values that were read before, as in a run; what it takes to read them is told besides. Seconds are
those of the processor, so that other work on the machine does not count.
"""

from __future__ import annotations

import json
import pathlib
import re
import statistics
import sys
import time
import typing as t

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / ".collections"))
from ansible_collections.quorate.ha_storage.plugins.module_utils._zfs.model import (
    SOURCE,
    TARGET,
    Dataset,
    Options,
    Pair,
    Policy,
    Pool,
    Scene,
    Snapshot,
    Wanted,
)
from ansible_collections.quorate.ha_storage.plugins.module_utils._zfs.parse import parse_snapshots
from ansible_collections.quorate.ha_storage.plugins.module_utils._zfs.plan import plan

COUNT, ROUNDS, BUDGET = 100_000, 5, 1.0
HOUR, BEGIN = 3600, 1_500_000_000
NOW = BEGIN + COUNT * HOUR
POOLS = {(SOURCE, "a"): Pool("a"), (TARGET, "b"): Pool("b")}


def snapshots(count: int) -> tuple[Snapshot, ...]:
    """One for each hour."""
    return tuple(Snapshot(f"s{number}", str(number), number, BEGIN + number * HOUR) for number in range(1, count + 1))


def rows(count: int) -> str:
    """What zfs list says of them."""
    return "".join(f"a/v@s{n}\tsnapshot\t{n}\t{n}\t{BEGIN + n * HOUR}\t4096\t0\t-\t-\n" for n in range(1, count + 1))


def timed(work: t.Callable[[], object]) -> float:
    """The median of the seconds that *work* takes."""
    found = []
    for _round in range(ROUNDS):
        begin = time.process_time()
        work()
        found.append(time.process_time() - begin)
    return statistics.median(found)


def planned(copied: int, **options: object) -> float:
    """Seconds for a plan where the target has so many of them."""
    source = Dataset("a/v", snapshots=snapshots(COUNT), block_size=8192)
    target = Dataset("b/v", exists=copied > 0, snapshots=snapshots(copied), block_size=8192)
    wanted = Wanted((("a/v", "b/v"),), Options(match=re.compile(r"s\d+"), **options), NOW)
    return timed(lambda: plan(Scene((Pair(source, target),), POOLS), wanted))


def main() -> None:
    """Prints the result."""
    policy = Policy(last=24, hourly=48, daily=31, weekly=8, monthly=24, yearly=9)
    cases = {
        "nothing to send": planned(COUNT),
        "one to send": planned(COUNT - 1),
        "half of them to send": planned(COUNT // 2),
        "all of them to send": planned(0),
        "nothing to send, all but 130 of them pruned by six rules": planned(COUNT, keep_source=policy),
    }
    text = rows(COUNT)
    worst = max(cases.values())
    detail = {name: f"{seconds:.2f} s" for name, seconds in cases.items()}
    both = planned(COUNT, keep_source=policy, keep_target=policy)
    detail["the same at both sides, 200,000 snapshots"] = f"{both:.2f} s"
    detail["reading the list of 100,000"] = f"{timed(lambda: parse_snapshots(text)):.2f} s"
    result = {"name": "zfs_plan_100k", "ours": worst, "baseline": BUDGET, "ratio": BUDGET / worst, "unit": "s"}
    print(
        json.dumps({**result, "detail": {"baseline": "the budget", "ours": "the slowest case, median of 5", **detail}})
    )


if __name__ == "__main__":
    main()
