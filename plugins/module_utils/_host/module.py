# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the modules for services on a host have in common."""

from __future__ import annotations

import typing as t

from .._core.converge import converge
from .._core.errors import HaStorageError, InvalidInput
from .plan import plan
from .render import overview
from .spec import read_wish
from .system import HostSystem


def bring_about(module: t.Any) -> None:
    """Ends *module* (an AnsibleModule) with the service started or stopped on this host, or with why not."""
    try:
        wish = read_wish(module.params)
    except InvalidInput as error:
        module.fail_json(msg=str(error), **error.details)
    system = HostSystem(wish)
    converge(module, system, wish, plan, after=lambda: _after(system))


def _after(system: HostSystem) -> dict[str, t.Any] | None:
    """The service as it was read last, after the last command; None in check mode on a host without the tools."""
    return overview(system.last, system.wish) if system.last else None


def tell(module: t.Any) -> None:
    """Ends *module* with what there is of the service on this host. Changes nothing."""
    try:
        wish = read_wish(module.params)
        found = overview(HostSystem(wish).read(), wish)
    except HaStorageError as error:
        module.fail_json(msg=str(error), **error.details)
    module.exit_json(changed=False, **found)
