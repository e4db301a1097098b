# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether a node may be fenced on purpose now, and what came of it."""

from __future__ import annotations

import typing as t

from .._site.fencing import WATCHDOG, fencing_steps
from .ready import answers_of

Data = t.Dict[str, t.Any]
# Seconds that Pacemaker gets on top of what its devices may take.
MARGIN = 20


def drill_plan(site: Data, node: str, active: bool, asked: t.Mapping[str, Data], found: Data) -> Data:
    """``{problems, resumed, serving, limit}`` of a drill that fences *node*.

    active -- *node* may serve; asked -- by node the registered result of ``service_info`` in a loop over the services
    found -- ``{boots, marks, devices, failed}``: by node its boot id; by node what an interrupted drill has noted, or
      nothing; what *node* can be fenced with; which of these do not answer
    resumed -- an interrupted drill has fenced the node already; serving -- the services on it; limit -- in seconds
    """
    survivor = next(each["name"] for each in site["cluster"]["nodes"] if each["name"] != node)
    answers = answers_of(asked.get(survivor) or {}) or answers_of(asked.get(node) or {})
    serving = sorted(name for name, each in answers.items() if each["service"]["node"] == node)
    mark: Data = next((each for each in found["marks"].values() if each and each["node"] == node), {})
    resumed = bool(mark) and found["boots"].get(node) not in (None, mark["boot"])
    return {
        "resumed": resumed,
        "began": mark.get("began", "") if resumed else "",
        "serving": [] if resumed else serving,
        "limit": int(sum(seconds for _what, seconds in fencing_steps(site["cluster"]["fencing"]))) + MARGIN,
        "problems": [] if resumed else list(_problems(site, node, survivor, [] if active else serving, found)),
    }


def _problems(site: Data, node: str, survivor: str, serving: t.Sequence[str], found: Data) -> t.Iterator[str]:
    fencing, devices = site["cluster"]["fencing"], found["devices"]
    if fencing["method"] == "none":
        yield "the site has no fencing: ha_storage_cluster.fencing.method is none (choose another one)"
    if fencing["uses_devices"] and not [name for name in devices if name != WATCHDOG]:
        yield f"{survivor} has no device that could fence {node} (see stonith_admin --list {node} there)"
    if fencing["uses_sbd"] and WATCHDOG not in devices:
        yield f"{node} has no watchdog that the cluster relies on (see systemctl status sbd there)"
    if serving:
        yield (
            f"{node} serves {', '.join(serving)}, whose clients would wait for a takeover (fence {survivor}, or move "
            "the services by switchover.yml first, or say fence_drill_active=true)"
        )
    for name in found["failed"]:
        yield f"the fence device {name} does not answer (see stonith_admin --query {name} on {survivor})"


def drill_entry(node: str, plan: Data, measured: Data, watched: Data, watcher: str) -> Data:
    """One line for the history, and ``text`` for people.

    measured -- ``{at, fenced, back, boots}``: ISO 8601; seconds or None; seconds; boot ids before and after
    watched -- what the probe printed, or nothing where it could not; watcher -- the host it ran on
    """
    devices = watched.get("devices", {}).values()
    entry = {
        "at": measured["at"],
        "node": node,
        "served": plan["serving"],
        "fenced_seconds": measured["fenced"],
        "back_seconds": measured["back"],
        "boots": measured["boots"],
        "pause_seconds": max((each["longest_gap_seconds"] for each in devices), default=None),
        "errors": sum(each["errors"] for each in devices),
        "measured_by": watcher if devices else "",
    }
    return {**entry, "text": _text(entry)}


def _text(entry: Data) -> list[str]:
    node, fenced = entry["node"], entry["fenced_seconds"]
    before, after = (each[:8] for each in entry["boots"])
    lines = [
        f"{node} was fenced " + ("by the interrupted drill" if fenced is None else f"within {fenced:.1f} s"),
        f"  it went down: boot {before}... before, {after}... after",
        f"  back, and in sync, {entry['back_seconds']:.0f} s after the drill began",
    ]
    if entry["pause_seconds"] is not None:
        pause, errors = entry["pause_seconds"], entry["errors"]
        lines.append(f"  longest pause of a service: {pause:.1f} s, {errors} I/O errors, by {entry['measured_by']}")
    return lines
