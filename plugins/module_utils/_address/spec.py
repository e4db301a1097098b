# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where addresses belong, as the agent's parameter has it: ``10.0.40.50/24@eth2``, prefix and interface optional."""

from __future__ import annotations

import re
import typing as t

from .._core.errors import InvalidInput, Problem
from .parse import canonical

_FORM = re.compile(r"(?P<ip>[0-9A-Fa-f.:]+)(/(?P<prefix>[0-9]{1,3}))?(@(?P<nic>[^/\s]{1,15}))?$")


class Place(t.NamedTuple):
    """An address; *prefix* 0 and *nic* empty: those of the network that it lies in."""

    ip: str
    prefix: int = 0
    nic: str = ""


def places(text: str) -> list[Place]:
    """The addresses in *text*, between blanks. Raises InvalidInput with every wrong word."""
    found, problems = [], []
    for word in text.split():
        match = _FORM.match(word)
        try:
            if match is None:
                raise ValueError(f"'{word}' does not have the form address/prefix@interface")
            found.append(Place(canonical(match["ip"]), int(match["prefix"] or 0), match["nic"] or ""))
        except ValueError as error:
            problems.append(Problem("addresses", str(error)))
    if problems:
        raise InvalidInput(problems)
    return found


def words(known: t.Iterable[Place]) -> str:
    """One line from which places() reads *known* again."""
    return " ".join(
        each.ip + (f"/{each.prefix}" if each.prefix else "") + (f"@{each.nic}" if each.nic else "") for each in known
    )
