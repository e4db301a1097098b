# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Module parameters -> what is wanted, with every problem at once."""

from __future__ import annotations

import datetime
import re
import typing as t

from .._core.errors import InvalidInput, Problem
from .._core.size import parse_size
from .ends import ENDS, SNAPSHOT, WORD, Params, Spec, end_of, end_problems, pair_problems, pairs_of
from .model import UNIT, Options, Policy, Wanted

_TAG = re.compile(rf"[A-Za-z0-9]{WORD}|[A-Za-z0-9]")
_PROPERTY = re.compile(r"[a-z0-9][a-z0-9:._-]*")
# Set by the replication itself, or fixed once a data set exists.
_NOT_OURS = (UNIT, "canmount", "mountpoint", "volsize", "volblocksize", "encryption")

_POLICY: Spec = {
    "type": "dict",
    "options": {
        **{name: {"type": "int", "default": 0} for name in ("last", "hourly", "daily", "weekly", "monthly", "yearly")},
        "min_age": {"type": "int", "default": 0},
        "representative": {"type": "str", "choices": ["oldest", "newest"], "default": "oldest"},
    },
}
_COMMON: Spec = {
    **ENDS,
    "match": {"type": "str", "default": r"\d{8}T\d{6}Z"},
    "raw": {"type": "bool"},
    "large_blocks": {"type": "bool"},
    "tag": {"type": "str", "default": "quorate"},
}
INFO: Spec = dict(_COMMON)
REPLICATE: Spec = {
    **_COMMON,
    "snapshot": {"type": "str", "choices": ["create", "existing"], "default": "create"},
    "snapshot_name": {"type": "str", "default": "%Y%m%dT%H%M%SZ"},
    "snapshot_properties": {"type": "dict", "default": {}},
    "steps": {"type": "str", "choices": ["consecutive", "latest"], "default": "consecutive"},
    "compressed": {"type": "bool", "default": True},
    "identity": {"type": "bool", "default": True},
    "properties": {"type": "dict", "default": {"readonly": "on"}},
    "resume": {"type": "bool", "default": True},
    "other_tags": {"type": "list", "elements": "str", "default": []},
    "bookmark": {"type": "bool", "default": True},
    "discard_after": {"type": "list", "elements": "str", "default": []},
    "retention_source": _POLICY,
    "retention_target": _POLICY,
    "rate": {"type": "str"},
    "stall_timeout": {"type": "int", "default": 3600},
    "lock_folder": {"type": "path"},
    "progress_file": {"type": "path"},
}


def read_info(params: Params, now: int) -> Wanted:
    """What is looked at; nothing is to be made. Raises InvalidInput."""
    defaults = {name: option.get("default") for name, option in REPLICATE.items()}
    return read_wanted({**defaults, **params, "snapshot": "existing"}, now)


def read_wanted(params: Params, now: int) -> Wanted:
    """What is wanted *now* (seconds since 1970). Raises InvalidInput."""
    name = datetime.datetime.fromtimestamp(now, datetime.timezone.utc).strftime(params["snapshot_name"])
    snapshot = name if params["snapshot"] == "create" else ""
    problems = [*pair_problems(params["datasets"], bool(snapshot)), *end_problems(params)]
    problems += [*_name_problems(params, name, snapshot), *_property_problems(params), *_policy_problems(params)]
    problems += _number_problems(params)
    if problems:
        raise InvalidInput(problems)
    return Wanted(
        pairs=pairs_of(params),
        options=_options(params),
        now=now,
        snapshot=snapshot,
        snapshot_properties=_sorted(params["snapshot_properties"]),
        source=end_of(params["source"]),
        target=end_of(params["target"]),
    )


def rate_of(params: Params) -> int:
    """Bytes in a second; 0 for no limit."""
    return parse_size(params["rate"]) if params["rate"] else 0


def _options(params: Params) -> Options:
    return Options(
        match=re.compile(params["match"]),
        latest=params["steps"] == "latest",
        raw=params["raw"],
        large_blocks=params["large_blocks"],
        compressed=params["compressed"],
        unit=params["identity"],
        properties=_sorted(params["properties"]),
        resume=params["resume"],
        tag=params["tag"],
        other_tags=tuple(params["other_tags"]),
        bookmark=params["bookmark"],
        discard_after=tuple(params["discard_after"]),
        keep_source=_policy(params["retention_source"]),
        keep_target=_policy(params["retention_target"]),
    )


def _sorted(properties: t.Mapping[str, t.Any]) -> tuple[tuple[str, str], ...]:
    # YAML makes a boolean of `on`.
    words = {True: "on", False: "off"}
    return tuple(
        (name, words[value] if isinstance(value, bool) else str(value)) for name, value in sorted(properties.items())
    )


def _policy(given: Params | None) -> Policy | None:
    if given is None:
        return None
    values = {name: value for name, value in given.items() if name != "representative"}
    return Policy(**values, newest=given["representative"] == "newest")


def _name_problems(params: Params, name: str, snapshot: str) -> t.Iterator[Problem]:
    try:
        matches = re.compile(params["match"]).fullmatch(name)
    except re.error as error:
        yield Problem("match", f"is no regular expression: {error}")
        return
    if snapshot and not SNAPSHOT.fullmatch(name):
        yield Problem("snapshot_name", f"'{name}' is not the name of a snapshot")
    elif snapshot and not matches:
        yield Problem("snapshot_name", f"'{name}' does not match '{params['match']}', so it would never be sent")
    for path, tag in (("tag", params["tag"]), *(("other_tags", each) for each in params["other_tags"])):
        if (tag or path != "tag") and not _TAG.fullmatch(tag):
            yield Problem(path, f"'{tag}' is not the name of a hold")
    if params["tag"] in params["other_tags"]:
        yield Problem("other_tags", f"{params['tag']} is the tag of this replication")


def _property_problems(params: Params) -> t.Iterator[Problem]:
    for path in ("properties", "snapshot_properties"):
        for name in params[path]:
            if not _PROPERTY.fullmatch(name):
                yield Problem(path, f"'{name}' is not the name of a property")
            elif name in _NOT_OURS or name.startswith("quorate.ha_storage:"):
                yield Problem(path, f"{name} is not to be set here")
    for name in params["snapshot_properties"]:
        if ":" not in name:
            yield Problem("snapshot_properties", f"{name}: a snapshot takes user properties alone, with a colon")


def _policy_problems(params: Params) -> t.Iterator[Problem]:
    for path in ("retention_source", "retention_target"):
        policy = params[path]
        if policy is None:
            continue
        numbers = {name: value for name, value in policy.items() if isinstance(value, int)}
        for name, value in numbers.items():
            if value < 0:
                yield Problem(f"{path}.{name}", "must not be negative")
        if not any(value for name, value in numbers.items() if name != "min_age"):
            yield Problem(path, "keeps nothing; leave it out to keep everything")


def _number_problems(params: Params) -> t.Iterator[Problem]:
    if params["stall_timeout"] < 1:
        yield Problem("stall_timeout", "must be at least 1 second")
    for index, guid in enumerate(params["discard_after"]):
        if not guid.isdigit():
            yield Problem(f"discard_after[{index}]", f"'{guid}' is not a guid; a refusal tells the right one")
    if params["rate"]:
        try:
            parse_size(params["rate"])
        except ValueError as error:
            yield Problem("rate", str(error))
