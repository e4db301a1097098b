# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Parameters of the module, turned into what is wanted. Every problem is collected."""

from __future__ import annotations

import ipaddress
import typing as t

from .._core.errors import InvalidInput, Problem
from .model import Wanted

ARGUMENTS: dict[str, t.Any] = {
    "manifest": {"type": "path", "required": True},
    "backing_stores": {
        "type": "list",
        "elements": "dict",
        "default": [],
        "options": {"old": {"type": "str", "required": True}, "new": {"type": "str", "required": True}},
    },
    "portal_groups": {
        "type": "list",
        "elements": "dict",
        "options": {
            "tag": {"type": "int", "required": True},
            "addresses": {"type": "list", "elements": "str", "required": True},
        },
    },
    "allow_replace": {"type": "bool", "default": False},
}


def read_wanted(params: t.Mapping[str, t.Any]) -> Wanted:
    """What is wanted. Raises InvalidInput with everything that is wrong."""
    problems = [*_store_problems(params["backing_stores"]), *_group_problems(params["portal_groups"] or ())]
    if problems:
        raise InvalidInput(problems)
    groups = params["portal_groups"]
    return Wanted(
        params["manifest"],
        tuple((each["old"], each["new"]) for each in params["backing_stores"]),
        None if groups is None else {str(each["tag"]): tuple(each["addresses"]) for each in groups},
        params["allow_replace"],
    )


def _store_problems(stores: t.Sequence[t.Mapping[str, str]]) -> t.Iterator[Problem]:
    for index, each in enumerate(stores):
        for name in ("old", "new"):
            if not each[name].startswith("/"):
                yield Problem(f"backing_stores[{index}].{name}", f"'{each[name]}' is not an absolute path")


def _group_problems(groups: t.Sequence[t.Mapping[str, t.Any]]) -> t.Iterator[Problem]:
    tags = [each["tag"] for each in groups]
    for index, each in enumerate(groups):
        at = f"portal_groups[{index}]"
        if not 1 <= each["tag"] <= 65535 or each["tag"] in tags[:index]:
            yield Problem(f"{at}.tag", f"{each['tag']} is given twice, or not within 1 to 65535")
        if not each["addresses"]:
            yield Problem(f"{at}.addresses", "at least one is needed")
        for place, address in enumerate(each["addresses"]):
            try:
                ipaddress.ip_address(address)
            except ValueError:
                yield Problem(f"{at}.addresses[{place}]", f"'{address}' is not an IP address")
