# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Module parameters -> what is wanted, with every problem at once."""

from __future__ import annotations

import re
import typing as t

from .._core.errors import InvalidInput, Problem
from .model import PARTS, Restore, Wanted
from .parse import NAME

Params = t.Mapping[str, t.Any]
FOLDER = "/var/lib/quorate/backups"
_FOLDER: t.Mapping[str, t.Any] = {"type": "path", "default": FOLDER}
BACKUP: t.Mapping[str, t.Any] = {"folder": _FOLDER, "keep": {"type": "int", "default": 10}}
INFO: t.Mapping[str, t.Any] = {"folder": _FOLDER, "archive": {"type": "str"}}
RESTORE: t.Mapping[str, t.Any] = {
    "folder": _FOLDER,
    "archive": {"type": "str", "required": True},
    "parts": {"type": "list", "elements": "str", "choices": sorted(PARTS), "default": sorted(PARTS)},
    "overwrite_configuration": {"type": "bool", "default": False},
}


def read_wanted(params: Params, stamp: str) -> Wanted:
    """The archive to be made at *stamp* (``20261123T050000Z``). Raises InvalidInput."""
    name = f"config-{stamp}.tar.gz"
    problems = list(_folder_problems(params))
    if params["keep"] < 1:
        problems.append(Problem("keep", "must be at least 1"))
    if problems:
        raise InvalidInput(problems)
    return Wanted(name, params["keep"])


def read_restore(params: Params) -> Restore:
    """What is to be put back. Raises InvalidInput."""
    problems = list(_folder_problems(params))
    if not NAME.fullmatch(params["archive"]):
        problems.append(Problem("archive", f"'{params['archive']}' is not like config-20261123T050000Z.tar.gz"))
    if not params["parts"]:
        problems.append(Problem("parts", f"must name some of {', '.join(sorted(PARTS))}"))
    if problems:
        raise InvalidInput(problems)
    return Restore(tuple(params["parts"]), bool(params["overwrite_configuration"]))


def _folder_problems(params: Params) -> t.Iterator[Problem]:
    # One of its own: it gets the mode 0700.
    if not re.fullmatch(r"(/[^/]+){2,}", params["folder"]) or "/../" in params["folder"] + "/":
        yield Problem("folder", "must be a whole path, and not one of the top folders")
