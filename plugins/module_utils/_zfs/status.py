# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""How replications are, put together from what both hosts have told."""

from __future__ import annotations

import typing as t

from .roles import PRIMARY, REPLICA

Data = t.Dict[str, t.Any]
Told = t.Mapping[str, t.Any]
UP, WARN, DOWN = "up", "warn", "down"


def status(replications: t.Sequence[Told], told: t.Mapping[str, Told], max_lag: int) -> Data:
    """``verdict`` of the whole, ``replications`` with theirs, and ``text`` for people, line by line.

    ``hindrances`` are why a replication cannot be moved in order: a run that broke off between both sides is none.

    told -- by host what was registered of loops over its directions: ``roles`` of zfs_role, ``lags`` of zfs_info; a
    host that could not be asked has neither
    max_lag -- seconds that a copy may be behind
    """
    entries = [_entry(each, told, max_lag) for each in replications]
    verdicts = [each["verdict"] for each in entries]
    verdict = next((each for each in (DOWN, WARN) if each in verdicts), UP)
    return {"verdict": verdict, "replications": entries, "text": [line for each in entries for line in _lines(each)]}


def _entry(each: Told, told: t.Mapping[str, Told], max_lag: int) -> Data:
    views = {host: _view(told.get(host) or {}, each["name"]) for host in each["hosts"]}
    sides = {host: _side(view) for host, view in views.items()}
    primaries = [host for host, side in sides.items() if side and side["role"] == PRIMARY]
    copies = views[primaries[0]]["lags"] if len(primaries) == 1 else {}
    entries = copies.get("replications", [])
    who = [_who(primaries, sides)] if len(primaries) != 1 else []
    silent = [f"{host} does not answer" for host, side in sides.items() if side is None]
    silent += [copies["msg"]] if "replications" not in copies and "msg" in copies else []
    conflicts = [problem for copy in entries for problem in _conflicts(copy)]
    late = [problem for copy in entries for problem in _late(copy, max_lag)]
    replicas = all(side and side["role"] == REPLICA for side in sides.values())
    return {
        "name": each["name"],
        "verdict": DOWN if who else WARN if silent or conflicts or late else UP,
        "primary": primaries[0] if len(primaries) == 1 else None,
        "sides": sides,
        "copies": [{key: copy[key] for key in ("source", "base", "lag_seconds", "pending")} for copy in entries],
        "problems": [*who, *silent, *conflicts, *late],
        "hindrances": [*([] if replicas else who), *silent, *conflicts],
    }


def _view(told: Told, name: str) -> Data:
    """What a host has told of one replication."""
    found: Data = {}
    for kind in ("roles", "lags"):
        results = (told.get(kind) or {}).get("results") or []
        found[kind] = next((each for each in results if each["item"]["name"] == name), {})
    return found


def _side(view: Told) -> Data | None:
    """What a host claims: of all data sets the same, or ``mixed`` in the middle of a change."""
    found = view["roles"].get("replications") or []
    claims = [each["roles"]["source"] for each in found]
    if not claims:
        return None
    roles = {claim["role"] for claim in claims}
    return {
        "role": roles.pop() if len(roles) == 1 else "mixed",
        "epoch": max(claim["epoch"] for claim in claims),
        "writable": any(claim["writable"] for claim in claims),
    }


def _who(primaries: t.Sequence[str], sides: t.Mapping[str, Data | None]) -> str:
    if len(primaries) > 1:
        epochs = " and ".join(f"{host} in epoch {(sides[host] or {}).get('epoch')}" for host in primaries)
        return f"both sides claim to be primary, {epochs}: decide whose data count, and make the other one a replica"
    return "no side is primary"


def _conflicts(copy: Told) -> t.Iterator[str]:
    for each in copy["conflicts"]:
        # What is not there yet can be made by whoever sends.
        if each["kind"] != "nothing_to_send":
            yield f"{each['dataset']}: {each['kind']}: {each['reason']} ({each['way_out']})"


def _late(copy: Told, max_lag: int) -> t.Iterator[str]:
    if copy["lag_seconds"] is None:
        yield f"{copy['source']}: nothing has arrived yet"
    elif copy["lag_seconds"] > max_lag:
        yield f"{copy['source']}: {copy['lag_seconds']} s behind, more than {max_lag} s"


def _lines(entry: Data) -> t.Iterator[str]:
    yield f"{entry['name']}: {entry['verdict']}"
    for host, side in entry["sides"].items():
        words = "silent"
        if side:
            writable = "writable" if side["writable"] else "read-only"
            words = f"{side['role'] or 'no role'}, epoch {side['epoch']}, {writable}"
        yield f"  {host}: {words}"
    for copy in entry["copies"]:
        if copy["base"]:
            rest = f", {len(copy['pending'])} to be sent" if copy["pending"] else ""
            yield f"  {copy['source']}: copied up to {copy['base']['name']}, {copy['lag_seconds']} s ago{rest}"
    for problem in entry["problems"]:
        yield f"  ! {problem}"


def failback_refusals(entries: t.Iterable[Told], returning: str) -> list[str]:
    """Why the host *returning* is not to become a replica of the other one; *entries* as of ``status``.

    It was away only if the other side is primary, in a later epoch if it claims to be primary itself.
    """
    found = []
    for each in entries:
        own = each["sides"][returning]
        ((other, side),) = ((host, side) for host, side in each["sides"].items() if host != returning)
        if own is None or side is None:
            found.append(f"{each['name']}: both sides have to answer")
        elif side["role"] != PRIMARY:
            found.append(f"{each['name']}: {other} is not primary, so {returning} has nothing to get from it")
        elif own["role"] == PRIMARY and own["epoch"] >= side["epoch"]:
            reason = f"both claim to be primary, and {other} not in a later epoch"
            found.append(f"{each['name']}: {reason}: make the one a replica that has lost, by zfs_role")
    return found
