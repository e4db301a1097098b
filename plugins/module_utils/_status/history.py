# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the nodes have kept of switchovers and fence drills, one JSON object a line."""

from __future__ import annotations

import datetime
import json
import typing as t

from .._service.history import kept

Data = t.Dict[str, t.Any]
# Days for which a drill proves something, unless the user says otherwise.
PROOF_DAYS = 180


def merged(texts: t.Iterable[str]) -> list[Data]:
    """The entries of all nodes, each once, the oldest first."""
    entries = (entry for text in texts for entry in kept(text) if moment(entry.get("at")))
    found = {json.dumps(entry, sort_keys=True): entry for entry in entries}
    return sorted(found.values(), key=lambda entry: (moment(entry["at"]) or 0, str(entry.get("service", ""))))


def moment(text: t.Any) -> float | None:
    """ISO 8601 with an offset as seconds since 1970; None for anything else."""
    try:
        return datetime.datetime.fromisoformat(str(text).replace("Z", "+00:00")).timestamp()
    except ValueError:
        return None


def pauses(switchovers: t.Iterable[Data], drills: t.Iterable[Data]) -> list[Data]:
    """What was measured, the oldest first: ``{at, kind, what, way, seconds, errors, by}``.

    kind -- switchover or drill; what -- the service, or the node that was fenced; way -- from where to where
    """
    found = [
        _pause(each, "switchover", each.get("service"), f"{each.get('from')} → {each.get('to')}")
        for each in switchovers
        if each.get("pause_seconds") is not None
    ]
    found += [
        _pause(each, "drill", each.get("node"), "it served" if each.get("served") else "it was the standby")
        for each in drills
        if each.get("pause_seconds") is not None
    ]
    return sorted(found, key=lambda each: moment(each["at"]) or 0)


def _pause(entry: Data, kind: str, what: t.Any, way: str) -> Data:
    return {
        "at": entry["at"],
        "kind": kind,
        "what": str(what),
        "way": way,
        "seconds": float(entry["pause_seconds"]),
        "errors": int(entry.get("errors", 0)),
        "by": str(entry.get("measured_by", "")),
    }


def proofs(drills: t.Sequence[Data], nodes: t.Iterable[str], now: str, most_days: int) -> list[Data]:
    """The newest drill of each node: ``{node, at, days, fenced_seconds, back_seconds, fresh}``; ``at`` may be empty."""
    return [_proof(node, drills, now, most_days) for node in nodes]


def _proof(node: str, drills: t.Sequence[Data], now: str, most_days: int) -> Data:
    newest: Data = next((each for each in reversed(drills) if each.get("node") == node), {})
    days = int(((moment(now) or 0) - (moment(newest["at"]) or 0)) // 86400) if newest else None
    return {
        "node": node,
        "at": newest.get("at", ""),
        "days": days,
        "fenced_seconds": newest.get("fenced_seconds"),
        "back_seconds": newest.get("back_seconds"),
        "fresh": days is not None and days <= most_days,
    }
