# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The state of a site as a tree, from what each node told of each service."""

from __future__ import annotations

import typing as t

from .._core.tree import Node, lines, over, problems
from .._node.ready import answers_of, arbiter_votes

Data = t.Dict[str, t.Any]


def site_status(site: Data, asked: t.Mapping[str, Data], voted: t.Mapping[str, str] | None = None) -> Data:
    """``{verdict, cluster, services, problems, text}`` of an expanded *site*.

    asked -- by node the registered result of ``service_info`` in a loop over the names of the services
    voted -- by node what ``corosync-quorumtool -s`` said; None where nobody has asked
    """
    answers = {node: answers_of(result) for node, result in asked.items()}
    told = {node: each for node, each in answers.items() if each}
    cluster = _cluster(site, told, voted)
    services = {service["name"]: _service(service, told) for service in site["services"]}
    top = over(site["cluster"]["name"], (cluster, *services.values()))
    return {
        "verdict": top.verdict,
        "cluster": cluster.verdict,
        "services": {name: node.verdict for name, node in services.items()},
        "problems": list(problems(top)),
        "text": list(lines(top)),
    }


def _cluster(site: Data, told: t.Mapping[str, Data], voted: t.Mapping[str, str] | None) -> Node:
    names = [node["name"] for node in site["cluster"]["nodes"]]
    views = [next(iter(answers.values()))["cluster"] for answers in told.values()]
    if not views:
        way_out = "see whether the nodes answer to ssh; there: systemctl start pacemaker, then crm_mon -1"
        return Node("cluster: no node tells anything", "down", way_out=way_out)
    silent = tuple(_silent(name) for name in names if name not in told)
    view = views[0]
    arbiter = _arbiter(site, [node for node in names if node in told], voted)
    return over("cluster", (*_members(view), *silent, _quorum(views), *arbiter, _fencing(site, view), *_worries(view)))


def _silent(name: str) -> Node:
    way_out = (
        f"see whether {name} answers to ssh; there: systemctl start pacemaker. A lost machine: playbook replace_node"
    )
    return Node(f"{name} tells nothing", "warn", way_out=way_out)


def _members(view: Data) -> t.Iterator[Node]:
    for member in view["nodes"]:
        name = member["name"]
        states = [state for state in ("standby", "maintenance", "unclean") if member[state]]
        if not member["online"]:
            states.append("offline")
        ways = {
            "standby": f"crm_standby --node {name} --delete",
            "maintenance": f"crm_attribute --node {name} --name maintenance --delete",
            "unclean": f"make sure that it is off, then stonith_admin --confirm {name} on the other node",
            "offline": f"systemctl start pacemaker on {name}",
        }
        way_out = "; ".join(ways[state] for state in states)
        yield Node(f"{name} {', '.join(states) or 'online'}", "warn" if states else "up", way_out=way_out)


def _quorum(views: t.Sequence[Data]) -> Node:
    without = sum(not view["quorum"] for view in views)
    if not without:
        return Node("quorum")
    way_out = "bring the other node or the arbiter back, and the links between them: corosync-quorumtool -s"
    return Node("no quorum", "down" if without == len(views) else "warn", way_out=way_out)


def _arbiter(site: Data, names: t.Sequence[str], voted: t.Mapping[str, str] | None) -> t.Iterator[Node]:
    """The other half of the quorum: without it, the loss of a node stops everything."""
    if voted is None or not site["cluster"]["arbiter"]:
        return
    without = [name for name in names if not arbiter_votes(voted.get(name, ""))]
    if without:
        way_out = (
            "systemctl status corosync-qnetd on the arbiter, corosync-qdevice on the node; see corosync-quorumtool -s"
        )
        yield Node(f"the arbiter does not vote for {', '.join(without)}", "warn", way_out=way_out)
    else:
        yield Node("the arbiter votes")


def _fencing(site: Data, view: Data) -> Node:
    means = [*(["watchdog"] if view["watchdog"] else []), *view["fence_devices"]]
    if view["fencing"] and means:
        return Node(f"fencing by {', '.join(means)}")
    wanted = site["cluster"]["fencing"]["method"] != "none"
    title = "fencing is off" if not view["fencing"] else "no fence device is active"
    way_out = "playbook site switches it on; systemctl status sbd, stonith_admin --list-registered"
    return Node(title, "warn" if wanted else "up", way_out=way_out)


