# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Module parameters of zfs_dr_clone -> the clone that is wanted."""

from __future__ import annotations

import datetime

from .._core.errors import InvalidInput, Problem
from .ends import DATASET, SNAPSHOT, Params, Spec
from .model import Drill

DR_CLONE: Spec = {
    "dataset": {"type": "str", "required": True},
    "clone": {"type": "str", "required": True},
    "state": {"type": "str", "choices": ["present", "absent"], "default": "present"},
    "snapshot": {"type": "str", "default": ""},
    "not_after": {"type": "str", "default": ""},
    "identity": {"type": "str", "choices": ["same", "none"], "default": "same"},
    "replace": {"type": "bool", "default": False},
}


def read_drill(params: Params) -> Drill:
    """The clone that is wanted. Raises InvalidInput."""
    dataset, clone = params["dataset"], params["clone"]
    problems = [
        Problem(key, f"'{params[key]}' is not the name of a data set")
        for key in ("dataset", "clone")
        if not DATASET.fullmatch(params[key])
    ]
    if clone == dataset or clone.startswith(dataset + "/") or dataset.startswith(clone + "/"):
        problems.append(Problem("clone", "must be beside the data set"))
    elif clone.partition("/")[0] != dataset.partition("/")[0]:
        problems.append(Problem("clone", "must be in the pool of the data set"))
    if params["snapshot"] and not SNAPSHOT.fullmatch(params["snapshot"]):
        problems.append(Problem("snapshot", f"'{params['snapshot']}' is not the name of a snapshot"))
    try:
        moment = _moment(params["not_after"])
    except ValueError:
        problems.append(Problem("not_after", f"'{params['not_after']}' is not as 2026-11-23T09:00:00Z"))
    if problems:
        raise InvalidInput(problems)
    same, present = params["identity"] == "same", params["state"] == "present"
    return Drill(dataset, clone, present, params["snapshot"], moment, same, params["replace"])


def _moment(text: str) -> int:
    if not text:
        return 0
    moment = datetime.datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ")
    return int(moment.replace(tzinfo=datetime.timezone.utc).timestamp())
