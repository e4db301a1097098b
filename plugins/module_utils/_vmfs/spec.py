# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Module parameters -> what is wanted, with every problem at once."""

from __future__ import annotations

import re
import typing as t

from .._core.errors import InvalidInput, Problem
from .._core.size import parse_size
from . import layout
from .manifest import NAME, STAMP
from .model import PARTS, Restore, Wanted

Params = t.Mapping[str, t.Any]
Spec = t.Mapping[str, t.Any]
FOLDER = "/var/lib/quorate/vmfs"
_FOLDER: Spec = {"type": "path", "default": FOLDER}
BACKUP: Spec = {
    "devices": {"type": "list", "elements": "path", "required": True},
    "folder": _FOLDER,
    "host": {"type": "str"},
    "keep": {"type": "int", "default": 10},
    "head_size": {"type": "str", "default": "64m"},
    "max_age": {"type": "int", "default": 7},
}
INFO: Spec = {
    "folder": _FOLDER,
    "devices": {"type": "list", "elements": "path", "default": []},
    "host": {"type": "str"},
}
RESTORE: Spec = {
    "device": {"type": "path", "required": True},
    "folder": _FOLDER,
    "version": {"type": "str", "required": True},
    "parts": {"type": "list", "elements": "str", "choices": list(PARTS), "default": list(PARTS)},
    "confirm": {"type": "str", "default": ""},
    "overwrite_header": {"type": "bool", "default": False},
}


def read_backup(params: Params, host: str, stamp: str) -> Wanted:
    """The headers to be kept at *stamp* (``20261123T050000Z``) on *host*, unless it is given. Raises InvalidInput."""
    name = params["host"] or host
    problems = [*_folder_problems(params), *_device_problems(params["devices"], "devices"), *_host_problems(name)]
    if not params["devices"]:
        problems.append(Problem("devices", "must name some"))
    if params["keep"] < 1:
        problems.append(Problem("keep", "must be at least 1"))
    if params["max_age"] < 0:
        problems.append(Problem("max_age", "must not be negative"))
    problems += _head_problems(params["head_size"])
    if problems:
        raise InvalidInput(problems)
    devices, head = tuple(dict.fromkeys(params["devices"])), parse_size(params["head_size"])
    return Wanted(devices, name, stamp, params["keep"], head, params["max_age"] * 86400)


def read_info(params: Params, host: str) -> Wanted:
    """The devices to be looked at. Raises InvalidInput."""
    name = params["host"] or host
    problems = [*_folder_problems(params), *_device_problems(params["devices"], "devices"), *_host_problems(name)]
    if problems:
        raise InvalidInput(problems)
    return Wanted(tuple(params["devices"]), name, "")


def read_restore(params: Params) -> Restore:
    """What is to be put back. Raises InvalidInput."""
    problems = [*_folder_problems(params), *_device_problems([params["device"]], "device")]
    host, _slash, rest = params["version"].partition("/")
    store, _slash, stamp = rest.partition("/")
    if not (_is_name(host) and _is_name(store) and STAMP.fullmatch(stamp)):
        problems.append(Problem("version", f"'{params['version']}' is not like storage1/store_UUID/20261123T050000Z"))
    if not params["parts"]:
        problems.append(Problem("parts", f"must name some of {', '.join(PARTS)}"))
    if problems:
        raise InvalidInput(problems)
    parts = tuple(part for part in PARTS if part in params["parts"])
    return Restore(params["device"], params["version"], parts, params["confirm"], params["overwrite_header"])


def _is_name(text: str) -> bool:
    # Neither "." nor "..": it becomes a folder.
    return bool(NAME.fullmatch(text) and text.strip("."))


def _host_problems(host: str) -> t.Iterator[Problem]:
    if not _is_name(host):
        yield Problem("host", f"'{host}' is not the name of a host")


def _folder_problems(params: Params) -> t.Iterator[Problem]:
    # One of its own: it gets the mode 0700.
    if not re.fullmatch(r"(/[^/]+){2,}", params["folder"]) or "/../" in params["folder"] + "/":
        yield Problem("folder", "must be a whole path, and not one of the top folders")


def _device_problems(devices: t.Sequence[str], path: str) -> t.Iterator[Problem]:
    for device in devices:
        if not device.startswith("/"):
            yield Problem(path, f"'{device}' is not a whole path")


def _head_problems(text: str) -> t.Iterator[Problem]:
    try:
        if not layout.LEAST_HEAD <= parse_size(text) <= 1 << 30:
            yield Problem("head_size", "must be within 32m and 1g: less would miss the file system's header")
    except ValueError as error:
        yield Problem("head_size", str(error))
