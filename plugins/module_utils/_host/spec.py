# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Options of the modules -> what is wanted."""

from __future__ import annotations

import re
import typing as t

from .._core.errors import InvalidInput, Problem
from .model import Filesystem, Lun, Wish

Params = t.Mapping[str, t.Any]

_KEY = re.compile(r"0x[0-9a-f]{1,16}")
_PATH = re.compile(r"/[A-Za-z0-9_./:+@%=-]+")
_WORD = re.compile(r"[A-Za-z0-9_+.][A-Za-z0-9_+.@-]*")
_UNIT = re.compile(r"[A-Za-z0-9@:_.\\-]+\.(service|target|mount|socket|timer)")
_OPTIONS = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_=,.:/-]*")

INFO: dict[str, t.Any] = {
    "name": {"type": "str", "required": True},
    "luns": {
        "type": "list",
        "elements": "dict",
        "default": [],
        "options": {
            "device": {"type": "str", "required": True},
            "multipath": {"type": "bool", "default": False},
            "paths": {"type": "list", "elements": "str", "default": []},
        },
    },
    "reservation_key": {"type": "str", "default": "", "no_log": False},
    "vg": {"type": "str", "default": ""},
    "tag": {"type": "str", "default": ""},
    "filesystems": {
        "type": "list",
        "elements": "dict",
        "default": [],
        "options": {
            "device": {"type": "str", "required": True},
            "mountpoint": {"type": "str", "required": True},
            "type": {"type": "str", "required": True},
            "options": {"type": "str", "default": "defaults"},
        },
    },
    "units": {"type": "list", "elements": "str", "default": []},
}
SERVICE: dict[str, t.Any] = {
    **INFO,
    "state": {"type": "str", "required": True, "choices": ["started", "stopped"]},
    "preempt_reservation": {"type": "bool", "default": False},
    "other_tags": {"type": "list", "elements": "str", "default": []},
    "take_over_vg": {"type": "bool", "default": False},
    "timeout": {"type": "int", "default": 120},
}


def read_wish(params: Params) -> Wish:
    """What the options of either module ask for. Raises InvalidInput with all that is wrong."""
    problems = [*_forms(params), *_sense(params)]
    if problems:
        raise InvalidInput(problems)
    key = params["reservation_key"].lower()
    return Wish(
        name=params["name"],
        started=params.get("state") == "started",
        luns=tuple(Lun(lun["device"], lun["multipath"], tuple(lun["paths"])) for lun in params["luns"]),
        # As the tools print it, without leading zeros.
        key=f"{int(key, 16):#x}" if key else "",
        preempt=params.get("preempt_reservation", False),
        vg=params["vg"],
        tag=params["tag"],
        other_tags=tuple(params.get("other_tags", ())),
        take_over_vg=params.get("take_over_vg", False),
        filesystems=tuple(Filesystem(**filesystem) for filesystem in params["filesystems"]),
        units=tuple(params["units"]),
        timeout=params.get("timeout", 120),
    )


def _forms(params: Params) -> t.Iterator[Problem]:
    """What has characters that do not belong there. Options of mount are words, not flags."""
    for path, value, form in _texts(params):
        if value and not form.fullmatch(value):
            yield Problem(path, f"'{value}' has characters that do not belong there")


def _texts(params: Params) -> t.Iterator[tuple[str, str, t.Pattern[str]]]:
    for key in ("vg", "tag"):
        yield key, params[key], _WORD
    for tag in params.get("other_tags", ()):
        yield "other_tags", tag, _WORD
    for index, lun in enumerate(params["luns"]):
        for value in (lun["device"], *lun["paths"]):
            yield f"luns[{index}]", value, _PATH
    for index, filesystem in enumerate(params["filesystems"]):
        forms = {"device": _PATH, "mountpoint": _PATH, "type": _WORD, "options": _OPTIONS}
        for key, form in forms.items():
            yield f"filesystems[{index}].{key}", filesystem[key], form
    for unit in params["units"]:
        yield "units", unit, _UNIT


def _sense(params: Params) -> t.Iterator[Problem]:
    key = params["reservation_key"].lower()
    if key and (not _KEY.fullmatch(key) or not int(key, 16)):
        yield Problem("reservation_key", "is not a key such as 0x1a2b, of at most 16 digits, other than 0")
    if key and not params["luns"]:
        yield Problem("reservation_key", "reserves LUNs, and there are none in luns")
    for index, lun in enumerate(params["luns"]):
        if lun["multipath"] and not lun["device"].startswith("/dev/mapper/"):
            yield Problem(f"luns[{index}]", f"{lun['device']} is not the name of a map, /dev/mapper/...")
    if params["tag"] and not params["vg"]:
        yield Problem("tag", "is for a volume group, and vg is empty")
    if params["tag"] and params["tag"] in params.get("other_tags", ()):
        yield Problem("other_tags", f"has this host's own tag, {params['tag']}")
    if params.get("timeout", 1) <= 0:
        yield Problem("timeout", "must be more than 0 seconds")
    for name, found in (("luns", [lun["device"] for lun in params["luns"]]), ("units", list(params["units"]))):
        if len(found) != len(set(found)):
            yield Problem(name, "something is there twice")
