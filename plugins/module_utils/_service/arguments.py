# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What ``service_switchover`` and ``service_info`` take; beside the documentation, tied to it by validate-modules."""

from __future__ import annotations

import typing as t

IDENTITY: dict[str, t.Any] = {
    "name": {"type": "str", "required": True},
    "id": {"type": "str", "required": True},
    "clone": {"type": "str", "required": True},
    "drbd": {"type": "str", "required": True},
    "resource": {"type": "str", "required": True},
}
INFO: dict[str, t.Any] = {
    **IDENTITY,
    "iqn": {"type": "str", "required": True},
    "config": {"type": "path", "required": True},
}
SWITCHOVER: dict[str, t.Any] = {
    **IDENTITY,
    "to": {"type": "str", "default": ""},
    "digests": {"type": "dict", "default": {}},
    "require_fencing": {"type": "bool", "default": True},
    "timeout": {"type": "int", "default": 120},
    "lifetime": {"type": "int", "default": 600},
}
