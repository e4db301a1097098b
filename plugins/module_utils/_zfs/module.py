# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the modules of this subject do with their options."""

from __future__ import annotations

import contextlib
import typing as t

from .._core.converge import converge
from .._core.errors import HaStorageError
from .._core.lock import exclusive
from .drill import plan_drill
from .drill_system import DrillSystem
from .handover import plan_handover
from .locks import lock_files
from .model import Wanted
from .plan import plan
from .progress import ProgressFile
from .report import clone_data, command_lines, overview, standings
from .spec import rate_of, read_info, read_wanted
from .spec_clone import read_drill
from .spec_role import read_role
from .system import HandoverSystem, ZfsSystem

# Seconds to wait for another run on the same target; that one may take hours, so the next run is the better time.
_PATIENCE = 5.0


def replicate(module: t.Any, now: int) -> None:
    """Ends *module* (an AnsibleModule) with its data sets replicated, or with why not."""
    try:
        wanted = read_wanted(module.params, now)
        progress = ProgressFile(module.params["progress_file"])
        system = ZfsSystem(wanted, rate=rate_of(module.params), stall=module.params["stall_timeout"], progress=progress)
        with _locked(module, wanted) as held:
            held.callback(progress.remove)
            converge(
                module,
                system,
                wanted,
                plan,
                tell=lambda todo: {"commands": command_lines(todo, wanted)},
                sent=lambda: [vars(each) for each in system.sent],
                replications=lambda: overview(system.last, wanted),
            )
    except (HaStorageError, OSError) as error:
        module.fail_json(msg=str(error), **getattr(error, "details", {}))


def change_role(module: t.Any, now: int) -> None:
    """Ends *module* with its side being what it shall be, or with why not."""
    try:
        handover = read_role(module.params, now)
        system = HandoverSystem(handover.wanted)
        with _locked(module, handover.wanted):
            converge(
                module,
                system,
                handover,
                plan_handover,
                tell=lambda todo: {"commands": command_lines(todo, handover.wanted)},
                replications=lambda: standings(system.last),
            )
    except (HaStorageError, OSError) as error:
        module.fail_json(msg=str(error), **getattr(error, "details", {}))


def inspect(module: t.Any, now: int) -> None:
    """Ends *module* with where its replications stand."""
    try:
        wanted = read_info(module.params, now)
        replications = overview(ZfsSystem(wanted).read(), wanted)
    except HaStorageError as error:
        module.fail_json(msg=str(error), **error.details)
    module.exit_json(changed=False, replications=replications)


def clone_for_test(module: t.Any) -> None:
    """Ends *module* with its clone being there, or being gone, or with why not."""
    try:
        drill = read_drill(module.params)
        system = DrillSystem(drill)
        converge(
            module,
            system,
            drill,
            plan_drill,
            tell=lambda todo: {"commands": command_lines(todo, system.wanted)},
            clone=lambda: clone_data(system.last, drill),
        )
    except (HaStorageError, OSError) as error:
        module.fail_json(msg=str(error), **getattr(error, "details", {}))


@contextlib.contextmanager
def _locked(module: t.Any, wanted: Wanted) -> t.Iterator[contextlib.ExitStack]:
    """Nobody else replicates to these targets from here, or changes who is primary."""
    with contextlib.ExitStack() as held:
        for path in () if module.check_mode else lock_files(module.params["lock_folder"], wanted):
            held.enter_context(exclusive(path, what="another run for the same target", timeout=_PATIENCE))
        yield held
