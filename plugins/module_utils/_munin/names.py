# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Names of fields and graphs for what is called otherwise. Pure."""

from __future__ import annotations

import re
import typing as t
import zlib

_OTHER = re.compile(r"[^a-z0-9_]")


def clean(text: str) -> str:
    """*text* in lower case, with ``_`` for what Munin does not take."""
    name = _OTHER.sub("_", text.lower())
    # "root" has a meaning of its own for Munin, and a digit must not be the first.
    return f"_{name}" if not name or name[0].isdigit() or name == "root" else name


def unique(texts: t.Iterable[str]) -> dict[str, str]:
    """A name for each of *texts*; those that would get the same one are told apart by a sum of their letters."""
    names = {text: clean(text) for text in texts}
    taken = list(names.values())
    return {
        text: name if taken.count(name) == 1 else f"{name}_{zlib.crc32(text.encode()):08x}"
        for text, name in names.items()
    }


def short(iqn: str) -> str:
    """What stands behind the colon of an IQN."""
    return iqn.partition(":")[2] or iqn


def of_iqns(iqns: t.Iterable[str]) -> dict[str, str]:
    """A name for each of *iqns*: by what stands behind the colon, where that is of one only, else by the whole."""
    ends = {iqn: clean(short(iqn)) for iqn in iqns}
    taken = list(ends.values())
    whole = unique(ends)
    return {iqn: end if taken.count(end) == 1 else whole[iqn] for iqn, end in ends.items()}
