# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A service on all its hosts as one tree: whether it runs, whether it is replicated, whether it is described alike."""

from __future__ import annotations

import collections
import typing as t

from .._core.tree import Node, lines, over, planted

Data = t.Mapping[str, t.Any]


def service_overview(seen: t.Mapping[str, Data], name: str, sync: Data | None = None) -> dict[str, t.Any]:
    """``{overall, avail, sync, hosts, different, text}``.

    seen -- by host, what ``host_service_info`` returned, or failed with
    sync -- the tree of its group; without it, ``sync`` is None and counts for nothing
    hosts -- by host, whether the service is there: up, warn, down, or unknown
    different -- the hosts that describe the service otherwise than most of them
    """
    hosts = {host: str(result.get("avail", "unknown")) for host, result in seen.items()}
    avail = Node("avail", _avail(list(hosts.values())), tuple(_host(host, result) for host, result in seen.items()))
    replicated = over("sync", (planted(sync),)) if sync is not None else None
    different = _different(seen)
    children = [avail, *([replicated] if replicated else [])]
    if different:
        children.append(Node(f"described in another way: {', '.join(different)}", "warn"))
    overall = over(name, tuple(children))
    return {
        "overall": overall.verdict,
        "avail": avail.verdict,
        "sync": replicated.verdict if replicated else None,
        "hosts": hosts,
        "different": different,
        "text": list(lines(overall)),
    }


def _avail(found: list[str]) -> str:
    """Up where one host has all of it and the others nothing; down where none has any, or more than one has all."""
    if found.count("up") != 1:
        return "warn" if "warn" in found and "up" not in found else "down"
    return "up" if found.count("down") == len(found) - 1 else "warn"


def _host(host: str, result: Data) -> Node:
    """That nothing of the service is on a host is no fault of that host: all of them together are judged."""
    if "avail" not in result:
        return Node(f"{host}: {result.get('msg') or 'was not asked'}", "warn")
    standby = result["avail"] == "down"
    parts = tuple(
        Node(f"{one['name']}: {one['seen']}", "up" if standby else one["status"]) for one in result["resources"]
    )
    return Node(f"{host}: {result['avail']}", "up" if standby else result["avail"], parts)


def _different(seen: t.Mapping[str, Data]) -> list[str]:
    """The hosts whose digest is not the one of most; all of them where no digest is more common than another."""
    digests = {host: result["digest"] for host, result in seen.items() if "digest" in result}
    counts = collections.Counter(digests.values()).most_common()
    if len(counts) < 2:
        return []
    tied = counts[0][1] == counts[1][1]
    return sorted(host for host, digest in digests.items() if tied or digest != counts[0][0])
