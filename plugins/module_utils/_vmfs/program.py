# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a timer runs: keeps the headers that a file describes, and tells alarms. ``program.py FILE``."""

from __future__ import annotations

import json
import os
import sys
import syslog
import time
import typing as t

from .._core.converge import bring
from .._core.errors import HaStorageError, Refused
from .._core.runner import run
from .model import State
from .plan import alarms, plan_backup
from .spec import read_backup
from .store import Store
from .system import BackupSystem

ALARM = 3
# Seconds that the command that tells people may take.
_TELLING = 60


def main(argv: t.Sequence[str] | None = None) -> int:
    """0, or 3 where there was an alarm, or 1 where something could not be kept."""
    _name, path = sys.argv if argv is None else argv
    syslog.openlog("quorate-vmfs-headers", syslog.LOG_PID, syslog.LOG_DAEMON)
    tell: t.Sequence[str] = ()
    try:
        with open(path, encoding="utf-8") as stream:
            given = json.load(stream)
        tell = given["tell"]
        found, code = _keep(given), ALARM
    except Refused as error:
        found, code = [str(refusal) for refusal in error.refusals], 1
    except (HaStorageError, OSError, ValueError, KeyError) as error:
        found, code = [f"{type(error).__name__}: {error}"], 1
    return _told(found, tell, code) if found else 0


def _keep(given: t.Mapping[str, t.Any]) -> list[str]:
    """The alarms, once the headers are kept. Raises HaStorageError."""
    params = dict(given["params"])
    if given["only_present"]:
        params["devices"] = [path for path in params["devices"] if os.path.exists(path)]
        if not params["devices"]:
            return []
    wanted = read_backup(params, os.uname().nodename, time.strftime("%Y%m%dT%H%M%SZ", time.gmtime()))
    system = BackupSystem(Store(params["folder"]), wanted)
    done = bring(system, wanted, plan_backup, check_mode=False)
    for operation in done.plan.operations:
        syslog.syslog(syslog.LOG_INFO, operation.summary)
    return alarms(system.first or State(()), wanted.host)


def _told(found: t.Sequence[str], tell: t.Sequence[str], code: int) -> int:
    for line in found:
        syslog.syslog(syslog.LOG_WARNING, line)
        sys.stderr.write(f"{line}\n")
    if tell:
        try:
            run(tell, stdin="".join(f"{line}\n" for line in found), timeout=_TELLING)
        except HaStorageError as error:
            syslog.syslog(syslog.LOG_ERR, f"nobody was told: {error}")
            return 1
    return code