def _worries(view: Data) -> t.Iterator[Node]:
    if view["maintenance"]:
        way_out = "crm_attribute --name maintenance-mode --delete"
        yield Node("maintenance mode: the cluster keeps its hands off", "warn", way_out=way_out)
    for failure in view["failures"]:
        yield Node(f"failed: {failure}", "warn", way_out="mend the cause, then crm_resource --cleanup")


def _service(service: Data, told: t.Mapping[str, Data]) -> Node:
    name = service["name"]
    answers = {node: each[name] for node, each in told.items() if name in each}
    if not answers:
        return Node(f"{name}: unknown", "down", way_out="no node that answers runs the cluster: start it on one")
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
        way_out = "crm_mon -1 says what stopped it; after a split brain: playbook resolve_split_brain"
        return Node("whole on no node", "down", way_out=way_out)
    home = service["preferred_node"]
    return Node("at home" if where == home else f"away from its preferred node {home}")


def _replication(answers: t.Mapping[str, Data]) -> t.Iterator[Node]:
    for node, answer in answers.items():
        live = answer["service"]["replication"]
        if live is None:
            yield Node(
                f"DRBD is down on {node}", "warn", way_out=f"systemctl start pacemaker on {node}, or mend its disk"
            )
            continue
        disks = sorted({volume["disk_state"] for volume in live["volumes"]})
        links = sorted({peer["connection"] for peer in live["peers"]})
        verdict = "up" if disks == ["UpToDate"] and links == ["Connected"] else "warn"
        share = "" if live["percent"] in (None, 100.0) else f", {live['percent']:g}% in sync"
        title = f"DRBD on {node}: {', '.join(disks)}, {', '.join(links)}{share}"
        yield Node(title, verdict, way_out=_rejoin(disks, links, bool(share)))


def _rejoin(disks: t.Sequence[str], links: t.Sequence[str], copying: bool) -> str:
    if copying:
        return "wait: what is missing is being copied"
    if "StandAlone" in links:
        return "playbook resolve_split_brain shows who has what, and how they connect again"
    if "Consistent" in disks:
        return (
            "the other node may have newer data: start it, or mend the link. "
            "If it is lost for good, see 'When one copy is all that is left' in docs/guides/day2.md"
        )
    return "see whether the replication link is up, and the other node; the copy follows by itself"


def _target(service: Data, where: str, answers: t.Mapping[str, Data]) -> t.Iterator[Node]:
    targets = {node: answer["target"] for node, answer in answers.items()}
    if where in targets:
        here, luns = targets[where], len(service["luns"])
        verdict = "up" if here["enabled"] and here["luns"] == luns else "down"
        who = ", ".join(here["sessions"]) or "nobody"
        title = f"target: {here['luns']} of {luns} LUNs, logged in: {who}"
        yield Node(title, verdict, way_out="playbook site brings the target to what is described")
    if len({target["digest"] for target in targets.values()}) > 1:
        yield Node("the nodes have saved different targets: run site.yml", "warn", way_out="playbook site")
    for node, target in targets.items():
        if node != where and (target["enabled"] or target["luns"]):
            way_out = f"two nodes must never serve: end the target on {node}, or fence it: stonith_admin --fence {node}"
            yield Node(f"{node} serves the target as well", "down", way_out=way_out)


def _left(service: Data, answers: t.Mapping[str, Data]) -> t.Iterator[Node]:
    own = f"{service['ids']['service']}-prefers-"
    left = sorted({name for each in answers.values() for name in each["service"]["constraints"]})
    for name in left:
        if not name.startswith(own):
            way_out = (
                "it goes by itself when all copies are up to date"
                if name.startswith("drbd-fence")
                else f"crm_resource --clear --resource {service['ids']['service']}, if nobody needs it any more"
            )
            yield Node(f"constraint {name}", "warn", way_out=way_out)
