# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What status.yml collects of the site in inventories/example, with a 3PAR pair and a ZFS copy beside it.

Made of the modules' own models and reports, so that a change of their shape is a change here.
"""

from __future__ import annotations

import datetime
import json
import pathlib
import re
import typing as t

import yaml
from ansible_collections.quorate.ha_storage.plugins.filter.site import site as expanded
from ansible_collections.quorate.ha_storage.plugins.module_utils._drbd.model import Live, LiveVolume, Peer, PeerVolume
from ansible_collections.quorate.ha_storage.plugins.module_utils._hp3par.overview import overview
from ansible_collections.quorate.ha_storage.plugins.module_utils._service.model import (
    Cluster,
    Constraint,
    Instance,
    Member,
    Service,
    Situation,
)
from ansible_collections.quorate.ha_storage.plugins.module_utils._service.report import cluster_values, service_values

TOP = pathlib.Path(__file__).parents[5]
NODES = ("node1", "node2")
NOW = datetime.datetime(2026, 11, 23, 15, 30, tzinfo=datetime.timezone.utc)
VOTE = "Flags:            Quorate Qdevice\n         1          1    A,V,NMW node1 (local)\n"
GIB_IN_KIB = 1 << 20


def site() -> dict[str, t.Any]:
    """The example inventory, expanded; with its secrets."""
    folder = TOP / "inventories/example/group_vars/all"
    secrets = yaml.safe_load((folder / "vault.yml").read_text(encoding="utf-8"))
    given: dict[str, t.Any] = {}
    for name in ("cluster.yml", "services.yml"):
        text = (folder / name).read_text(encoding="utf-8")
        given.update(yaml.safe_load(re.sub(r"{{ (\w+) }}", lambda found: secrets.get(found[1], ""), text)))
    return expanded(given["ha_storage_services"], given["ha_storage_cluster"])


def many(services: int, luns: int) -> dict[str, t.Any]:
    """A site of that size."""
    one = site()
    template = one["services"][0]
    made = [
        {
            **template,
            "name": f"san{number}",
            "ids": {"service": f"san{number}", "drbd": f"san{number}-drbd", "clone": f"san{number}-drbd-clone"},
            "drbd": {**template["drbd"], "resource": f"san{number}"},
            "luns": [{**template["luns"][0], "name": f"lun{lun}", "number": lun} for lun in range(luns)],
        }
        for number in range(services)
    ]
    return {**one, "services": made}


def live(resource: str, role: str, done: float | None = None) -> Live:
    """DRBD in sync, or in the middle of a resync from here or to here."""
    here, there = ("UpToDate", "UpToDate")
    replication, behind = "Established", 0
    if done is not None:
        behind = round(400 * GIB_IN_KIB * 1024 * (100 - done) / 100)
        here, there = ("UpToDate", "Inconsistent") if role == "Primary" else ("Inconsistent", "UpToDate")
        replication = "SyncSource" if role == "Primary" else "SyncTarget"
    peer = PeerVolume(0, replication, there, behind, done)
    other = "Secondary" if role == "Primary" else "Primary"
    volume = LiveVolume(0, 0, here, 400 * GIB_IN_KIB * 1024)
    return Live(resource, role, False, (volume,), (Peer("peer", "Connected", other, (peer,)),))


def asked(
    of: dict[str, t.Any], places: t.Mapping[str, str], done: t.Mapping[str, float], **cluster: t.Any
) -> dict[str, t.Any]:
    """By node what ``service_info`` returned. *places*: by service its node; *done*: share of a resync that runs."""
    return {
        node: {"results": [_answer(node, each, of, places, done, cluster) for each in of["services"]]} for node in NODES
    }


def _answer(
    node: str,
    service: dict[str, t.Any],
    of: dict[str, t.Any],
    places: t.Mapping[str, str],
    done: t.Mapping[str, float],
    changes: dict[str, t.Any],
) -> dict[str, t.Any]:
    name, ids = service["name"], service["ids"]
    active = places[name] == node
    roles = [Instance(ids["drbd"], each, "Promoted" if each == places[name] else "Unpromoted") for each in NODES]
    given: dict[str, t.Any] = {
        "dc": True,
        "quorum": True,
        "fencing": True,
        "watchdog": True,
        "fence_devices": ("ipmi-node1", "ipmi-node2"),
        "members": tuple(Member(each, online=True) for each in NODES),
        "instances": (*roles, Instance(ids["service"], places[name], "Started")),
        "constraints": (Constraint(f"{ids['service']}-prefers-{service['preferred_node']}", ids["service"]),),
    }
    found = Cluster(**{**given, **changes})
    replication = live(name, "Primary" if active else "Secondary", done.get(name))
    names = Service(name, ids["service"], ids["clone"], ids["drbd"], service["drbd"]["resource"])
    sessions = sorted(each["iqn"] for each in service["initiators"])
    return {
        "item": name,
        "service": service_values(Situation(found, replication), names),
        "cluster": cluster_values(found),
        "target": {
            "digest": "ab",
            "enabled": active,
            "sessions": sessions if active else [],
            "luns": len(service["luns"]) if active else 0,
        },
    }


def history() -> str:
    """Switchovers of two years."""
    seconds = (6.2, 5.1, 4.9, 4.4, 5.6, 3.9, 4.1, 3.7, 9.8, 3.6, 3.9, 3.4, 3.5, 3.1, 3.3, 2.9, 3.2, 2.8)
    lines = []
    for number, pause in enumerate(seconds):
        at = NOW - datetime.timedelta(days=40 * (len(seconds) - number) - 31, hours=number)
        ways = NODES if number % 2 else NODES[::-1]
        entry = {
            "at": at.isoformat(timespec="seconds"),
            "service": f"san{number // 2 % 2}",
            "from": ways[0],
            "to": ways[1],
            "seconds": pause + 1.5,
            "pause_seconds": pause,
            "errors": 0,
            "measured_by": "esx1",
            "measured_on": ["203.0.113.50:3260"],
            "steps": [],
        }
        lines.append(json.dumps(entry))
    return "\n".join(lines)


def drills() -> str:
    """One of each node; that of the other one is older than it should be."""
    return "\n".join(
        json.dumps(
            {
                "at": (NOW - datetime.timedelta(days=days)).isoformat(timespec="seconds"),
                "node": node,
                "served": [],
                "fenced_seconds": fenced,
                "back_seconds": 71.0,
                "boots": ["a", "b"],
                "pause_seconds": 4.6,
                "errors": 0,
                "measured_by": "esx1",
            }
        )
        for node, days, fenced in (("node1", 203, 8.9), ("node2", 12, 8.1))
    )


def measured(switchovers: str, fenced: str) -> dict[str, t.Any]:
    """What was registered of reading both histories on a node."""
    texts = {"switchovers": switchovers, "fence_drills": fenced}
    return {"results": [{"item": f"/var/lib/quorate/{name}.jsonl", "stdout": text} for name, text in texts.items()]}


def arrays() -> dict[str, t.Any]:
    """A periodic group that is up."""
    group = {"name": "svc1", "status": "Started", "mode": "Periodic", "volumes": [{"last_sync": 1_795_000_000}]}
    bounds = {"hp3par1": None, "hp3par2": {"last_sync": 1_795_000_000, "seconds": 140, "unknown": False}}
    answers = [
        {
            "item": ["svc1", array],
            "local": {"group": {**group, "role": role}},
            "health": {"status": "up", "reasons": []},
            "data_loss_bound": bounds[array],
            "recovery_hint": "",
        }
        for array, role in (("hp3par1", "Primary"), ("hp3par2", "Secondary"))
    ]
    return overview([{"name": "svc1", "arrays": ["hp3par1", "hp3par2"]}], answers)


def zfs(lag: int = 2700) -> dict[str, t.Any]:
    """A copy that is as far behind as it may be."""
    sides = {
        "ss1": {"role": "primary", "epoch": 1, "writable": True},
        "ss2": {"role": "replica", "epoch": 1, "writable": False},
    }
    copy = {"source": "sp1/iscsi/lun0", "base": {"name": "quorate"}, "lag_seconds": lag, "pending": []}
    entry = {"name": "esx", "verdict": "up", "primary": "ss1", "sides": sides, "copies": [copy], "problems": []}
    return {"verdict": "up", "replications": [entry], "text": ["esx: up"]}


def initiators(of: dict[str, t.Any]) -> dict[str, t.Any]:
    """A host that is managed and logged in."""
    sessions = [
        {
            "iqn": service["target"]["iqn"],
            "portal": {"ip": service["target"]["portals"][0]["ip"], "port": 3260},
            "state": "LOGGED_IN",
            "luns": [{"number": lun["number"]} for lun in service["luns"]],
        }
        for service in of["services"][-1:]
    ]
    return {"backup": {"initiator": "iqn.2004-10.com.ubuntu:backup", "sessions": sessions}}


def told(
    of: dict[str, t.Any] | None = None, places: t.Any = None, done: t.Any = None, **cluster: t.Any
) -> dict[str, t.Any]:
    """Everything at once, well unless it is said."""
    of = of or site()
    places = places or {service["name"]: service["preferred_node"] for service in of["services"]}
    return {
        "at": NOW.isoformat(timespec="seconds"),
        "site": of,
        "asked": asked(of, places, done or {}, **cluster),
        "voted": dict.fromkeys(NODES, VOTE),
        "measured": dict.fromkeys(NODES, measured(history(), drills())),
        "initiators": initiators(of),
        "arrays": arrays(),
        "zfs": zfs(),
    }
