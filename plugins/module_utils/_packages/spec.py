# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Parameters of the modules, turned into what is wanted. Every problem is collected."""

from __future__ import annotations

import re
import typing as t

from .._core.errors import InvalidInput, Problem
from .model import Release, Source, Wanted
from .parse import parse_index
from .render import render_source

FOLDER = "/var/lib/quorate/packages"
RUN = "/run/quorate/packages"
SOURCE = "/etc/apt/sources.list.d/quorate-packages.sources"

_STATE: dict[str, t.Any] = {"type": "str", "choices": ["present", "absent"], "default": "present"}
_INDEX: dict[str, t.Any] = {"type": "str", "default": ""}
_RELEASE: dict[str, t.Any] = {
    "type": "dict",
    "options": {name: {"type": "str", "required": True} for name in ("distribution", "version", "architecture")},
}
_NAMES: dict[str, t.Any] = {"type": "list", "elements": "str", "default": []}

INFO: dict[str, t.Any] = {"folder": {"type": "path", "required": True}, "sums_sha256": {"type": "str", "default": ""}}
DOWNLOAD: dict[str, t.Any] = {
    "names": {"type": "list", "elements": "str", "required": True},
    "present": _NAMES,
    "recommends": {"type": "bool", "default": False},
    "folder": {"type": "path", "required": True},
}
FOLDERS: dict[str, t.Any] = {
    "folder": {"type": "path", "default": FOLDER},
    "release": _RELEASE,
    "index": _INDEX,
    "archive": {"type": "path"},
    "remove_old_versions": {"type": "bool", "default": False},
    "remove_others": {"type": "bool", "default": False},
    "state": _STATE,
}
SOURCES: dict[str, t.Any] = {
    "folder": {"type": "path", "default": FOLDER},
    "release": _RELEASE,
    "index": _INDEX,
    "names": _NAMES,
    "state": _STATE,
}
#: Of a module with a state: what it needs where there is something to be.
REQUIRED = [("state", "present", ["release", "index"])]

_NAME = re.compile(r"[a-z0-9][a-z0-9+.-]+")


def read_names(params: t.Mapping[str, t.Any]) -> tuple[str, ...]:
    """Names of packages, each once. Raises InvalidInput."""
    names = params["names"]
    problems = [
        Problem(f"names[{index}]", f"'{name}' is not the name of a package")
        for index, name in enumerate(names)
        if not _NAME.fullmatch(name)
    ]
    problems += _relative(params)
    if problems:
        raise InvalidInput(problems)
    return tuple(sorted(set(names)))


def check_folder(params: t.Mapping[str, t.Any]) -> str:
    """The folder. Raises InvalidInput."""
    problems = _relative(params)
    if problems:
        raise InvalidInput(problems)
    return str(params["folder"])


def _relative(params: t.Mapping[str, t.Any]) -> list[Problem]:
    folder = params["folder"]
    return [] if folder.startswith("/") else [Problem("folder", f"'{folder}' is no absolute path")]


def read_release(given: t.Mapping[str, str] | None) -> Release:
    """For what hosts."""
    return Release(**(given or {}))


def read_wanted(params: t.Mapping[str, t.Any]) -> Wanted:
    """What a folder is to hold. Raises InvalidInput, Unparsable."""
    check_folder(params)
    if params["state"] == "absent":
        return Wanted(None)
    packages = parse_index(params["index"], "the parameter index")
    return Wanted(read_release(params["release"]), packages, params["remove_old_versions"], params["remove_others"])


def read_source(params: t.Mapping[str, t.Any]) -> Source:
    """The folder as a source, or none."""
    text = render_source(params["folder"]) if params["state"] == "present" else None
    return Source(read_release(params["release"]), text)
