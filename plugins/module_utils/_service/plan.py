# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A planned switchover: one operation, or the reasons why it is not safe now."""

from __future__ import annotations

import typing as t

from .._core.errors import Refusal
from .._core.plan import Operation, Plan
from .model import Cluster, Member, Move, RemovePreference, Situation, Wanted
from .ready import failures_of, location, traces
from .replication import replication_problems

# Made by operators (crm_resource, pcs, crm) and by DRBD's fence handler.
LEFT_BY_OPERATORS = ("cli-", "location-")
_LEFT_BY_FENCING = "drbd-fence-by-handler-"


def plan(current: Situation, wanted: Wanted) -> Plan:
    """The way of the service to the wanted node."""
    cluster, service = current.cluster, wanted.service
    here = location(cluster, service)
    to = destination(current, wanted)
    left = _preference(cluster, wanted)
    if here and here == to:
        return Plan({"node": here}, {"node": here}, _removal(left))
    refusals = _refusals(current, wanted, here, to)
    return Plan({"node": here}, {"node": to}, () if refusals else _moves(wanted, here, to), tuple(refusals))


def destination(current: Situation, wanted: Wanted) -> str:
    """The node to move to; empty where none is named and there is not exactly one other."""
    return wanted.to or _other(current.cluster, location(current.cluster, wanted.service))


def _moves(wanted: Wanted, here: str, to: str) -> tuple[Operation, ...]:
    service = wanted.service
    return (Operation(f"move {service.name} from {here} to {to}", Move(service, to), disturbs_io=True),)


def _removal(left: str) -> tuple[Operation, ...]:
    if not left:
        return ()
    return (Operation(f"remove {left}, which an interrupted switchover has left", RemovePreference(left)),)


def _other(cluster: Cluster, here: str) -> str:
    others = [each.name for each in cluster.members if each.name != here]
    return others[0] if here and len(others) == 1 else ""


def _preference(cluster: Cluster, wanted: Wanted) -> str:
    return wanted.preference if any(each.id == wanted.preference for each in cluster.constraints) else ""


def _refusals(current: Situation, wanted: Wanted, here: str, to: str) -> list[Refusal]:
    cluster, service = current.cluster, wanted.service
    if not cluster.dc:
        return [Refusal("the cluster has no controller (DC), it is not working", "see crm_mon -1")]
    if not service.ids <= cluster.resources:
        return [Refusal(f"the cluster has no service {service.name}", "run site.yml, which hands it the services")]
    found = [*_cluster_refusals(cluster, wanted), *_place_refusals(cluster, wanted, here, to)]
    found += _leftovers(cluster, wanted)
    found += [
        Refusal(
            f"a failed action is not cleared: {each}", f"find the cause, then crm_resource --cleanup -r {each.resource}"
        )
        for each in failures_of(cluster, service)
    ]
    found += _stuck(cluster, wanted)
    found += replication_problems(current.live, service.resource)
    return found + _digest_refusals(wanted, here, to)


def _cluster_refusals(cluster: Cluster, wanted: Wanted) -> t.Iterator[Refusal]:
    if not cluster.quorum:
        yield Refusal("the cluster has no quorum", "bring the other node or the arbiter back: corosync-quorumtool -s")
    if cluster.maintenance:
        yield Refusal("the cluster is in maintenance mode", "crm_attribute --name maintenance-mode --update false")
    if wanted.require_fencing and not cluster.fencing:
        yield Refusal("fencing is switched off", "crm_attribute --name stonith-enabled --update true")
    elif wanted.require_fencing and not (cluster.watchdog or cluster.fence_devices):
        yield Refusal("no fence device is active, and there is no watchdog", "see crm_mon -1; start one")


def _place_refusals(cluster: Cluster, wanted: Wanted, here: str, to: str) -> t.Iterator[Refusal]:
    if not here:
        where = ", ".join(sorted(traces(cluster, wanted.service))) or "no node"
        yield Refusal(
            f"{wanted.service.name} is whole on no node (parts of it on: {where})",
            "see crm_mon -1, and repair it first",
        )
    if not to:
        names = ", ".join(each.name for each in cluster.members)
        yield Refusal("there is no one other node to move to", f"name one of {names}")
    elif cluster.member(to) is None:
        names = ", ".join(each.name for each in cluster.members)
        yield Refusal(f"the cluster has no node {to}", f"its nodes: {names}")
    else:
        yield from _member_refusals(t.cast(Member, cluster.member(to)))


def _member_refusals(member: Member) -> t.Iterator[Refusal]:
    if member.unclean:
        yield Refusal(f"{member.name} is in an unknown state and has to be fenced", "see crm_mon -1")
    if not member.online:
        yield Refusal(
            f"{member.name} is not online", f"start the cluster there: systemctl start pacemaker on {member.name}"
        )
    if member.standby:
        yield Refusal(f"{member.name} is in standby", f"crm_standby --node {member.name} --delete")
    if member.maintenance:
        yield Refusal(
            f"{member.name} is in maintenance", f"crm_attribute --node {member.name} --name maintenance --delete"
        )


def _leftovers(cluster: Cluster, wanted: Wanted) -> t.Iterator[Refusal]:
    for each in cluster.constraints:
        if each.resource not in wanted.service.ids:
            continue
        if each.id.startswith(_LEFT_BY_FENCING):
            yield Refusal(
                f"DRBD has fenced a node off by the constraint {each.id}",
                "it goes by itself when all data is up to date again; see drbdadm status",
            )
        elif each.id.startswith(LEFT_BY_OPERATORS):
            yield Refusal(
                f"the constraint {each.id} is left from an earlier move by hand",
                f"crm_resource --clear --resource {each.resource}",
            )


def _stuck(cluster: Cluster, wanted: Wanted) -> t.Iterator[Refusal]:
    for each in cluster.instances:
        if each.resource not in wanted.service.ids:
            continue
        if each.blocked:
            yield Refusal(f"{each.resource} is blocked on {each.node}: its stop has failed", "see crm_mon -1")
        elif not each.managed:
            yield Refusal(f"{each.resource} is not managed by the cluster", "set is-managed, or end its maintenance")


def _digest_refusals(wanted: Wanted, here: str, to: str) -> list[Refusal]:
    digests = dict(wanted.digests)
    if not here or to not in digests or here not in digests or digests[here] == digests[to]:
        return []
    reason = f"{to} has saved another target than {here}" if digests[to] else f"{to} has no saved target"
    return [Refusal(reason, "run site.yml, which writes the same to both")]
