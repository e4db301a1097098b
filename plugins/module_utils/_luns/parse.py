# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What sg_luns and sg_readcap (sg3-utils) print."""

from __future__ import annotations

import re

from .._core.errors import Unparsable

_LUN = re.compile(r"^[0-9a-f]{16}$")
_BRIEF = re.compile(r"^0x([0-9a-f]+) 0x([0-9a-f]+)$")


def lun_numbers(text: str) -> tuple[int, ...]:
    """The numbers in the output of ``sg_luns --quiet``: eight bytes in hexadecimal a line. Raises Unparsable."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    for line in lines:
        if not _LUN.match(line):
            raise Unparsable("sg_luns", "output", f"no LUN: '{line}'")
    # The two highest bits tell the form: 00 is one byte after the bus number, 01 is one number of 14 bits (SAM-5, 4.7).
    return tuple(sorted(int(line[:4], 16) & 0x3FFF for line in lines))


def capacity(text: str) -> int:
    """The bytes in the output of ``sg_readcap --16 --brief``: number of blocks and their length. Raises Unparsable."""
    found = _BRIEF.match(text.strip())
    if not found:
        raise Unparsable("sg_readcap", "output", f"no capacity: '{text.strip()}'")
    return int(found.group(1), 16) * int(found.group(2), 16)
