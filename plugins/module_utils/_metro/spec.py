# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""From what a user wrote to limits, with all mistakes at once."""

from __future__ import annotations

import typing as t

from .._core.errors import InvalidInput, Problem
from .._site.fields import Fields
from .._site.names import Fault
from .model import PURPOSES, Limits

WHERE = "ha_storage_metro"


def read_limits(raw: t.Any) -> Limits:
    """The limits that *raw* sets, and the usual ones. Raises InvalidInput."""
    problems: list[Problem] = []
    fields = Fields(raw, WHERE, problems)
    usual = Limits()
    numbers = {
        key: fields.text(key, _number, getattr(usual, key))
        for key in ("round_trip_ms", "round_trip_warn_ms", "arbiter_round_trip_ms", "clock_seconds")
    }
    memory = fields.integer("memory_mib", 0, 1 << 30, usual.memory_mib)
    separate = fields.texts("separate", _purpose, PURPOSES)
    fields.done()
    if problems:
        raise InvalidInput(problems)
    return Limits(**{key: float(value) for key, value in numbers.items()}, memory_mib=memory, separate=separate)


def _number(text: str) -> Fault:
    try:
        return None if 0 <= float(text) < float("inf") else f"{text} is not a number from 0"
    except ValueError:
        return f"must be a number, is '{text}'"


def _purpose(text: str) -> Fault:
    return None if text in PURPOSES else f"'{text}' is none of {', '.join(PURPOSES)}"
