# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What each of the COMSTAR modules does with its options."""

from __future__ import annotations

import typing as t

from .._core.converge import converge
from .._core.errors import InvalidInput
from .plan import commands, plan
from .system import ComstarSystem


def bring_about(module: t.Any, read: t.Callable[[t.Mapping[str, t.Any]], t.Any]) -> None:
    """Ends *module* (an AnsibleModule) with what its options mean, by *read*, brought about, or with why not."""
    try:
        wanted = read(module.params)
    except InvalidInput as error:
        module.fail_json(msg=str(error), **error.details)
    system = ComstarSystem(wanted, module.tmpdir)
    converge(module, system, wanted, plan, tell=lambda todo: {"commands": commands(todo)})
