# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The state of a site as a tree, from what each node told of each service."""

from __future__ import annotations

import typing as t

from .._core.tree import Node, lines, over

Data = t.Dict[str, t.Any]


def site_status(site: Data, asked: t.Mapping[str, Data]) -> Data:
    """``{verdict, cluster, services, text}`` of an expanded *site*.

    asked -- by node the registered result of ``service_info`` in a loop over the names of the services
    """
    answers = {node: _answers(result) for node, result in asked.items()}
    told = {node: each for node, each in answers.items() if each}
    cluster = _cluster(site, told)
    services = {service["name"]: _service(service, told) for service in site["services"]}
    top = over(site["cluster"]["name"], (cluster, *services.values()))
    return {
        "verdict": top.verdict,
        "cluster": cluster.verdict,
        "services": {name: node.verdict for name, node in services.items()},
        "text": list(lines(top)),
    }


def _answers(result: Data) -> Data:
    """What the module returned by service; empty for a node that could not be reached or has no cluster running."""
    return {each["item"]: each for each in result.get("results", ()) if "cluster" in each}


def _cluster(site: Data, told: t.Mapping[str, Data]) -> Node:
    names = [node["name"] for node in site["cluster"]["nodes"]]
    views = [next(iter(answers.values()))["cluster"] for answers in told.values()]
    if not views:
        return Node("cluster: no node tells anything", "down")
    silent = tuple(Node(f"{name} tells nothing", "warn") for name in names if name not in told)
    view = views[0]
    return over("cluster", (*_members(view), *silent, _quorum(views), _fencing(site, view), *_worries(view)))


def _members(view: Data) -> t.Iterator[Node]:
    for member in view["nodes"]:
        states = [name for name in ("standby", "maintenance", "unclean") if member[name]]
        if not member["online"]:
            states.append("offline")
        yield Node(f"{member['name']} {', '.join(states) or 'online'}", "warn" if states else "up")


def _quorum(views: t.Sequence[Data]) -> Node:
    without = sum(not view["quorum"] for view in views)
    return Node("quorum", "up") if not without else Node("no quorum", "down" if without == len(views) else "warn")


def _fencing(site: Data, view: Data) -> Node:
    means = [*(["watchdog"] if view["watchdog"] else []), *view["fence_devices"]]
    if view["fencing"] and means:
        return Node(f"fencing by {', '.join(means)}")
    wanted = site["cluster"]["fencing"]["method"] != "none"
    return Node("fencing is off" if not view["fencing"] else "no fence device is active", "warn" if wanted else "up")


def _worries(view: Data) -> t.Iterator[Node]:
    if view["maintenance"]:
        yield Node("maintenance mode: the cluster keeps its hands off", "warn")
    yield from (Node(f"failed: {failure}", "warn") for failure in view["failures"])


def _service(service: Data, told: t.Mapping[str, Data]) -> Node:
    name = service["name"]
    answers = {node: each[name] for node, each in told.items() if name in each}
    if not answers:
        return Node(f"{name}: unknown", "down")
    where = next((each["service"]["node"] for each in answers.values() if each["service"]["node"]), "")
    parts = (
        _place(service, where),
        *_replication(answers),
        *_target(service, where, answers),
        *_left(service, answers),
    )
    return over(f"{name} on {where}" if where else name, parts)


def _place(service: Data, where: str) -> Node:
    if not where:
        return Node("whole on no node", "down")
    home = service["preferred_node"]
    return Node("at home" if where == home else f"away from its preferred node {home}")


def _replication(answers: t.Mapping[str, Data]) -> t.Iterator[Node]:
    for node, answer in answers.items():
        live = answer["service"]["replication"]
        if live is None:
            yield Node(f"DRBD is down on {node}", "warn")
            continue
        disks = sorted({volume["disk_state"] for volume in live["volumes"]})
        links = sorted({peer["connection"] for peer in live["peers"]})
        well = disks == ["UpToDate"] and links == ["Connected"]
        share = "" if live["percent"] in (None, 100.0) else f", {live['percent']:g}% in sync"
        yield Node(f"DRBD on {node}: {', '.join(disks)}, {', '.join(links)}{share}", "up" if well else "warn")


def _target(service: Data, where: str, answers: t.Mapping[str, Data]) -> t.Iterator[Node]:
    targets = {node: answer["target"] for node, answer in answers.items()}
    if where in targets:
        here, luns = targets[where], len(service["luns"])
        whole = here["enabled"] and here["luns"] == luns
        who = ", ".join(here["sessions"]) or "nobody"
        yield Node(f"target: {here['luns']} of {luns} LUNs, logged in: {who}", "up" if whole else "down")
    if len({target["digest"] for target in targets.values()}) > 1:
        yield Node("the nodes have saved different targets: run site.yml", "warn")
    for node, target in targets.items():
        if node != where and (target["enabled"] or target["luns"]):
            yield Node(f"{node} serves the target as well", "down")


def _left(service: Data, answers: t.Mapping[str, Data]) -> t.Iterator[Node]:
    own = f"{service['ids']['service']}-prefers-"
    left = sorted({name for each in answers.values() for name in each["service"]["constraints"]})
    for name in left:
        if not name.startswith(own):
            yield Node(f"constraint {name}", "warn")
