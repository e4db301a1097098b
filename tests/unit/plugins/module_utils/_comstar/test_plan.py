# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""One planner for everything; services; and its law: what was done leaves nothing to do."""

from __future__ import annotations

import copy

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._comstar.model import ISCSI_TARGET, STMF, State
from ansible_collections.quorate.ha_storage.plugins.module_utils._comstar.plan import commands, plan
from ansible_collections.quorate.ha_storage.plugins.module_utils._comstar.wanted import (
    WantedService,
)
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import Refused
from comstar import host
from hypothesis import given, settings
from hypothesis import strategies as st

from . import worlds
from .wishes import anything


def test_services_start_with_what_they_need_and_stop_only_without_sessions():
    system = worlds.furnished()
    system.services = {STMF: "disabled", ISCSI_TARGET: "disabled"}
    start = WantedService(ISCSI_TARGET)
    assert commands(worlds.make(system, start).plan) == [f"svcadm enable -rs {ISCSI_TARGET}"]
    assert system.services[STMF] == "online" and not worlds.changed(system, start)
    worlds.in_session(system)
    with pytest.raises(Refused, match="stopping svc:/system/stmf:default would take it away"):
        worlds.make(system, WantedService(STMF, online=False))
    assert worlds.changed(system, WantedService(STMF, False, True))
    assert not worlds.changed(system, WantedService(STMF, False, True))


def test_only_iscsi_sessions_keep_the_iscsi_service():
    system = worlds.in_session(worlds.furnished())
    assert worlds.changed(system, WantedService(ISCSI_TARGET, online=False))
    system.services[ISCSI_TARGET] = "online"
    system = host.after(system, f"itadm create-target -n {worlds.TARGET}")
    worlds.in_session(system, worlds.ESX1, worlds.TARGET)
    with pytest.raises(Refused, match=f"take it away from {worlds.ESX1} at {worlds.TARGET}"):
        worlds.make(system, WantedService(ISCSI_TARGET, online=False))


@pytest.mark.parametrize("state", ["offline", "maintenance"])
def test_a_service_that_waits_is_not_stopped(state):
    stop = plan(State({STMF: state}), WantedService(STMF, online=False))
    assert commands(stop) == [f"svcadm disable -s {STMF}"]
    assert not plan(State({STMF: "disabled"}), WantedService(STMF, online=False)).operations
    assert not plan(State(), WantedService(STMF, online=False)).operations


@settings(max_examples=150, deadline=None)
@given(st.lists(anything, min_size=1, max_size=6), st.booleans())
def test_whatever_is_asked_is_refused_or_done_and_then_done(sequence, watched):
    """No command fails on a host that is well: what cannot be is refused before, and then nothing has changed."""
    system = worlds.in_session(worlds.crowded()) if watched else worlds.crowded()
    for wanted in sequence:
        before = copy.deepcopy(system)
        try:
            planned = worlds.make(system, wanted, check_mode=True)
            assert worlds.everything(system) == worlds.everything(before)
            done = worlds.make(system, wanted)
        except (Refused, worlds.NotThereYet):
            assert worlds.everything(system) == worlds.everything(before)
        else:
            assert done.plan == planned.plan
            assert not worlds.changed(system, wanted)
