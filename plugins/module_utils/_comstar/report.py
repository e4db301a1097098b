# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What ``comstar_info`` returns. Pure."""

from __future__ import annotations

import dataclasses

from .model import State
from .render import Data, configuration

ROLE = "comstar_"


def overview(state: State) -> Data:
    """``{configuration, services, logical_units, targets}``; the first under the names of the role's variables."""
    return {
        "configuration": {f"{ROLE}{name}": items for name, items in configuration(state).items()},
        "services": dict(state.services),
        "logical_units": [dataclasses.asdict(unit) for unit in state.units],
        "targets": [dataclasses.asdict(port) for port in state.ports],
    }
