# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Changes of a group as commands of the CLI and as requests of the WSAPI (sections 2.4 and 3 of the arrays' documents).

The WSAPI has only been seen to take period and policies in requests of their own; each change is one anyway.
"""

from __future__ import annotations

import dataclasses
import json
import typing as t

from .declared import Change, Edit, Pair
from .model import Mode
from .parse_wsapi import POLICIES

_MODES = {Mode.SYNC: ("sync", 1), Mode.PERIODIC: ("periodic", 2)}
_WIRE = {name: wire for wire, name in POLICIES.items()}


@dataclasses.dataclass(frozen=True)
class Request:
    """A request of the WSAPI; *path* below ``/api/v1``, *body* None: none."""

    method: str
    path: str
    body: t.Mapping[str, t.Any] | None

    def __str__(self) -> str:
        return f"{self.method} {self.path} {json.dumps(self.body) if self.body is not None else ''}".rstrip()


def edit_arguments(edit: Edit) -> tuple[str, ...]:
    """The command of the CLI, exactly one group."""
    if edit.change is Change.CREATE:
        cpgs = ("-usr_cpg", edit.cpg, f"{edit.target}:{edit.target_cpg}") if edit.cpg else ()
        return ("creatercopygroup", *cpgs, edit.group, f"{edit.target}:{_mode(edit)[0]}")
    if edit.change is Change.REMOVE:
        return ("removercopygroup", "-f", edit.group)
    if edit.change is Change.ADMIT:
        pair = _pair(edit)
        create = ("-createvv",) if pair.create else ()
        return ("admitrcopyvv", *create, pair.name, edit.group, f"{edit.target}:{pair.remote}")
    if edit.change is Change.DISMISS:
        return ("dismissrcopyvv", "-f", _pair(edit).name, edit.group)
    if edit.change is Change.PERIOD:
        return ("setrcopygroup", "period", f"{edit.period}s", edit.target, edit.group)
    return ("setrcopygroup", "pol", edit.policy, edit.group)


def edit_request(edit: Edit) -> Request:
    """The same for the WSAPI."""
    group = f"/remotecopygroups/{edit.group}"
    if edit.change is Change.CREATE:
        return Request("POST", "/remotecopygroups", _new(edit))
    if edit.change is Change.REMOVE:
        return Request("DELETE", group, None)
    if edit.change is Change.ADMIT:
        pair = _pair(edit)
        target = {"targetName": edit.target, "secVolumeName": pair.remote}
        create = {"volumeAutoCreation": True} if pair.create else {}
        return Request("PUT", group, {"action": 1, "volumeName": pair.name, "targets": [target], **create})
    if edit.change is Change.DISMISS:
        return Request("PUT", group, {"action": 2, "volumeName": _pair(edit).name})
    return Request("PUT", group, {"targets": [{"targetName": edit.target, **_setting(edit)}]})


def _setting(edit: Edit) -> dict[str, t.Any]:
    if edit.change is Change.PERIOD:
        return {"syncPeriod": edit.period}
    name = edit.policy[len("no_") :] if edit.policy.startswith("no_") else edit.policy
    return {"policies": {_WIRE[name]: name == edit.policy}}


def _new(edit: Edit) -> dict[str, t.Any]:
    target = {"targetName": edit.target, "mode": _mode(edit)[1]}
    if not edit.cpg:
        return {"name": edit.group, "targets": [target]}
    return {"name": edit.group, "targets": [{**target, "userCPG": edit.target_cpg}], "localUserCPG": edit.cpg}


def _mode(edit: Edit) -> tuple[str, int]:
    if edit.mode not in _MODES:
        raise AssertionError("the planner refuses a group without a mode that can be made")
    return _MODES[edit.mode]


def _pair(edit: Edit) -> Pair:
    if edit.volume is None:
        raise AssertionError(f"{edit.change.value} is about a volume")
    return edit.volume
