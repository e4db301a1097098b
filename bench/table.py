# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs benchmarks, prints a table of their figures and keeps the last result of each in results.json.

A benchmark is a program in this folder that prints one JSON object ``{name, ours, baseline, ratio, unit, detail}`` on
standard output, and what it is doing on standard error. *ratio* says how many times better ours is.
"""

from __future__ import annotations

import json
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
RESULTS = HERE / "results.json"
# The program and its words.
BENCHMARKS = {
    "lio_target_256": ("lio_target_256.py",),
    "munin_lio_256": ("munin_lio_256.py",),
    "rcg_overhead": ("measured.py", "rcg_overhead"),
    "switchover_4": ("switchover.py", "4"),
    "switchover_16": ("switchover.py", "16"),
    "switchover_64": ("switchover.py", "64"),
    "zfs_overhead": ("measured.py", "zfs_overhead"),
    "zfs_plan_100k": ("zfs_plan_100k.py",),
}


def measure(name: str) -> dict:
    """The result of the benchmark *name*. Ends the program if it fails."""
    print(f"=== {name}", file=sys.stderr, flush=True)
    program, *words = BENCHMARKS[name]
    done = subprocess.run([sys.executable, str(HERE / program), *words], stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        sys.exit(f"bench: {name} failed with return code {done.returncode}")
    return json.loads(done.stdout)


def keep(results: list[dict]) -> None:
    """results.json has *results* in place of former ones of the same names."""
    former = json.loads(RESULTS.read_text()) if RESULTS.exists() else []
    names = {result["name"] for result in results}
    merged = [result for result in former if result["name"] not in names] + results
    RESULTS.write_text(json.dumps(sorted(merged, key=lambda result: result["name"]), indent=2) + "\n")


def table(results: list[dict]) -> str:
    """*results* for people."""
    lines = [f"{'benchmark':<20} {'ours':>12} {'baseline':>12} {'ratio':>8}"]
    for result in results:
        ours, baseline = (f"{result[key]:.2f} {result['unit']}" for key in ("ours", "baseline"))
        lines.append(f"{result['name']:<20} {ours:>12} {baseline:>12} {result['ratio']:>7.1f}x")
        lines += [f"    {key}: {value}" for key, value in result["detail"].items()]
    return "\n".join(lines)


def main() -> None:
    """Runs the benchmarks that the command line names, or all."""
    names = sys.argv[1:] or list(BENCHMARKS)
    unknown = sorted(set(names) - set(BENCHMARKS))
    if unknown:
        sys.exit(f"bench: there is no {', '.join(unknown)}; there are {', '.join(BENCHMARKS)}")
    results = []
    for name in names:
        results.append(measure(name))
        keep(results)
    print(table(results))


if __name__ == "__main__":
    main()
