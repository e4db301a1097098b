# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What was measured of switchovers: the words for the probe, and the entries for the report and for the history."""

from __future__ import annotations

import json
import typing as t

Data = t.Dict[str, t.Any]


def watch_words(services: t.Sequence[Data], read: bool) -> list[str]:
    """The options of the I/O probe for expanded *services*: their disks, if it may *read*, and their addresses."""
    words = []
    if read:
        words += ["--read", *(f"/dev/disk/by-path/ip-*-iscsi-{service['target']['iqn']}-lun-*" for service in services)]
    return [*words, "--connect", *(_portal(service) for service in services)]


def _portal(service: Data) -> str:
    portal = service["target"]["portals"][0]
    ip = f"[{portal['ip']}]" if ":" in portal["ip"] else portal["ip"]
    return f"{ip}:{portal['port']}"


def entries(
    moves: t.Sequence[Data], watched: Data, services: t.Mapping[str, Data], watcher: str, at: str
) -> list[Data]:
    """One entry for each of the *moves* (``{service, result}``) that changed something.

    watched -- what the probe printed, or nothing where it could not; watcher -- the host it ran on; at -- ISO 8601
    """
    return [
        _entry(move["service"], move["result"], _devices(watched, services[move["service"]]), watcher, at)
        for move in moves
        if move["result"].get("changed")
    ]


def kept(history: str) -> list[Data]:
    """The entries of a file with one JSON object a line. A line that a crash has cut off is left out."""
    found = []
    for line in history.splitlines():
        try:
            entry = json.loads(line)
        except ValueError:
            continue
        if isinstance(entry, dict):
            found.append(entry)
    return found


def _devices(watched: Data, service: Data) -> dict[str, Data]:
    marks = (f"-iscsi-{service['target']['iqn']}-lun-", _portal(service))
    return {
        name: figures for name, figures in watched.get("devices", {}).items() if any(mark in name for mark in marks)
    }


def _entry(name: str, result: Data, devices: dict[str, Data], watcher: str, at: str) -> Data:
    pause = max((each["longest_gap_seconds"] for each in devices.values()), default=None)
    entry = {
        "at": at,
        "service": name,
        "from": result["previous_node"],
        "to": result["node"],
        "seconds": result["seconds"],
        "pause_seconds": pause,
        "errors": sum(each["errors"] for each in devices.values()),
        "measured_by": watcher if devices else "",
        "measured_on": sorted(devices),
        "steps": result["steps"],
    }
    return {**entry, "text": text(entry)}


def text(entry: Data) -> list[str]:
    """The lines of a report about *entry*."""
    lines = [f"{entry['service']}: {entry['from']} -> {entry['to']}, arrived within {entry['seconds']:.1f} s"]
    if entry["pause_seconds"] is None:
        lines.append("  pause: not measured, nothing of the service could be reached before")
    else:
        what = f"{len(entry['measured_on'])} LUNs" if "-iscsi-" in entry["measured_on"][0] else entry["measured_on"][0]
        lines.append(
            f"  pause: {entry['pause_seconds']:.1f} s, {entry['errors']} I/O errors, "
            f"measured by {entry['measured_by']} on {what}"
        )
    lines += [
        f"  {step['seconds']:5.2f} s  {step['action']} {step['resource']} on {step['node']}" for step in entry["steps"]
    ]
    return lines
