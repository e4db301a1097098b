# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The web services of an array: one request -> status and document (section 3).

Numbers that the reference does not know from real arrays are [unverified]: states of targets and links, all but one of
the synchronization, all but three of groups.
"""

from __future__ import annotations

import dataclasses
import datetime
import typing as t
import urllib.parse

from . import groups
from .orders import Declined, obey
from .pair import Group, Pair

VERSION = {"major": 1, "minor": 15, "revision": 0, "build": 100050000}  # the build is [unverified]
USER, PASSWORD = "quorate", "a-password"
ACTIONS = {
    ("PUT", 3): "start",
    ("PUT", 4): "stop",
    ("PUT", 5): "sync",
    ("POST", 6): "reverse",
    ("POST", 7): "failover",
    ("POST", 8): "switchover",
    ("POST", 9): "recover",
    ("POST", 10): "restore",
}
STATES = {"New": 1, "Starting": 2, "Started": 3, "Stopped": 5, "Backup": 6, "Failsafe": 7}
# Nobody knows the number of Stale: one that no client can know either.
SYNCS = {"New": 1, "Syncing": 2, "Synced": 3, "NotSynced": 4, "Stopped": 5, "Stale": 99}
WAYS = {"ready": 2, "failing": 3, "failed": 4}
MODES = {1: "Sync", 2: "Periodic"}
POLICIES = {
    "auto_recover": "autoRecover",
    "over_per_alert": "overPeriodAlert",
    "auto_failover": "autoFailover",
    "auto_synchronize": "autoSynchronize",
    "path_management": "pathManagement",
}


@dataclasses.dataclass
class Reply:
    """A status and a document. *broken*: the connection ends without them."""

    status: int
    document: t.Any = None
    broken: str = ""


def handle(pair: Pair, side: int, method: str, path: str, key: str, body: dict[str, t.Any]) -> Reply:
    """The reply of one array. *path* below ``/api/v1``, '' for ``/api`` itself; *key*: the session."""
    writes = method != "GET" and not path.startswith("/credentials")
    fault = pair.fault(writes)
    if fault == "busy":
        return Reply(503, _error(503, "too many sessions"))
    pair.log.append((side, f"{method} {path} {body.get('action', '')}".strip()))
    if fault == "lost":
        return Reply(0, broken="lost")
    if fault == "expired":
        pair.sessions.clear()
    try:
        reply = Reply(*_answer(pair, side, method, path, key, body, fault))
    except Declined as declined:
        reply = Reply(declined.http, _error(declined.code, declined.text))
    if fault == "garbage":
        return Reply(200, {"code": 7, "desc": "garbage"})
    return dataclasses.replace(reply, broken=fault) if fault in ("dropped", "hang") else reply


def _error(code: int, text: str) -> dict[str, t.Any]:
    return {"code": code, "desc": text}


def _answer(
    pair: Pair, side: int, method: str, path: str, key: str, body: dict[str, t.Any], fault: str
) -> tuple[int, t.Any]:
    if not path:
        return 200, VERSION
    if path == "/credentials":
        if (body.get("user"), body.get("password")) != (USER, PASSWORD):
            raise Declined(403, 5, "invalid username or password")
        session = f"{side}-{len(pair.log)}"
        pair.sessions.add(session)
        return 201, {"key": session}
    if key not in pair.sessions:
        raise Declined(403, 6, "invalid session key")
    if method == "DELETE" and path.startswith("/credentials/"):
        pair.sessions.discard(key)
        return 200, None
    if path == "/remotecopytargets":
        array = pair.arrays[side]
        return 200, {"total": 1, "members": [{"id": 2, "name": array.target, "state": WAYS[array.state]}]}
    if path == "/remotecopylinks":
        return 200, {"total": 3, "members": _links(pair, side)}
    if path == "/remotecopygroups":
        return _create(pair, side, body) if method == "POST" else (200, _groups(pair, side))
    return _group(pair, side, method, path, body, fault)


def _groups(pair: Pair, side: int) -> dict[str, t.Any]:
    members = [document(pair, side, group) for group in pair.groups.values()]
    return {"total": len(members), "members": members}


def _create(pair: Pair, side: int, body: dict[str, t.Any]) -> tuple[int, t.Any]:
    (target,) = body["targets"]
    groups.create(pair, side, body["name"], target["targetName"], MODES[target["mode"]], "localUserCPG" in body)
    return 201, None


def _links(pair: Pair, side: int) -> list[dict[str, t.Any]]:
    array, other = pair.arrays[side], pair.arrays[1 - side]
    links = [
        {"name": f"{array.target}_{at}_2_4", "address": f"2{at}240002AC00A001", "state": 1 if up and other.up else 2}
        for at, up in enumerate(pair.links)
    ]
    return [*links, {"name": "receive_1_2_3", "address": "21230002AC00A001", "state": 1}]


def _group(pair: Pair, side: int, method: str, path: str, body: dict[str, t.Any], fault: str) -> tuple[int, t.Any]:
    address = urllib.parse.urlsplit(path)
    _blank, top, name, *below = address.path.split("/")
    group = pair.find(side, name)
    if top != "remotecopygroups" or below[:1] not in ([], ["volumes"]) or group is None:
        raise Declined(404, 187, "remote copy group does not exist")
    if below:
        return _volumes(pair, side, group, method, below[1:], body)
    if method == "GET":
        return 200, document(pair, side, group)
    changed = _changed(pair, side, group, method, body)
    if changed:
        return changed
    order = ACTIONS.get((method, body.get("action", 0)))
    if order is None:
        raise Declined(400, 2, "invalid action")
    if fault == "failed":
        raise Declined(500, 0, f"task for {order} failed")
    number = obey(pair, order, side, group)
    return (201, {"taskid": number}) if number else (200, None)


def _volumes(
    pair: Pair, side: int, group: Group, method: str, names: list[str], body: dict[str, t.Any]
) -> tuple[int, t.Any]:
    """The newer form of the actions 1 and 2, below the group, and what is read there."""
    found = {one["localVolumeName"]: one for one in document(pair, side, group)["volumes"]}
    if method == "POST":
        _changed(pair, side, group, "PUT", {**body, "action": 1})
    elif names and names[0] not in found:
        raise Declined(404, 23, f"volume {names[0]} does not exist in the group")
    elif method == "DELETE":
        groups.dismiss(pair, side, group, names[0])
    else:
        return 200, found[names[0]] if names else {"total": len(found), "members": list(found.values())}
    return 200, None


def _changed(pair: Pair, side: int, group: Group, method: str, body: dict[str, t.Any]) -> tuple[int, t.Any] | None:
    """The reply to a change of the group; None for anything else."""
    if method == "DELETE":
        groups.remove(pair, side, group)
    elif method == "PUT" and body.get("action") == 1:
        (target,) = body["targets"]
        make = body.get("volumeAutoCreation", False)
        groups.admit(pair, side, group, body["volumeName"], target["secVolumeName"], make)
    elif method == "PUT" and body.get("action") == 2:
        groups.dismiss(pair, side, group, body["volumeName"])
    elif method == "PUT" and "action" not in body:
        _set(pair, side, group, body["targets"][0])
    else:
        return None
    return 200, None


def _set(pair: Pair, side: int, group: Group, target: dict[str, t.Any]) -> None:
    if "syncPeriod" in target and "policies" in target:
        raise Declined(400, 44, "conflicting parameters")  # live
    if "syncPeriod" in target:
        groups.set_period(pair, side, group, target["syncPeriod"], target["targetName"])
    names = {wire: name for name, wire in POLICIES.items()}
    for wire, is_set in target.get("policies", {}).items():
        groups.set_policy(pair, side, group, names[wire] if is_set else f"no_{names[wire]}")


def document(pair: Pair, side: int, group: Group) -> dict[str, t.Any]:
    """One group; reversal told by ``roleReversed``, as Cinder reads it."""
    here, there, array = group.sides[side], group.sides[1 - side], pair.arrays[side]
    target = {
        "targetName": array.target,
        "mode": 1 if group.mode == "Sync" else 2,
        "state": STATES[here.status],
        "roleReversed": here.reversed,
        "syncPeriod": group.period,
        "policies": {wire: name in group.policies for name, wire in POLICIES.items()},
    }
    volumes = []
    for mine, theirs in zip(here.volumes, there.volumes):
        remote = {
            "targetName": array.target,
            "remoteVolumeName": theirs.name,
            "remoteVolumeID": theirs.number,
            "syncStatus": SYNCS[mine.sync],
        }
        if mine.last_sync is not None:
            iso = datetime.datetime.fromtimestamp(mine.last_sync, datetime.timezone.utc).isoformat()
            remote.update(volumeLastSyncTime=iso, volumeLastSyncTimeSec=mine.last_sync)
        volumes.append({"localVolumeName": mine.name, "remoteVolumes": [remote]})
    return {
        "name": here.name,
        "role": 1 if here.primary else 2,
        "remoteGroupName": there.name,
        "targets": [target],
        "volumes": volumes,
    }
