# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Predicates to wait for."""

from __future__ import annotations

from ansible_collections.quorate.ha_storage.plugins.module_utils._pacemaker.model import State
from ansible_collections.quorate.ha_storage.plugins.module_utils._pacemaker.ready import is_ready, is_stopped


def test_ready_needs_a_dc_and_all_nodes():
    assert is_ready(State(True, frozenset({"a", "b"})), ["a", "b"])
    assert is_ready(State(True), [])
    assert not is_ready(State(False, frozenset({"a", "b"})), ["a", "b"])
    assert not is_ready(State(True, frozenset({"a"})), ["a", "b"])


def test_stopped_is_active_nowhere():
    state = State(True, active={"x": ("a",)})
    assert is_stopped(state, ["y"])
    assert not is_stopped(state, ["x", "y"])
