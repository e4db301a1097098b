# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The cluster, its nodes and its services as the status page shows them."""

from __future__ import annotations

import typing as t

from .._node.ready import answers_of, arbiter_votes

Data = t.Dict[str, t.Any]


def cluster_values(site: Data, asked: t.Mapping[str, Data], voted: t.Mapping[str, str]) -> Data:
    """``{name, nodes, arbiter, quorum, fencing, details}`` of an expanded *site*; holds no secret.

    asked -- by node the registered result of ``service_info`` in a loop over the names of the services
    voted -- by node what ``corosync-quorumtool -s`` said
    """
    told = {node: answers for node, answers in ((name, answers_of(each)) for name, each in asked.items()) if answers}
    views = {node: next(iter(answers.values()))["cluster"] for node, answers in told.items()}
    details = [_service(service, told) for service in site["services"]]
    arbiter = site["cluster"]["arbiter"]
    return {
        "name": site["cluster"]["name"],
        "nodes": [_node(node["name"], views, details) for node in site["cluster"]["nodes"]],
        "arbiter": arbiter and {**arbiter, "votes": [node for node in told if arbiter_votes(voted.get(node, ""))]},
        "quorum": [node for node, view in views.items() if view["quorum"]],
        "fencing": _fencing(site, views),
        "details": details,
    }


def _node(name: str, views: t.Mapping[str, Data], details: t.Sequence[Data]) -> Data:
    """Its state by the views of all: a member that one node has lost is lost, whatever it says itself."""
    seen = [member for view in views.values() for member in view["nodes"] if member["name"] == name]
    words = [word for word in ("standby", "maintenance", "unclean") if any(member[word] for member in seen)]
    if not all(member["online"] for member in seen):
        words.append("offline")
    if name not in views:
        words.append("silent")
    return {
        "name": name,
        "state": ", ".join(words) or "online",
        "verdict": "warn" if words else "up",
        "serves": [service["name"] for service in details if service["node"] == name],
    }


def _fencing(site: Data, views: t.Mapping[str, Data]) -> Data:
    view: Data = next(iter(views.values()), {})
    means = [*(["watchdog"] if view.get("watchdog") else []), *view.get("fence_devices", ())]
    return {"method": site["cluster"]["fencing"]["method"], "on": bool(view.get("fencing")), "means": means}


def _service(service: Data, told: t.Mapping[str, Data]) -> Data:
    name = service["name"]
    answers = {node: each[name] for node, each in told.items() if name in each}
    where = next((each["service"]["node"] for each in answers.values() if each["service"]["node"]), "")
    served = answers[where]["target"] if where in answers else {"luns": None, "sessions": []}
    return {
        "name": name,
        "node": where,
        "home": service["preferred_node"],
        "iqn": service["target"]["iqn"],
        "portals": [f"{portal['ip']}:{portal['port']}" for portal in service["target"]["portals"]],
        "protocol": service["drbd"]["protocol"],
        "served": served["luns"],
        "sessions": served["sessions"],
        "luns": [{key: lun[key] for key in ("number", "name", "size", "serial")} for lun in service["luns"]],
        "copies": [_copy(node, answer["service"]["replication"]) for node, answer in answers.items()],
    }


def _copy(node: str, live: Data | None) -> Data:
    """What *node* has of the data; ``behind`` is in bytes, ``percent`` None where nothing is resynced."""
    if live is None:
        return {"node": node, "role": "", "disk": "down", "link": "", "behind": 0, "percent": None, "well": False}
    disks = sorted({volume["disk_state"] for volume in live["volumes"]})
    links = sorted({peer["connection"] for peer in live["peers"]})
    return {
        "node": node,
        "role": live["role"],
        "disk": ", ".join(disks),
        "link": ", ".join(links),
        "behind": sum(volume["out_of_sync"] for peer in live["peers"] for volume in peer["volumes"]),
        "percent": live["percent"],
        "well": disks == ["UpToDate"] and links == ["Connected"],
    }
