# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Figures for people."""

from __future__ import annotations


def amount(size: int | None) -> str:
    """Bytes in a unit that people can take in: ``0 bytes``, ``12 KiB``, ``1.5 GiB``; None is not known."""
    if size is None:
        return "an unknown amount"
    number, unit = float(size), "bytes"
    for larger in ("KiB", "MiB", "GiB", "TiB"):
        if number < 1024:
            break
        number, unit = number / 1024, larger
    return f"{number:.1f} {unit}".replace(".0 ", " ")
