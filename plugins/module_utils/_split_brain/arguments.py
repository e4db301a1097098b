# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the modules take; beside the documentation, tied to it by validate-modules."""

from __future__ import annotations

import typing as t

INFO: dict[str, t.Any] = {"name": {"type": "str", "required": True}}
RESOLVE: dict[str, t.Any] = {
    **INFO,
    "victim": {"type": "str", "required": True},
    "discard_data_of_victim": {"type": "bool", "default": False},
    "sides": {"type": "dict", "required": True},
    "active_on": {"type": "list", "elements": "str", "default": []},
    "keep_snapshot": {"type": "bool", "default": False},
    "snapshot_size": {"type": "str", "default": ""},
    "wait": {"type": "int", "default": 0},
}
