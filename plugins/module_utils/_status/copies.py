# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Copies outside of the cluster, of 3PAR arrays and of ZFS, in one shape."""

from __future__ import annotations

import typing as t

Data = t.Dict[str, t.Any]


def copies(arrays: Data, zfs: Data, most_lag: int) -> list[Data]:
    """``{kind, name, verdict, source, target, ends, words, lag_seconds, most_seconds}`` of each copy.

    arrays -- what ``hp3par_rcg_overview`` made; zfs -- what ``zfs_status`` made; either may be empty
    source -- who takes the writes; empty where nobody knows; lag_seconds -- None: unknown, or a synchronous copy
    """
    return [
        *(_group(each) for each in arrays.get("groups", ())),
        *(_replication(each, most_lag) for each in zfs.get("replications", ())),
    ]


def _group(group: Data) -> Data:
    taking = [side["name"] for side in group["sides"] if side["role"].startswith("Primary")]
    states = " and ".join(sorted({side["status"] or "silent" for side in group["sides"]}))
    return {
        "kind": "3PAR",
        "name": group["name"],
        "verdict": group["verdict"],
        **_ends([side["name"] for side in group["sides"]], taking[0] if len(taking) == 1 else ""),
        "words": ", ".join(word for word in (group["mode"], states) if word),
        "lag_seconds": group["lag_seconds"],
        "most_seconds": None,
    }


def _replication(entry: Data, most_lag: int) -> Data:
    lags = [copy["lag_seconds"] for copy in entry["copies"]]
    count = len(lags)
    return {
        "kind": "ZFS",
        "name": entry["name"],
        "verdict": entry["verdict"],
        **_ends(list(entry["sides"]), entry["primary"] or ""),
        "words": f"{count} data set{'' if count == 1 else 's'}",
        "lag_seconds": max(lags) if lags and None not in lags else None,
        "most_seconds": most_lag,
    }


def _ends(names: t.Sequence[str], source: str) -> Data:
    return {"source": source, "target": next((name for name in names if name != source), ""), "ends": list(names)}


def zfs_problems(zfs: Data) -> list[Data]:
    """As ``_core.tree.problems`` gives them."""
    return [
        {"verdict": entry["verdict"], "where": f"ZFS {entry['name']}", **_told(problem)}
        for entry in zfs.get("replications", ())
        for problem in entry["problems"]
    ]


def _told(problem: str) -> Data:
    """A conflict ends with its way out in brackets."""
    if problem.endswith(")") and " (" in problem:
        text, _bracket, way_out = problem[:-1].rpartition(" (")
        return {"text": text, "way_out": way_out}
    return {"text": problem, "way_out": "playbook zfs_status shows both sides; docs/guides/zfs.md"}
