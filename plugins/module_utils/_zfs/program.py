# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What hosts run by themselves: ``replicate NAME``, by a timer, and ``gate``, for the other side's key."""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import sys
import syslog
import time
import typing as t

from .._core.converge import bring
from .._core.errors import HaStorageError
from .._core.lock import exclusive
from .._core.runner import located
from .gate import admitted
from .handover import Sides
from .locks import lock_files
from .model import Wanted
from .plan import plan
from .roles import PRIMARY, claim_of
from .spec import rate_of, read_wanted
from .system import HandoverSystem, ZfsSystem

FOLDER = "/etc/quorate/zfs"
# Seconds to wait for another run; that one may take hours, and the next one comes soon enough.
_PATIENCE = 5.0


def main(argv: t.Sequence[str] | None = None) -> int:
    """The exit code of the verb that *argv* names."""
    parser = argparse.ArgumentParser(prog="quorate-zfs", description="Replicates ZFS data sets.")
    parser.add_argument("--folder", default=FOLDER, help="where the descriptions are")
    verbs = parser.add_subparsers(dest="verb", required=True)
    verbs.add_parser("replicate").add_argument("name")
    verbs.add_parser("gate")
    given = parser.parse_args((sys.argv if argv is None else argv)[1:])
    syslog.openlog("quorate-zfs", syslog.LOG_PID, syslog.LOG_DAEMON)
    try:
        if given.verb == "gate":
            return _gate(given.folder, os.environ.get("SSH_ORIGINAL_COMMAND", ""))
        return _replicate(given.name, _read(os.path.join(given.folder, f"{given.name}.json")))
    except (HaStorageError, OSError, ValueError, KeyError) as error:
        return _failed(f"{getattr(given, 'name', given.verb)}: {error}")


def _replicate(name: str, params: t.Mapping[str, t.Any]) -> int:
    """Sends if this side is primary, of all data sets; a replica has nothing to do."""
    now = int(time.time())
    wanted = read_wanted(params, now)
    system = ZfsSystem(wanted, rate=rate_of(params), stall=params["stall_timeout"])
    with contextlib.ExitStack() as held:
        for path in lock_files(params["lock_folder"], wanted):
            held.enter_context(exclusive(path, what="another run for the same target", timeout=_PATIENCE))
        others = [claim for claim in _claims(wanted) if claim != PRIMARY]
        if others:
            syslog.syslog(syslog.LOG_INFO, f"{name}: nothing sent, this side is {others[0] or 'of no role yet'}")
            return 0
        bring(system, wanted, plan, check_mode=False)
    for each in system.sent:
        text = f"{name}: sent {each.target}@{each.name}, {each.size} bytes in {each.seconds} s"
        syslog.syslog(syslog.LOG_INFO, text)
    return 0


def _claims(wanted: Wanted) -> list[str]:
    """What this side claims to be, of each data set; the other one may be silent for that."""
    sides: t.Iterable[Sides] = HandoverSystem(wanted).read()
    return [claim_of(each.own).role for each in sides]


def _gate(folder: str, line: str) -> int:
    """Runs what the other side has asked for, in place of this process, or says why not."""
    given = _read(os.path.join(folder, "gate.json"))
    found = admitted(line, given["roots"], given["prefix"], given["properties"])
    if isinstance(found, str):
        return _failed(f"refused: {found}: {line[:200]}")
    words, environment = located(found)
    return os.execve(words[0], words, environment)


def _read(path: str) -> t.Any:
    with open(path, encoding="utf-8") as stream:
        return json.load(stream)


def _failed(text: str) -> int:
    syslog.syslog(syslog.LOG_ERR, text)
    sys.stderr.write(f"quorate-zfs: {text}\n")
    return 1
