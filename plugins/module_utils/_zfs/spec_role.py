# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Module parameters of zfs_role -> what a side shall be."""

from __future__ import annotations

from .._core.errors import InvalidInput
from .ends import ENDS, Params, Spec, end_of, end_problems, pair_problems, pairs_of
from .handover import STATES, Handover
from .model import Options, Wanted

ROLE: Spec = {
    **ENDS,
    "state": {"type": "str", "choices": list(STATES), "required": True},
    "vouch_other_is_down": {"type": "bool", "default": False},
    "leave_unsent": {"type": "bool", "default": False},
    "overrule_epoch": {"type": "bool", "default": False},
    "abandon_unfinished": {"type": "bool", "default": False},
    "lock_folder": {"type": "path"},
}


def read_role(params: Params, now: int) -> Handover:
    """What the sources shall be *now*. Raises InvalidInput."""
    problems = [*pair_problems(params["datasets"], False), *end_problems(params)]
    if problems:
        raise InvalidInput(problems)
    source, target = end_of(params["source"]), end_of(params["target"])
    return Handover(
        Wanted(pairs_of(params), Options(resume=False), now, source=source, target=target),
        params["state"],
        params["vouch_other_is_down"],
        params["leave_unsent"],
        params["overrule_epoch"],
        params["abandon_unfinished"],
    )
