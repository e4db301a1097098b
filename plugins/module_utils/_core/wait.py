# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Waiting is a pure predicate and this one loop with a deadline."""

from __future__ import annotations

import time
import typing as t

from .errors import DeadlineExceeded

State = t.TypeVar("State")


def wait_until(
    read: t.Callable[[], State],
    ready: t.Callable[[State], bool],
    *,
    what: str,
    timeout: float,
    interval: float = 0.5,
    progress: t.Callable[[State], None] = lambda state: None,
    clock: t.Callable[[], float] = time.monotonic,
    sleep: t.Callable[[float], None] = time.sleep,
) -> State:
    """The first state for which *ready* holds. Raises DeadlineExceeded, naming *what*, after *timeout* seconds."""
    deadline = clock() + timeout
    while True:
        state = read()
        if ready(state):
            return state
        progress(state)
        if clock() >= deadline:
            raise DeadlineExceeded(f"{what}: not within {timeout:g} s", last_state=str(state))
        sleep(interval)
