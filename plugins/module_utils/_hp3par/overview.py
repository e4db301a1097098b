# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Groups of many services as a tree, from what both arrays told of each."""

from __future__ import annotations

import typing as t

from .._core.tree import Node, lines, over, plain, problems
from .services import Service
from .times import format_moment

Data = t.Dict[str, t.Any]


def overview(services: t.Sequence[Service], asked: t.Sequence[Data]) -> Data:
    """``{verdict, services, groups, problems, text, trees}``: verdicts of all and by service, and the tree for people.

    In ``groups``, ``lag_seconds`` is what a disaster take-over would lose at most; None where nobody knows. ``trees``
    are the parts of the tree by service, as data.

    asked -- results of ``hp3par_rcg_info``, with ``item`` as [service, array that was asked as the local one]
    """
    answers = {tuple(answer["item"]): answer for answer in asked}
    nodes = {service["name"]: _service(service, answers) for service in services}
    top = over("Remote Copy groups", tuple(nodes.values()))
    return {
        "verdict": top.verdict,
        "services": {name: node.verdict for name, node in nodes.items()},
        "groups": [_pair(service, nodes[service["name"]].verdict, answers) for service in services],
        "problems": list(problems(top)),
        "text": list(lines(top)),
        "trees": {name: plain(node) for name, node in nodes.items()},
    }


def _pair(service: Service, verdict: str, answers: t.Mapping[tuple[str, ...], Data]) -> Data:
    told = [answers.get((service["name"], array), {}) for array in service["arrays"]]
    groups = [(answer.get("local") or {}).get("group") for answer in told]
    bounds = [bound for bound in (answer.get("data_loss_bound") for answer in told) if bound]
    return {
        "name": service["name"],
        "verdict": verdict,
        "sides": [
            {"name": array, "role": group["role"] if group else "", "status": group["status"] if group else ""}
            for array, group in zip(service["arrays"], groups)
        ],
        "mode": next((group["mode"] for group in groups if group), ""),
        "lag_seconds": max((bound["seconds"] for bound in bounds if not bound["unknown"]), default=None),
    }


def _service(service: Service, answers: t.Mapping[tuple[str, ...], Data]) -> Node:
    sides = [(array, answers.get((service["name"], array), {})) for array in service["arrays"]]
    # An array that tells nothing is half of the truth; when neither tells anything, nobody knows what is there.
    silent = "warn" if any("health" in answer for _array, answer in sides) else "down"
    return over(service["name"], tuple(_side(array, answer, silent) for array, answer in sides))


def _side(array: str, answer: Data, silent: str) -> Node:
    if "health" not in answer:
        said = answer.get("msg") or "was not asked"
        return Node(said if said.startswith(array) else f"{array}: {said}", silent)
    hint = answer.get("recovery_hint", "")
    reasons = tuple(Node(each, answer["health"]["status"], way_out=hint) for each in answer["health"]["reasons"])
    group = (answer["local"] or {}).get("group")
    told = _group(group) if group else "no group that can be understood"
    return over(f"{array}: {told}", (*reasons, *_loss(answer["data_loss_bound"])))


def _group(group: Data) -> str:
    moments = [volume["last_sync"] for volume in group["volumes"]]
    last = f", in sync at {format_moment(min(moments))}" if moments and all(moments) else ""
    return f"{group['name']} {group['role']}, {group['status']}, {group['mode']}{last}"


def _loss(bound: Data | None) -> t.Iterator[Node]:
    if bound is not None:
        yield Node(f"a disaster take-over here {told_loss(bound)}")


def told_loss(bound: Data) -> str:
    """What a ``data_loss_bound`` says, for people."""
    if bound["unknown"]:
        return "would lose an unknown amount of writes"
    return f"would lose what was written after {format_moment(bound['last_sync'])}, {bound['seconds']} s ago"
