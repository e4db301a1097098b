# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What ``comstar_info`` returns. Pure."""

from __future__ import annotations

import dataclasses

from .._illumos.smf import NOT_INSTALLED
from .model import ISCSI_TARGET, STMF, State
from .render import Data, configuration

ROLE = "comstar_"


def gaps(state: State) -> list[str]:
    """What the overview lacks, and why: a list that was not read must not be taken for an empty one."""
    return [
        f"{fmri} is {state.services.get(fmri, NOT_INSTALLED)}, so {what} could not be read and are not listed"
        for fmri, what in (
            (STMF, "logical units, views, groups and ports"),
            (ISCSI_TARGET, "iSCSI targets, portal groups and initiators"),
        )
        if state.services.get(fmri) != "online"
    ]


def overview(state: State) -> Data:
    """``{configuration, services, logical_units, targets}``; the first under the names of the role's variables."""
    return {
        "configuration": {f"{ROLE}{name}": items for name, items in configuration(state).items()},
        "services": dict(state.services),
        "logical_units": [dataclasses.asdict(unit) for unit in state.units],
        "targets": [dataclasses.asdict(port) for port in state.ports],
    }
