# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Predicates to wait for."""

from __future__ import annotations

import typing as t

from .model import State


def is_ready(state: State, nodes: t.Iterable[str]) -> bool:
    """Whether a DC is elected and all *nodes* are online members.

    Before the first election a CIB is partly lost when the nodes join with theirs.
    """
    return state.dc and frozenset(nodes) <= state.online


def is_stopped(state: State, primitives: t.Iterable[str]) -> bool:
    """Whether none of the *primitives* is active anywhere."""
    return not any(name in state.active for name in primitives)
