# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""One planner for everything; services; and its law: what was done leaves nothing to do."""

from __future__ import annotations

import copy

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._comstar.model import ISCSI_TARGET, STMF, State
from ansible_collections.quorate.ha_storage.plugins.module_utils._comstar.plan import commands, plan
from ansible_collections.quorate.ha_storage.plugins.module_utils._comstar.wanted import (
    WantedGroup,
    WantedService,
    WantedUnit,
    WantedView,
)
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import Refused
from comstar import host
from hypothesis import given, settings
from hypothesis import strategies as st

from . import worlds


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


members = st.lists(st.sampled_from([worlds.HBA, worlds.ESX1, worlds.ESX2]), unique=True).map(tuple)
hosts = st.sampled_from(["hg1", "hg2", "hg3"])
anything = st.one_of(
    st.builds(
        WantedGroup,
        hosts,
        members=members,
        present=st.booleans(),
        purge_members=st.booleans(),
        allow_move=st.booleans(),
    ),
    st.builds(
        WantedView,
        st.sampled_from([worlds.lun(0), worlds.lun(1)]),
        hosts,
        lun=st.one_of(st.none(), st.integers(0, 2)),
        present=st.booleans(),
        allow_renumber=st.booleans(),
    ),
    st.builds(
        WantedUnit,
        st.sampled_from([worlds.lun(0), worlds.lun(1), worlds.lun(2)]),
        state=st.sampled_from(["present", "absent", "standby"]),
        alias=st.sampled_from([None, "a", "b"]),
        write_cache=st.sampled_from([None, True, False]),
    ),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(anything, max_size=8))
def test_whatever_is_done_leaves_nothing_to_do_and_refusals_leave_everything(sequence):
    system = worlds.furnished()
    for name in ("hg3",):
        system.host_groups.setdefault(name, [])
    for wanted in sequence:
        before = copy.deepcopy(system)
        opened = worlds.open_system(system, wanted)
        try:
            state = opened.read()
        except worlds.NotThereYet:
            continue
        if plan(state, wanted).refusals:
            with pytest.raises(Refused):
                worlds.make(system, wanted)
            assert (system.views, system.units, system.host_groups) == (
                before.views,
                before.units,
                before.host_groups,
            )
        else:
            worlds.make(system, wanted)
            assert not worlds.changed(system, wanted)
