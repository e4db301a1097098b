# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What ``metro_info`` takes; beside the documentation, tied to it by ansible-test's validate-modules."""

from __future__ import annotations

INFO = {
    "peers": {"type": "list", "elements": "str", "required": True},
    "count": {"type": "int", "default": 40},
}
