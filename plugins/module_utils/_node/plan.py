# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""In which order nodes are patched, and where an interrupted run goes on."""

from __future__ import annotations

import typing as t

from .._site.preflight import replica_state
from .ready import alone_problems, answers_of

Data = t.Dict[str, t.Any]


def patch_plan(
    site: Data, asked: t.Mapping[str, Data], votes: t.Mapping[str, str], marks: t.Mapping[str, Data], request: Data
) -> Data:
    """``{problems, nodes, down, away, places, done, began}``: the *nodes* to patch, in order, and what else is known.

    asked -- by node the registered result of ``service_info`` in a loop over the services
    votes -- by node what ``corosync-quorumtool -s`` said
    marks -- by node what an interrupted run has noted there, or nothing
    request -- the options of this run; another run than the interrupted one starts from the first node
    On *down* nodes no cluster runs; of those that are *away* the interrupted run has stopped it.
    """
    names = [node["name"] for node in site["cluster"]["nodes"]]
    answers = {name: answers_of(asked.get(name) or {}) for name in names}
    mark = _latest(marks.values())
    done = [name for name in names if name in mark.get("done", ()) and mark.get("request") == request]
    down = [name for name in names if not answers[name]]
    away = [name for name in down if mark and name not in done]
    now = _places(site, answers)
    left = [name for name in names if name not in done]
    return {
        "problems": _problems(site, names, answers, votes, down, away),
        "nodes": sorted(left, key=lambda name: (name not in away, list(now.values()).count(name), names.index(name))),
        "down": down,
        "away": away,
        "places": {**now, **{name: node for name, node in mark.get("places", {}).items() if name in now}},
        "done": done,
        "began": mark.get("began", ""),
    }


def _latest(marks: t.Iterable[Data]) -> Data:
    """A run that was killed while it noted something has noted it on one node only."""
    return max((mark for mark in marks if mark), key=lambda mark: (mark["began"], len(mark["done"])), default={})


def _places(site: Data, answers: t.Mapping[str, t.Mapping[str, Data]]) -> dict[str, str]:
    """Where each service runs; empty for one that is whole on no node."""
    found = {}
    for service in site["services"]:
        name = service["name"]
        told = [each[name]["service"]["node"] for each in answers.values() if name in each]
        found[name] = next(filter(None, told), "")
    return found


def _problems(
    site: Data,
    names: t.Sequence[str],
    answers: t.Mapping[str, t.Mapping[str, Data]],
    votes: t.Mapping[str, str],
    down: t.Sequence[str],
    away: t.Sequence[str],
) -> list[str]:
    """Only about nodes that are down: where all are up, the inspection has more to say."""
    found = [
        f"the cluster does not run on {name}, and no interrupted run of this playbook has stopped it "
        f"(find the cause, then systemctl start pacemaker on {name})"
        for name in down
        if name not in away
    ]
    for name in names if down else ():
        if name not in down or len(down) == len(names):
            found += alone_problems(site, name, answers[name], votes.get(name, ""))
    return found


def replace_problems(
    site: Data, lost: str, asked: t.Mapping[str, Data], votes: t.Mapping[str, str], fact: Data
) -> list[str]:
    """Why the machine of the node *lost* must not be built anew now.

    asked, votes -- as in ``patch_plan``; fact -- what ``site_info`` found on the host *lost*
    """
    survivor = next(node["name"] for node in site["cluster"]["nodes"] if node["name"] != lost)
    answers = answers_of(asked.get(survivor) or {})
    found = alone_problems(site, survivor, answers, votes.get(survivor, ""))
    if not answers:
        return found
    view = next(iter(answers.values()))["cluster"]
    online = any(member["name"] == lost and member["online"] for member in view["nodes"])
    lives = {name: answer["service"]["replication"] for name, answer in answers.items()}
    if online and all(_whole(live) for live in lives.values()):
        found.append(
            f"{lost} is a running member and its data are up to date: there is nothing to replace (inspect_standby.yml "
            "shows whether it could take over; to replace a machine that still works, switch it off first)"
        )
    if not online:
        found += [
            f"{lost} has data of {service['name']}, so it is no new machine (site.yml starts the cluster there, and "
            "only what has changed is copied; if its data are worthless, give it empty disks)"
            for service in site["services"]
            if replica_state(service, fact) == "data" and not _connected(lives.get(service["name"]))
        ]
    return found


def _connected(live: Data | None) -> bool:
    return bool(live) and all(peer["connection"] == "Connected" for peer in t.cast(Data, live)["peers"])


def _whole(live: Data | None) -> bool:
    return bool(live) and t.cast(Data, live)["percent"] == 100.0
