# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Portal groups, iSCSI targets, credentials."""

from __future__ import annotations

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._comstar.model import Iscsi, IscsiTarget, State
from ansible_collections.quorate.ha_storage.plugins.module_utils._comstar.plan import commands, plan
from ansible_collections.quorate.ha_storage.plugins.module_utils._comstar.wanted import (
    WantedChap,
    WantedInitiator,
    WantedPortalGroup,
    WantedTarget,
)
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import (
    CommandFailed,
    NotThereYet,
    Refused,
)
from comstar.state import ISCSI_TARGET

from . import worlds
from .worlds import ESX1, TARGET

SECRET = "a-secret-of-16-c"


def with_target(**values):
    system = worlds.fresh()
    worlds.make(system, WantedPortalGroup("2", ("10.0.0.1:3260",)))
    worlds.make(system, WantedTarget(TARGET, portal_groups=("2",), **values))
    system.changes = 0
    return system


def test_portal_groups_cannot_be_changed_only_made_again():
    system = worlds.fresh()
    assert worlds.changed(system, WantedPortalGroup("2", ("10.0.0.1:3260",)))
    assert not worlds.changed(system, WantedPortalGroup("2", ("10.0.0.1:3260",)))
    more = ("10.0.0.1:3260", "10.0.0.2:3260")
    with pytest.raises(Refused, match="allow_recreate"):
        worlds.make(system, WantedPortalGroup("2", more))
    with pytest.raises(Refused, match="is in portal group 2"):
        worlds.make(system, WantedPortalGroup("3", more))
    assert len(worlds.make(system, WantedPortalGroup("2", more, allow_recreate=True)).plan.operations) == 2
    assert worlds.changed(system, WantedPortalGroup("2", present=False))
    assert not worlds.changed(system, WantedPortalGroup("2", present=False))


def test_a_portal_group_that_a_target_uses_stays():
    system = with_target()
    for wanted in (WantedPortalGroup("2", present=False), WantedPortalGroup("2", ("10.0.0.9:3260",), True, True)):
        with pytest.raises(Refused, match="another portal group first"):
            worlds.make(system, wanted)


def test_a_target_is_made_once_and_changed_where_it_differs():
    system = with_target(alias="ss2", auth="chap")
    same = WantedTarget(TARGET, "ss2", "chap", portal_groups=("2",))
    assert not worlds.changed(system, same)
    outcome = worlds.make(system, WantedTarget(TARGET, alias="", auth="default", portal_groups=()))
    assert commands(outcome.plan) == [f"itadm modify-target -a default -l none -t default {TARGET}"]
    assert worlds.changed(system, WantedTarget(TARGET, online=False))
    assert worlds.changed(system, WantedTarget(TARGET))


def test_a_target_in_use_is_neither_stopped_nor_removed_nor_moved():
    system = worlds.in_session(with_target(), ESX1, TARGET)
    for wanted in (
        WantedTarget(TARGET, present=False),
        WantedTarget(TARGET, online=False),
        WantedTarget(TARGET, portal_groups=()),
    ):
        with pytest.raises(Refused, match=f"away from {ESX1}"):
            worlds.make(system, wanted)
    assert system.changes == 0
    outcome = worlds.make(system, WantedTarget(TARGET, present=False, allow_remove_in_use=True))
    assert commands(outcome.plan) == [f"stmfadm offline-target {TARGET}", f"itadm delete-target {TARGET}"]
    assert not worlds.changed(system, WantedTarget(TARGET, present=False))


def test_a_port_of_an_adapter_is_taken_on_and_off_line():
    system = worlds.in_session(worlds.furnished())
    with pytest.raises(Refused, match="off line would take it away"):
        worlds.make(system, WantedTarget(worlds.FC, online=False))
    assert worlds.changed(system, WantedTarget(worlds.FC, online=False, allow_remove_in_use=True))
    assert commands(worlds.make(system, WantedTarget(worlds.FC)).plan) == [f"stmfadm online-target {worlds.FC}"]
    with pytest.raises(NotThereYet, match="no target wwn"):
        worlds.make(system, WantedTarget("wwn.0000000000000000"))
    assert worlds.make(system, WantedTarget("wwn.0000000000000000"), check_mode=True).warnings


def test_a_portal_group_that_is_missing_is_assumed_in_check_mode_only():
    system = worlds.fresh()
    wanted = WantedTarget(TARGET, portal_groups=("2",))
    with pytest.raises(NotThereYet, match="no portal group 2"):
        worlds.make(system, wanted)
    assert worlds.make(system, wanted, check_mode=True).plan.operations


def test_without_the_service_nothing_but_check_mode_works():
    system = worlds.fresh()
    system.services[ISCSI_TARGET] = "disabled"
    with pytest.raises(NotThereYet, match="iscsi/target:default is disabled"):
        worlds.make(system, WantedInitiator(ESX1))
    assert worlds.make(system, WantedInitiator(ESX1), check_mode=True).plan.operations


@pytest.mark.parametrize("kind", [WantedInitiator, WantedTarget])
def test_secrets_go_by_a_file_and_are_seen_nowhere(kind, tmp_path):
    name = {WantedInitiator: ESX1, WantedTarget: TARGET}[kind]
    system = worlds.fresh()
    wanted = kind(name, chap=WantedChap("u1", SECRET))
    opened = worlds.open_system(system, wanted)
    opened.folder = str(tmp_path)
    todo = plan(opened.read(), wanted)
    assert SECRET not in repr(todo) and SECRET not in " ".join(commands(todo))
    for operation in todo.operations:
        opened.apply(operation)
    (owner,) = system.initiators if kind is WantedInitiator else system.targets
    assert (owner.user, owner.secret) == ("u1", SECRET)
    assert SECRET not in str(system.log)
    assert list(tmp_path.iterdir()) == []
    assert not worlds.changed(system, wanted)


def test_a_secret_is_written_again_only_if_told():
    system = worlds.fresh()
    worlds.make(system, WantedInitiator(ESX1, WantedChap("u1", SECRET)))
    other = "another-secret-1"
    assert not worlds.changed(system, WantedInitiator(ESX1, WantedChap("u1", other)))
    assert worlds.changed(system, WantedInitiator(ESX1, WantedChap("u1", other, always=True)))
    assert system.initiators[0].secret == other
    outcome = worlds.make(system, WantedInitiator(ESX1, WantedChap("", other, always=True)))
    assert outcome.plan.after == {"chap_user": "", "chap_secret": "written again"}
    assert worlds.changed(system, WantedInitiator(ESX1, present=False))
    assert not worlds.changed(system, WantedInitiator(ESX1, present=False))


@pytest.mark.parametrize("online", [True, False])
def test_a_state_that_is_not_told_is_neither(online):
    state = State({}, iscsi=Iscsi((IscsiTarget(TARGET, "-"),)))
    assert len(plan(state, WantedTarget(TARGET, online=online)).operations) == 1
    assert commands(plan(state, WantedTarget(TARGET, present=False)))[0] == f"stmfadm offline-target {TARGET}"


def test_the_reason_of_itadm_is_told_and_not_only_its_number():
    system = with_target()
    opened = worlds.open_system(system, WantedTarget(TARGET))
    (operation,) = plan(State(iscsi=Iscsi()), WantedTarget(TARGET)).operations
    with pytest.raises(CommandFailed, match=f"return code 17: iSCSI target {TARGET} already configured"):
        opened.apply(operation)
