# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Module parameters -> what is wanted, with every problem at once."""

from __future__ import annotations

import datetime
import re
import typing as t

from .._core.errors import InvalidInput, Problem
from .._core.size import parse_size
from .handover import STATES, Handover
from .model import UNIT, Drill, End, Options, Policy, Wanted

Params = t.Mapping[str, t.Any]
Spec = t.Mapping[str, t.Any]
# Words of data sets, snapshots and tags. ZFS also takes blanks, and we do not.
_WORD = r"[A-Za-z0-9_.:-]+"
_DATASET = re.compile(rf"[A-Za-z][A-Za-z0-9_.:-]*(/{_WORD})*")
_SNAPSHOT = re.compile(_WORD)
_TAG = re.compile(rf"[A-Za-z0-9]{_WORD}|[A-Za-z0-9]")
_PROPERTY = re.compile(r"[a-z0-9][a-z0-9:._-]*")
_HOST, _USER = re.compile(r"[A-Za-z0-9][A-Za-z0-9.:%_-]*"), re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
# The other side is asked for no password, and found out when it is gone.
_SSH = ("-o", "BatchMode=yes", "-o", "ConnectTimeout=15", "-o", "ServerAliveInterval=15", "-o", "ServerAliveCountMax=4")
# Set by the replication itself, or fixed once a data set exists.
_NOT_OURS = (UNIT, "canmount", "mountpoint", "volsize", "volblocksize", "encryption")

_END: Spec = {
    "type": "dict",
    "options": {
        "host": {"type": "str"},
        "user": {"type": "str"},
        "port": {"type": "int"},
        "key": {"type": "path"},
        "prefix": {"type": "list", "elements": "str", "default": []},
    },
}
_POLICY: Spec = {
    "type": "dict",
    "options": {
        **{name: {"type": "int", "default": 0} for name in ("last", "hourly", "daily", "weekly", "monthly", "yearly")},
        "min_age": {"type": "int", "default": 0},
        "representative": {"type": "str", "choices": ["oldest", "newest"], "default": "oldest"},
    },
}
_ENDS: Spec = {
    "datasets": {
        "type": "list",
        "elements": "dict",
        "required": True,
        "options": {"source": {"type": "str", "required": True}, "target": {"type": "str", "required": True}},
    },
    "source": _END,
    "target": _END,
}
_COMMON: Spec = {
    **_ENDS,
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
ROLE: Spec = {
    **_ENDS,
    "state": {"type": "str", "choices": list(STATES), "required": True},
    "vouch_other_is_down": {"type": "bool", "default": False},
    "leave_unsent": {"type": "bool", "default": False},
    "overrule_epoch": {"type": "bool", "default": False},
    "abandon_unfinished": {"type": "bool", "default": False},
    "lock_folder": {"type": "path"},
}
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
        if not _DATASET.fullmatch(params[key])
    ]
    if clone == dataset or clone.startswith(dataset + "/") or dataset.startswith(clone + "/"):
        problems.append(Problem("clone", "must be beside the data set"))
    elif clone.partition("/")[0] != dataset.partition("/")[0]:
        problems.append(Problem("clone", "must be in the pool of the data set"))
    if params["snapshot"] and not _SNAPSHOT.fullmatch(params["snapshot"]):
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


def read_role(params: Params, now: int) -> Handover:
    """What the sources shall be *now*. Raises InvalidInput."""
    problems = [*_pair_problems(params["datasets"], False), *_end_problems(params)]
    if problems:
        raise InvalidInput(problems)
    return Handover(
        Wanted(_pairs(params), Options(resume=False), now, "", (), _end(params["source"]), _end(params["target"])),
        params["state"],
        params["vouch_other_is_down"],
        params["leave_unsent"],
        params["overrule_epoch"],
        params["abandon_unfinished"],
    )


def read_info(params: Params, now: int) -> Wanted:
    """What is looked at; nothing is to be made. Raises InvalidInput."""
    defaults = {name: option.get("default") for name, option in REPLICATE.items()}
    return read_wanted({**defaults, **params, "snapshot": "existing"}, now)


def read_wanted(params: Params, now: int) -> Wanted:
    """What is wanted *now* (seconds since 1970). Raises InvalidInput."""
    name = datetime.datetime.fromtimestamp(now, datetime.timezone.utc).strftime(params["snapshot_name"])
    snapshot = name if params["snapshot"] == "create" else ""
    problems = [*_pair_problems(params["datasets"], bool(snapshot)), *_end_problems(params)]
    problems += [*_name_problems(params, name, snapshot), *_property_problems(params), *_policy_problems(params)]
    problems += _number_problems(params)
    if problems:
        raise InvalidInput(problems)
    return Wanted(
        pairs=_pairs(params),
        options=_options(params),
        now=now,
        snapshot=snapshot,
        snapshot_properties=_sorted(params["snapshot_properties"]),
        source=_end(params["source"]),
        target=_end(params["target"]),
    )


def rate_of(params: Params) -> int:
    """Bytes in a second; 0 for no limit."""
    return parse_size(params["rate"]) if params["rate"] else 0


def _pairs(params: Params) -> tuple[tuple[str, str], ...]:
    return tuple((each["source"], each["target"]) for each in params["datasets"])


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


def _end(given: Params | None) -> End:
    if given is None:
        return End()
    prefix = tuple(given["prefix"])
    if not given["host"]:
        return End((), prefix)
    options = [
        *_SSH,
        *(("-p", str(given["port"])) if given["port"] else ()),
        *(("-i", given["key"]) if given["key"] else ()),
    ]
    user = ("-l", given["user"]) if given["user"] else ()
    return End(("ssh", *options, *user, given["host"]), prefix)


def _pair_problems(datasets: t.Sequence[Params], create: bool) -> t.Iterator[Problem]:
    if not datasets:
        yield Problem("datasets", "must name some")
    for index, each in enumerate(datasets):
        for side in ("source", "target"):
            if not _DATASET.fullmatch(each[side]):
                yield Problem(f"datasets[{index}].{side}", f"'{each[side]}' is not the name of a data set")
    for side in ("source", "target"):
        names = [each[side] for each in datasets]
        for name in sorted({name for name in names if names.count(name) > 1}):
            yield Problem("datasets", f"{side} {name} stands there more than once")
    pools = sorted({each["source"].partition("/")[0] for each in datasets})
    if create and len(pools) > 1:
        # One moment for all is one transaction of one pool.
        yield Problem("datasets", f"snapshots at one moment need one pool, not {', '.join(pools)}")


def _end_problems(params: Params) -> t.Iterator[Problem]:
    for side in ("source", "target"):
        end = params[side] or {}
        for name, shape in (("host", _HOST), ("user", _USER)):
            if end.get(name) and not shape.fullmatch(end[name]):
                yield Problem(f"{side}.{name}", f"'{end[name]}' is none")
        for name in ("user", "port", "key"):
            if end.get(name) and not end.get("host"):
                yield Problem(f"{side}.{name}", "goes with a host")
    if not any((params[side] or {}).get("host") for side in ("source", "target")):
        for index, each in enumerate(params["datasets"]):
            if each["target"] == each["source"] or each["target"].startswith(each["source"] + "/"):
                yield Problem(f"datasets[{index}]", "the target lies in the source")


def _name_problems(params: Params, name: str, snapshot: str) -> t.Iterator[Problem]:
    try:
        matches = re.compile(params["match"]).fullmatch(name)
    except re.error as error:
        yield Problem("match", f"is no regular expression: {error}")
        return
    if snapshot and not _SNAPSHOT.fullmatch(name):
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
