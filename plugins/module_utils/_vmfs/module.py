# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the modules of this subject do with their options."""

from __future__ import annotations

import os
import time
import typing as t

from .._core.converge import converge
from .._core.errors import HaStorageError
from .model import State
from .plan import alarms, plan_backup, plan_restore
from .report import device_data, version_data
from .spec import read_backup, read_info, read_restore
from .store import Store
from .system import BackupSystem, RestoreSystem, look


def keep(module: t.Any) -> None:
    """Ends *module* (an AnsibleModule) with the headers of its devices kept, or with why not."""
    try:
        wanted = read_backup(module.params, os.uname().nodename, time.strftime("%Y%m%dT%H%M%SZ", time.gmtime()))
        system = BackupSystem(Store(module.params["folder"]), wanted)
        converge(
            module,
            system,
            wanted,
            plan_backup,
            alarms=lambda: _warned(module, alarms(system.first or State(()), wanted.host)),
            versions=lambda: [each.name for each in system.store.versions()],
        )
    except (HaStorageError, OSError) as error:
        module.fail_json(msg=str(error), **getattr(error, "details", {}))


def inspect(module: t.Any) -> None:
    """Ends *module* with what is kept, whether it is whole, and what is not as it was."""
    try:
        wanted = read_info(module.params, os.uname().nodename)
        store = Store(module.params["folder"])
        state = State(tuple(look(path) for path in wanted.devices), store.versions())
        versions = [version_data(each, store.damage(each)) for each in state.versions]
    except (HaStorageError, OSError) as error:
        module.fail_json(msg=str(error), **getattr(error, "details", {}))
    found = {"versions": versions, "devices": [device_data(each) for each in state.devices]}
    module.exit_json(changed=False, **found, alarms=_warned(module, alarms(state, wanted.host)))


def restore(module: t.Any) -> None:
    """Ends *module* with a kept header back on its device, or with why not."""
    try:
        wanted = read_restore(module.params)
        system = RestoreSystem(Store(module.params["folder"]), wanted)
        converge(module, system, wanted, plan_restore)
    except (HaStorageError, OSError) as error:
        module.fail_json(msg=str(error), **getattr(error, "details", {}))


def _warned(module: t.Any, found: list[str]) -> list[str]:
    for each in found:
        module.warn(each)
    return found
