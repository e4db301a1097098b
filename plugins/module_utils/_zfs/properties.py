# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a copy has as local properties: only set, never inherited, excluded or received."""

from __future__ import annotations

import typing as t

from .lineage import lineage_text
from .model import IDENTITY, LINEAGE, TARGET, VOLUME, Dataset, Options
from .roles import claim_of, claim_properties, received
from .steps import Assign, Flags

Properties = t.Tuple[t.Tuple[str, str], ...]


def target_properties(source: Dataset, target: Dataset, options: Options, flags: Flags) -> Properties:
    """All of them, with the identity of the LUN if there is one."""
    found = list(options.properties)
    if source.kind != VOLUME:
        # Nobody mounts a copy by accident: that would change it.
        found.append(("canmount", "noauto"))
    if options.unit:
        found += [(name, source.value(name)) for name in IDENTITY if source.value(name)]
    found.append((LINEAGE, lineage_text(flags)))
    return (*found, *claim_properties(received(claim_of(source), claim_of(target))))


def assignments(dataset: Dataset, wanted: t.Iterable[tuple[str, str]], side: str = TARGET) -> t.Iterator[Assign]:
    """What makes the properties *wanted* local values of *dataset*, in that order."""
    for name, value in wanted:
        found = dataset.properties.get(name)
        if found is None or (found.value, found.source) != (value, "local"):
            yield Assign(dataset.name, name, value, side)
