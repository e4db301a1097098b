# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""An expanded site -> what the cluster shall run: the options of the module pacemaker_cib."""

from __future__ import annotations

import typing as t

from .._address.spec import Place, words
from .render import looks_secret

Data = t.Dict[str, t.Any]
Given = t.Mapping[str, t.Any]

# The stickiness outweighs the preference: no automatic failback.
PREFERENCE = 50
# Any number does: priority-fencing-delay asks which of two nodes has more of it.
PRIORITY = 1
RESOURCE_DEFAULTS = {"resource-stickiness": 200, "migration-threshold": 3, "failure-timeout": "10min"}
# The fence handler may take 15 s within a promote, and the agent sleeps up to 15 s after a failed one.
DRBD_OPERATIONS = (
    {"name": "start", "timeout": "240s"},
    {"name": "promote", "timeout": "120s"},
    {"name": "demote", "timeout": "90s"},
    {"name": "stop", "timeout": "100s"},
    # One interval per role: Pacemaker tells recurring operations apart by it. DRBD itself sees to lost disks and peers;
    # a monitor that is only slow must not restart the service: LINBIT's took over 30 s on a loaded node.
    {"name": "monitor", "interval": "9s", "timeout": "60s", "role": "Promoted"},
    {"name": "monitor", "interval": "11s", "timeout": "60s", "role": "Unpromoted"},
)

SERVICE_OPERATIONS = (
    {"name": "start", "timeout": "60s"},
    {"name": "stop", "timeout": "60s"},
    {"name": "monitor", "interval": "10s", "timeout": "40s"},
)


def cib_options(site: Given) -> Data:
    """The options of the module pacemaker_cib for *site*, but for the owner."""
    nodes = [node["name"] for node in site["cluster"]["nodes"]]
    fencing = site["cluster"]["fencing"]
    resources, constraints = _fence_devices(fencing)
    for service in site["services"]:
        resources += _resources(service, nodes, PRIORITY if fencing["delay"] else 0)
        constraints += _constraints(service)
    return {
        "properties": _properties(fencing),
        "resource_defaults": dict(RESOURCE_DEFAULTS),
        "resources": resources,
        "constraints": constraints,
        "fencing_levels": [dict(level) for level in fencing["levels"]],
        "nodes": nodes,
    }


def _properties(fencing: Given) -> Data:
    properties: Data = {
        "stonith-enabled": fencing["method"] != "none",
        "no-quorum-policy": "stop",
        # Else a busy node has the cluster do one action at a time: a promotion waits for the other node's monitor.
        "load-threshold": "0%",
    }
    if fencing["uses_sbd"]:
        properties["stonith-watchdog-timeout"] = f"{fencing['stonith_watchdog_timeout']}s"
    if fencing["delay"]:
        properties["priority-fencing-delay"] = f"{fencing['delay']}s"
    return properties


def _fence_devices(fencing: Given) -> tuple[list[Data], list[Data]]:
    devices: list[Data] = []
    constraints: list[Data] = []
    for device in fencing["devices"] if fencing["uses_devices"] else ():
        options = {"pcmk_host_list": " ".join(device["targets"]), **device["options"]}
        devices.append(
            {
                "id": device["name"],
                "agent": f"stonith:{device['agent']}",
                "attributes": {name: value for name, value in options.items() if not looks_secret(name)},
                "secret_attributes": {name: value for name, value in options.items() if looks_secret(name)},
                "operations": [{"name": "monitor", "interval": "5min", "timeout": "60s"}],
            }
        )
        if len(device["targets"]) == 1:
            # A node's own device runs where it is needed: on another node.
            constraints.append(_location(device["name"], "avoids", device["targets"][0], "-INFINITY"))
    return devices, constraints


def _resources(service: Given, nodes: t.Sequence[str], priority: int) -> list[Data]:
    """DRBD and its clone, and the service itself: volume group, target and addresses by one agent."""
    ids, target = service["ids"], service["target"]
    drbd = {"drbd_resource": service["drbd"]["resource"], "unfence_if_all_uptodate": True}
    reservations = service["reservations"]
    serve = {
        "config": target["config"],
        "iqn": target["iqn"],
        "vg": service["vg"],
        "device": service["drbd"]["device"],
        **({"reservations": reservations["folder"], "store": reservations["device"]} if reservations else {}),
        "addresses": _addresses(target["portals"]),
        "peers": " ".join(nodes),
    }
    return [
        _primitive(ids["drbd"], "ocf:quorate:drbd", drbd, DRBD_OPERATIONS),
        {"id": ids["clone"], "kind": "clone", "resource": ids["drbd"], "meta": _clone_meta(len(nodes))},
        {
            **_primitive(ids["service"], "ocf:quorate:service", serve, SERVICE_OPERATIONS),
            "meta": {"priority": priority} if priority else {},
        },
    ]


def _addresses(portals: t.Sequence[Given]) -> str:
    """Each address once: several portals may differ in their ports only."""
    return words(dict.fromkeys(Place(each["ip"], each.get("prefix") or 0, each.get("nic") or "") for each in portals))


def _clone_meta(copies: int) -> Data:
    return {
        "promotable": True,
        "promoted-max": 1,
        "promoted-node-max": 1,
        "clone-max": copies,
        "clone-node-max": 1,
        # Four rounds on both nodes in each switchover, for what the agents' monitors find out as well.
        "notify": False,
        "interleave": True,
    }


def _primitive(name: str, agent: str, attributes: Data, operations: t.Sequence[Given]) -> Data:
    copies = [dict(each) for each in operations]
    return {"id": name, "kind": "primitive", "agent": agent, "attributes": attributes, "operations": copies}


def _constraints(service: Given) -> list[Data]:
    ids = service["ids"]
    name, clone = ids["service"], ids["clone"]
    return [
        {
            "id": f"{name}-with-promoted",
            "kind": "colocation",
            "resource": name,
            "with_resource": clone,
            "with_role": "Promoted",
            "score": "INFINITY",
        },
        {
            "id": f"{name}-after-promote",
            "kind": "order",
            "first": clone,
            "first_action": "promote",
            "then": name,
            "then_action": "start",
            "order_kind": "Mandatory",
        },
        _location(name, "prefers", service["preferred_node"], str(PREFERENCE)),
    ]


def _location(resource: str, verb: str, node: str, score: str) -> Data:
    return {"id": f"{resource}-{verb}-{node}", "kind": "location", "resource": resource, "node": node, "score": score}
