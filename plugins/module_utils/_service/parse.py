# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""XML of crm_mon (the state that the cluster has worked out) and of the CIB (what was configured and done)."""

from __future__ import annotations

import typing as t

from .._pacemaker.parse import set_values
from .._pacemaker.tree import Element, read_xml
from .model import Cluster, Constraint, Failure, Instance, Member, Step

_TRUE = "true"
_OPERATIONS = ("start", "stop", "promote", "demote")


def parse_cluster(mon: str, cib: str) -> Cluster:
    """The cluster of ``crm_mon --one-shot --inactive --output-as=xml`` and ``cibadmin --query``. Raises Unparsable."""
    state, root = read_xml(mon, "crm_mon"), read_xml(cib, "cibadmin --query")
    summary, resources = state.first("summary"), state.first("resources")
    options, configuration = summary.first("cluster_options"), root.first("configuration")
    instances = tuple(_instances(resources))
    return Cluster(
        dc=summary.first("current_dc").get("present") == _TRUE,
        quorum=summary.first("current_dc").get("with_quorum") == _TRUE,
        # Pacemaker 3.0.2 renames the option.
        fencing=_TRUE in (options.get("stonith-enabled"), options.get("fencing-enabled")),
        watchdog=set_values(configuration.first("crm_config"), "cluster_property_set").get("have-watchdog") == _TRUE,
        maintenance=options.get("maintenance-mode") == _TRUE,
        members=tuple(_member(each) for each in state.first("nodes").all("node")),
        resources=frozenset(each.id.split(":")[0] for each in resources.walk() if each.id),
        instances=instances,
        fence_devices=tuple(
            each.id
            for each in resources.walk()
            if each.get("resource_agent").startswith("stonith:") and each.get("role") == "Started"
        ),
        failures=tuple(_failure(each) for each in state.first("failures").all("failure")),
        steps=tuple(_steps(root)),
        constraints=tuple(_constraints(configuration)),
    )


def _member(node: Element) -> Member:
    return Member(
        node.get("name"),
        online=node.get("online") == _TRUE and node.get("pending") != _TRUE,
        standby=_TRUE in (node.get("standby"), node.get("standby_onfail")),
        maintenance=node.get("maintenance") == _TRUE,
        unclean=node.get("unclean") == _TRUE,
    )


def _instances(resources: Element) -> t.Iterator[Instance]:
    for each in resources.walk():
        if each.tag == "resource":
            for node in each.all("node"):
                yield Instance(
                    each.id.split(":")[0],  # an instance of a globally unique clone is "id:number"
                    node.get("name"),
                    each.get("role"),
                    managed=each.get("managed") == _TRUE,
                    failed=each.get("failed") == _TRUE,
                    blocked=each.get("blocked") == _TRUE,
                )


def _failure(each: Element) -> Failure:
    resource = each.get("op_key").rsplit("_", 2)[0].split(":")[0]
    reason = each.get("exitreason") or each.get("exitstatus")
    return Failure(resource, each.get("node"), each.get("task"), reason)


def _steps(cib: Element) -> t.Iterator[Step]:
    """The CIB keeps the last action of each resource on each node beside its monitors."""
    for state in cib.first("status").all("node_state"):
        for lrm in (each for each in state.walk() if each.tag == "lrm_resource"):
            for each in lrm.all("lrm_rsc_op"):
                if each.get("operation") in _OPERATIONS and each.get("rc-code") == "0":
                    seconds = int(each.get("exec-time", "0")) / 1000
                    at = float(each.get("last-rc-change", "0"))
                    yield Step(lrm.id.split(":")[0], state.get("uname"), each.get("operation"), seconds, at)


def _constraints(configuration: Element) -> t.Iterator[Constraint]:
    for each in configuration.first("constraints").all("rsc_location"):
        yield Constraint(each.id, each.get("rsc"), each.get("node"))
