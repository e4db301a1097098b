# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The order in which people put names with numbers. Pure."""

from __future__ import annotations

import re


def natural(name: str) -> list[tuple[int, str]]:
    """For ``key``: numbers by their value, and a word before a number.

    6.12.9 < 6.12.10, 5.14.0-503.el9 < 5.14.0-503.11.1.el9, lun9 < lun10
    """
    return [(int(part), "") if part.isdigit() else (-1, part) for part in re.findall(r"\d+|[^\d.]+", name)]
