# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The simulated host as a whole: it runs a command line, and lets changes go wrong on demand."""

from __future__ import annotations

import copy
import typing as t

from .answer import Answer
from .dladm import dladm, ipadm
from .itadm import itadm
from .sbdadm import sbdadm
from .smf import svcadm, svccfg, svcs
from .state import System
from .stmfadm import stmfadm
from .zfs import zfs, zpool

ReadFile = t.Callable[[str], str]
READING = ("list", "export", "get", "show")


class Killed(BaseException):
    """Whoever ran the commands is no more: a process that got SIGKILL runs no handler either."""


def read_text(path: str) -> str:
    """The text of a file of this machine."""
    with open(path, encoding="utf-8") as stream:
        return stream.read()


def changes(argv: t.Sequence[str]) -> bool:
    """Whether a command is meant to change something."""
    verb = argv[1].lower() if len(argv) > 1 else ""
    return not (argv[0] == "svcs" or verb.startswith((*READING, "-")))


def run(system: System, argv: t.Sequence[str], read_file: ReadFile = read_text) -> Answer:
    """What *argv* says; *system* is changed, unless a fault prevents it.

    Kinds of faults -- ``error``: nothing happens, and it is said; ``silent``: nothing happens, exit code 0, no word;
    ``late``: it happens, and yet an error is said; ``busy``, ``denied``: nothing happens, with these texts. After
    ``killed``, nothing runs any more (raises Killed).
    """
    if any(fault.kind == "killed" and fault.at <= system.changes + changes(argv) for fault in system.faults):
        raise Killed
    system.log.append(list(argv))
    system.changes += changes(argv)
    fault = next((each for each in system.faults if changes(argv) and each.at == system.changes), None)
    if fault is None:
        return _run(system, list(argv), read_file)
    answer = Answer(argv[0])
    if fault.kind == "late":
        _run(system, list(argv), read_file)
    if fault.kind != "silent":
        answer.complain({"busy": "resource busy", "denied": "permission denied"}.get(fault.kind, "unknown error"))
    return answer


def _run(system: System, argv: list[str], read_file: ReadFile) -> Answer:
    programs: dict[str, t.Callable[..., Answer]] = {
        "stmfadm": stmfadm,
        "sbdadm": sbdadm,
        "svcs": svcs,
        "svcadm": svcadm,
        "zfs": zfs,
        "zpool": zpool,
        "dladm": dladm,
        "ipadm": ipadm,
    }
    with_files: dict[str, t.Callable[..., Answer]] = {"itadm": itadm, "svccfg": svccfg}
    if argv[0] in with_files:
        return with_files[argv[0]](system, argv, read_file)
    return programs[argv[0]](system, argv)


def after(system: System, *lines: str) -> System:
    """A copy of *system* on which the command *lines* ran; each must succeed."""
    changed = copy.deepcopy(system)
    for line in lines:
        answer = run(changed, line.split())
        if answer.rc:
            raise AssertionError(f"{line}: {answer.rc} {answer.stdout}{answer.stderr}")
    return changed
