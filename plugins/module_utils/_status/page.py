# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Everything that is known of a site as one document: what the status page shows, and what is written as JSON."""

from __future__ import annotations

import typing as t

from .._core.tree import worst
from .._service.status import site_status
from .cluster import cluster_values
from .copies import copies, zfs_problems
from .history import PROOF_DAYS, merged, pauses, proofs

Data = t.Dict[str, t.Any]
MOST_LAG = 7200


def status_page(told: Data) -> Data:
    """The document, from what was collected. It holds no secret.

    told -- ``at`` (ISO 8601), and what there is of: ``site`` (expanded) with ``asked``, ``voted`` and ``measured`` (by
      node); ``initiators`` (by host, of iscsi_session_info); ``arrays`` (of hp3par_rcg_overview); ``zfs`` (of
      zfs_status); ``most_lag`` (seconds) and ``proof_days``

    ``verdict`` is the worst of all. ``problems`` say what to do; those with the verdict ``note`` make nothing worse.
    """
    site, arrays, zfs = told.get("site"), told.get("arrays") or {}, told.get("zfs") or {}
    switchovers, drills = (_kept(told.get("measured") or {}, name) for name in ("switchovers", "fence_drills"))
    tree = site_status(site, told["asked"], told.get("voted") or {}) if site else {}
    cluster = _cluster(site, told, drills) if site else None
    noted = list(_unproven(cluster)) if cluster else []
    paths = _paths(told.get("initiators") or {}, site)
    lost = list(_lost(paths))
    problems = [*tree.get("problems", ()), *arrays.get("problems", ()), *zfs_problems(zfs), *lost, *noted]
    return {
        "at": told["at"],
        "name": cluster["name"] if cluster else "storage",
        "verdict": worst(part["verdict"] for part in (tree, arrays, zfs, *lost) if part),
        "cluster": tree.get("cluster"),
        "services": tree.get("services", {}),
        "problems": sorted(problems, key=_rank),
        "text": [*tree.get("text", ()), *arrays.get("text", ()), *zfs.get("text", ())],
        "site": cluster,
        "paths": paths,
        "pauses": pauses(switchovers, drills),
        "copies": copies(arrays, zfs, int(told.get("most_lag") or MOST_LAG)),
    }


def _kept(measured: t.Mapping[str, Data], name: str) -> list[Data]:
    """A history, from what each node has of it: registered of a command in a loop over the paths."""
    results = [each for told in measured.values() for each in told.get("results", ())]
    return merged(each.get("stdout", "") for each in results if f"/{name}." in each["item"])


def _rank(problem: Data) -> int:
    """The worst first."""
    return ("down", "warn", "note").index(problem["verdict"])


def _cluster(site: Data, told: Data, drills: t.Sequence[Data]) -> Data:
    names = [node["name"] for node in site["cluster"]["nodes"]]
    proven = proofs(drills, names, told["at"], int(told.get("proof_days") or PROOF_DAYS))
    return {**cluster_values(site, told["asked"], told.get("voted") or {}), "proofs": proven}


def _unproven(cluster: Data) -> t.Iterator[Data]:
    if cluster["fencing"]["method"] == "none":
        return
    for proof in cluster["proofs"]:
        if not proof["fresh"]:
            node = proof["node"]
            age = f"was proven {proof['days']} days ago" if proof["at"] else "was never proven"
            way_out = f"while it serves nothing: playbook fence_drill -e fence_drill={node}"
            yield {"verdict": "note", "where": "fencing", "text": f"fencing of {node} {age}", "way_out": way_out}


def _paths(initiators: t.Mapping[str, Data], site: Data | None) -> list[Data]:
    """``{host, iqn, silent, sessions}`` of each initiator that is managed."""
    services = {service["target"]["iqn"]: service["name"] for service in (site or {}).get("services", ())}
    return [
        {
            "host": host,
            "iqn": told.get("initiator", ""),
            "silent": "sessions" not in told,
            "sessions": [_session(each, services) for each in told.get("sessions", ()) if each["iqn"] in services],
        }
        for host, told in initiators.items()
    ]


def _session(session: Data, services: t.Mapping[str, str]) -> Data:
    portal = session["portal"]
    return {
        "service": services[session["iqn"]],
        "portal": f"{portal['ip']}:{portal['port']}",
        "well": session["state"] == "LOGGED_IN",
        "disks": len(session["luns"]),
    }


def _lost(paths: t.Sequence[Data]) -> t.Iterator[Data]:
    way_out = "see whether the portal answers from there; iscsiadm --mode session --print 1"
    for path in paths:
        for session in path["sessions"]:
            if not session["well"]:
                text = f"{path['host']} has lost its session with {session['service']} at {session['portal']}"
                yield {"verdict": "warn", "where": "paths", "text": text, "way_out": way_out}
