# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""How a configuration differs from a kept one, in plain data."""

from __future__ import annotations

from .model import Snapshot
from .parse import differences


def compare(present: Snapshot, archived: Snapshot) -> dict[str, list[str]]:
    """``changed_files`` that the archive has, and ``new_files`` that it has not."""
    changed = differences(archived, present)
    return {
        "changed_files": [path for path in changed if path in archived],
        "new_files": [path for path in changed if path not in archived],
    }
