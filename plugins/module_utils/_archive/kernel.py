# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What configfs has of LIO at one moment: the counters, or everything but secrets."""

from __future__ import annotations

import os
import typing as t

from .._core.files import Files
from .._lio.statistics import ROOT, Statistics

# Of the folders with statistics, what changes; the rest is in the full dump.
COUNTERS = frozenset(
    [
        "num_cmds",
        "in_cmds",
        "read_mbytes",
        "write_mbytes",
        "hs_num_cmds",
        "hs_in_cmds",
        "resets",
        "full_stat",
        "aborts_complete",
        "aborts_no_task",
        "busy_count",
        "att_count",
        "cmd_pdus",
        "rsp_pdus",
        "txdata_octs",
        "rxdata_octs",
        "conn_digest_errors",
        "conn_timeout_errors",
        "digest_errors",
        "cxn_errors",
        "format_errors",
        "login_fails",
        "accepts",
        "redirects",
        "other_fails",
        "authorize_fails",
        "authenticate_fails",
        "negotiate_fails",
        "normal_logouts",
        "abnormal_logouts",
    ]
)
_STATISTICS = ("statistics", "fabric_statistics")
# Without any statistics below them.
_BARREN = frozenset(("attrib", "auth", "param", "wwn", "alua", "pr", "action", "np"))
# Where the kernel keeps names and passwords of CHAP.
_SECRET = frozenset(("auth", "discovery_auth"))


def counters(files: Files) -> dict[str, int]:
    """The counters by their paths below the root of LIO; {} on a standby node."""
    kernel = Statistics(files)
    found = ((path, kernel.number(f"{ROOT}/{path}")) for path in _files(files, _BARREN) if _counts(path))
    return {path: number for path, number in found if number is not None}


def everything(files: Files) -> dict[str, str]:
    """The text of each file, and where each link points to ("-> ..."), without what is secret."""
    kernel = Statistics(files)
    found = {path: kernel.text(f"{ROOT}/{path}") or "" for path in _files(files, _SECRET)}
    return {path: text or _link(files, path) for path, text in found.items()}


def _counts(path: str) -> bool:
    folder, _slash, name = path.rpartition("/")
    return name in COUNTERS and any(each in folder.split("/") for each in _STATISTICS)


def _link(files: Files, path: str) -> str:
    goal = files.link(f"{ROOT}/{path}")
    return f"-> {goal}" if goal else ""


def _files(files: Files, without: t.Container[str]) -> t.Iterator[str]:
    """Paths of files and links below the root, but in no folder called as one of *without*; sorted."""
    top = files.path(ROOT)
    for folder, folders, names in os.walk(top):
        links = [name for name in folders if os.path.islink(os.path.join(folder, name))]
        folders[:] = sorted(name for name in folders if name not in without and name not in links)
        for name in sorted([*names, *links]):
            yield os.path.relpath(os.path.join(folder, name), top)
