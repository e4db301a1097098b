# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sizes as LVM writes them: ``360g`` is 360 GiB, ``100%FREE`` a share. Everything inside is bytes."""

from __future__ import annotations

import decimal
import re

_UNITS = {"b": 1, "s": 512, "k": 1 << 10, "m": 1 << 20, "g": 1 << 30, "t": 1 << 40, "p": 1 << 50}
_SIZE = re.compile(r"^(\d+(?:\.\d+)?)\s*([bskmgtp])?(?:i?b)?$", re.IGNORECASE)
_SHARE = re.compile(r"^(\d{1,3})%(FREE|VG|PVS)$")


def parse_size(text: object) -> int:
    """Bytes of ``360g``, ``1.5TiB``, ``512`` (a bare number is MiB, as in lvcreate). Raises ValueError."""
    match = _SIZE.match(str(text).strip())
    if not match:
        raise ValueError(f"'{text}' is not a size; write for example 360g, 1.5t or 512m")
    number, unit = match.groups()
    size = int(decimal.Decimal(number) * _UNITS[(unit or "m").lower()])
    if size <= 0:
        raise ValueError(f"'{text}' is not a size above zero")
    return size


def is_share(text: object) -> bool:
    """Whether *text* is a share such as ``100%FREE``, which only LVM itself can turn into bytes."""
    match = _SHARE.match(str(text).strip())
    return match is not None and 0 < int(match.group(1)) <= 100


def share_size(text: str, free: int, total: int) -> int:
    """Bytes that a share such as ``50%FREE`` means where *free* bytes of *total* are left, not rounded to extents."""
    number, of = text.strip().split("%")
    return (free if of == "FREE" else total) * int(number) // 100


def format_size(size: int) -> str:
    """*size* bytes in the largest unit that needs no fraction: ``360g``, ``1537m``, ``1000b``."""
    for unit in "ptgmk":
        if size and size % _UNITS[unit] == 0:
            return f"{size // _UNITS[unit]}{unit}"
    return f"{size}b"
