# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who has what of each service, in words, and the commands that would decide."""

from __future__ import annotations

import typing as t

from .._core.tree import Node, lines
from .judge import CONNECTED, DISCONNECTED, IN_SYNC, RESYNCING, SPLIT, UNKNOWN, UNRELATED, judge
from .model import Side, Verdict
from .report import side_values
from .spec import read_side
from .words import amount

Data = t.Dict[str, t.Any]
_COMMAND = (
    "ansible-playbook quorate.ha_storage.resolve_split_brain -e split_brain_service={service} "
    "-e split_brain_victim={victim} -e split_brain_discard_data_of_victim=true"
)
_MEANING = {
    IN_SYNC: "both copies are up to date",
    RESYNCING: "the copies are becoming one",
    CONNECTED: "connected, but not whole: see drbdadm status {resource}",
    SPLIT: "split brain: both sides have changed data since {since}",
    UNRELATED: "the copies have nothing in common; decide whose data stay, and fill the other node anew",
    UNKNOWN: "not known: bring DRBD up on both nodes first",
}


def overview(services: t.Sequence[Data], seen: t.Mapping[str, Data], told: t.Mapping[str, Data]) -> list[Data]:
    """One entry a service: ``{service, resource, verdict, sides, node, active_on, text}``.

    services -- expanded ones
    seen, told -- by node, the registered results of drbd_split_brain_info and of service_info in loops over the names
    of the services; a node that failed is taken as one that knows nothing
    """
    return [
        _entry(service, _answers(seen, service, "side"), _answers(told, service, "service")) for service in services
    ]


def _answers(results: t.Mapping[str, Data], service: Data, key: str) -> dict[str, Data]:
    """By node what it returned for *service*, of those that returned *key*."""
    return {
        node: each
        for node, result in results.items()
        for each in result.get("results", ())
        if each.get("item") == service["name"] and key in each
    }


def _entry(service: Data, seen: t.Mapping[str, Data], told: t.Mapping[str, Data]) -> Data:
    known = {answer["side"]["node"]: read_side(answer["side"]) for answer in seen.values()}
    names = [host["name"] for host in service["drbd"]["hosts"]]
    one, other = (known.get(name) or Side(name) for name in names)
    verdict = judge(one, other)
    where = next((each["service"]["node"] for each in told.values() if each["service"]["node"]), "")
    active_on = sorted({name for each in told.values() for name in each["service"]["traces"]})
    clients = {node: each["target"]["sessions"] for node, each in told.items()}
    tree = Node(
        f"{service['name']}: {_meaning(service, verdict, one, other)}",
        children=(
            *(_side(side, where, active_on, clients.get(side.node) or ()) for side in (one, other)),
            *(() if where else (_nowhere(told),)),
            *(_choices(service, one, other, verdict.traced) if verdict.kind == SPLIT else ()),
        ),
    )
    return {
        "service": service["name"],
        "resource": service["drbd"]["resource"],
        "verdict": verdict.kind,
        "sides": {side.node: side_values(side) for side in (one, other)},
        "node": where,
        "active_on": active_on,
        "text": list(lines(tree)),
    }


def _meaning(service: Data, verdict: Verdict, one: Side, other: Side) -> str:
    resource = service["drbd"]["resource"]
    if verdict.kind == DISCONNECTED:
        behind = other.node if verdict.ahead == one.node else one.node
        what = f"{behind} then gets what {verdict.ahead} has" if verdict.ahead else "nothing differs"
        cure = f"'drbdadm adjust {resource}' on both connects them, or the start of the cluster"
        return f"merely disconnected, no split brain; {cure}; {what}"
    if verdict.kind == RESYNCING:
        share = min((side.percent for side in (one, other) if side.percent is not None), default=None)
        return _MEANING[RESYNCING] + ("" if share is None else f", {share:g}%")
    since = f"generation {verdict.ancestor}" if verdict.ancestor else "a generation that is forgotten"
    return _MEANING[verdict.kind].format(resource=resource, since=since)


def _side(side: Side, where: str, active_on: t.Sequence[str], clients: t.Sequence[str]) -> Node:
    state = ", ".join([side.role, *sorted({part.disk_state for part in side.parts}), side.connection])
    children = [Node(f"generation {part.generations.current}") for part in side.parts if part.generations]
    if side.up and not side.settled:
        children.append(Node(f"at most {amount(side.changed)} changed here without the other"))
    if side.node == where:
        children.append(Node(f"the service runs here; logged in: {', '.join(clients) or 'nobody'}"))
    elif side.node in active_on:
        children.append(Node("parts of the service are active here"))
    return Node(
        f"{side.node}: {state if side.up else 'DRBD is down, or the node does not answer'}", children=tuple(children)
    )


def _nowhere(told: t.Mapping[str, Data]) -> Node:
    return Node("the cluster has the service whole on no node" if told else "no node says that a cluster is running")


def _choices(service: Data, one: Side, other: Side, traced: bool) -> t.Iterator[Node]:
    for victim, survivor in ((other, one), (one, other)):
        command = _COMMAND.format(service=service["name"], victim=victim.node)
        first = ""
        if victim.role == "Primary":
            first = f" ({victim.node} is Primary: end the service there first)"
        whole = "" if traced else "; everything is copied, for the generations do not tell what differs"
        gone = f"{amount(victim.changed)} that {victim.node} has changed{whole}{first}"
        yield Node(f"keep what {survivor.node} has, discard {gone}:", children=(Node(command),))
