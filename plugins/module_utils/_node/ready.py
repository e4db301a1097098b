# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether one node serves everything well enough for the other one to be missing, by what ``service_info`` told."""

from __future__ import annotations

import typing as t

from .._pacemaker.quorum import parse_quorum
from .._service.plan import LEFT_BY_OPERATORS

Data = t.Dict[str, t.Any]


def answers_of(result: t.Mapping[str, t.Any]) -> dict[str, Data]:
    """By service what ``service_info`` returned in a loop; empty for a node that runs no cluster or does not answer."""
    return {each["item"]: each for each in result.get("results", ()) if "cluster" in each}


def arbiter_votes(said: str) -> bool:
    """Whether a node has the arbiter's vote, by what ``corosync-quorumtool -s`` said there."""
    return bool(parse_quorum(said).arbiter)


def alone_problems(site: Data, node: str, answers: t.Mapping[str, Data], votes: str) -> list[str]:
    """Why *node* does not serve the whole *site* well while the other node is away.

    answers -- of that node, by service; votes -- what ``corosync-quorumtool -s`` said there
    """
    if not answers:
        return [f"the cluster does not run on {node} (see journalctl -u pacemaker there)"]
    found = list(_cluster(site, node, next(iter(answers.values()))["cluster"]))
    if site["cluster"]["arbiter"] and not arbiter_votes(votes):
        found.append(f"the arbiter does not vote for {node} (see corosync-quorumtool -s there)")
    for service in site["services"]:
        found += _service(service["name"], node, answers.get(service["name"]))
    return found


def _cluster(site: Data, node: str, view: Data) -> t.Iterator[str]:
    if not view["dc"]:
        yield "the cluster has no controller (see crm_mon -1)"
    if not view["quorum"]:
        yield "the cluster has no quorum (see corosync-quorumtool -s)"
    if view["maintenance"]:
        yield "the cluster is in maintenance mode (crm_attribute --name maintenance-mode --update false)"
    if site["cluster"]["fencing"]["method"] != "none":
        if not view["fencing"]:
            yield "fencing is switched off (crm_attribute --name stonith-enabled --update true)"
        elif not (view["watchdog"] or view["fence_devices"]):
            yield "no fence device is active, and there is no watchdog (see crm_mon -1)"
    for member in view["nodes"]:
        if member["unclean"]:
            yield (
                f"{member['name']} is in an unknown state and was not fenced (make sure that it is off, then "
                f"stonith_admin --confirm {member['name']})"
            )
        if member["name"] == node and (member["standby"] or member["maintenance"]):
            yield f"{node} is in standby or maintenance (crm_standby --node {node} --delete)"


def _service(name: str, node: str, answer: Data | None) -> t.Iterator[str]:
    if answer is None:
        yield f"{node} does not tell how {name} is"
        return
    found = answer["service"]
    if found["node"] != node:
        yield f"{name} does not run as a whole on {node}, but on {found['node'] or 'no node'} (see crm_mon -1)"
    for failure in found["failures"]:
        yield f"a failed action is not cleared: {failure} (find the cause, then crm_resource --cleanup)"
    for constraint in found["constraints"]:
        if constraint.startswith(LEFT_BY_OPERATORS):
            yield f"the constraint {constraint} is left from a move by hand (crm_resource --clear --resource {name})"
    yield from _replica(name, node, found["replication"])


def _replica(name: str, node: str, live: Data | None) -> t.Iterator[str]:
    if live is None:
        yield f"DRBD of {name} is down on {node} (see drbdadm status)"
        return
    states = sorted({volume["disk_state"] for volume in live["volumes"]})
    if states != ["UpToDate"]:
        yield f"the copy of {name} on {node} is {', '.join(states)}, not UpToDate (see drbdadm status)"
    if any(peer["connection"] == "StandAlone" for peer in live["peers"]):
        yield f"DRBD of {name} is StandAlone on {node}: the copies may differ (see the playbook resolve_split_brain)"
