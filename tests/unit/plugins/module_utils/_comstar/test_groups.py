# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Members come and go one by one; nobody is moved, and no target taken off line, by accident."""

from __future__ import annotations

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._comstar.plan import commands
from ansible_collections.quorate.ha_storage.plugins.module_utils._comstar.wanted import WantedGroup
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import CommandFailed, Refused
from comstar.state import Fault, Port

from . import worlds
from .worlds import ESX1, FC, HBA, TARGET


def test_a_group_is_made_once_with_its_members():
    system = worlds.fresh()
    wanted = WantedGroup("GW1", members=(HBA, ESX1))
    assert commands(worlds.make(system, wanted).plan) == [
        "stmfadm create-hg GW1",
        f"stmfadm add-hg-member -g GW1 {HBA}",
        f"stmfadm add-hg-member -g GW1 {ESX1}",
    ]
    assert not worlds.changed(system, wanted)


def test_others_stay_unless_purged():
    system = worlds.furnished()
    worlds.make(system, WantedGroup("hg1", members=(ESX1,)))
    assert system.host_groups["hg1"] == [HBA, ESX1]
    worlds.make(system, WantedGroup("hg1", members=(ESX1,), purge_members=True))
    assert system.host_groups["hg1"] == [ESX1]


def test_an_initiator_is_never_moved_silently():
    system = worlds.furnished()
    with pytest.raises(Refused, match="is in host group hg1, and can be in one only"):
        worlds.make(system, WantedGroup("hg2", members=(HBA,)))
    assert system.changes == 0
    outcome = worlds.make(system, WantedGroup("hg2", members=(HBA,), allow_move=True))
    assert outcome.plan.operations[0].disturbs_io
    assert (system.host_groups["hg1"], system.host_groups["hg2"]) == ([], [HBA])


@pytest.mark.parametrize(
    "wanted",
    [
        WantedGroup("hg2", members=(HBA,), allow_move=True),
        WantedGroup("hg1", purge_members=True),
    ],
)
def test_a_member_that_is_logged_in_keeps_what_it_sees(wanted):
    system = worlds.in_session(worlds.furnished())
    with pytest.raises(Refused, match="would take it away from"):
        worlds.make(system, wanted)
    assert system.changes == 0


def test_a_group_that_a_view_names_stays():
    system = worlds.furnished()
    with pytest.raises(Refused, match="host group hg1 is in use: .*LUN 0"):
        worlds.make(system, WantedGroup("hg1", present=False))
    assert worlds.changed(system, WantedGroup("hg2", present=False))
    assert not worlds.changed(system, WantedGroup("hg2", present=False))


def test_targets_change_groups_off_line_only():
    system = worlds.furnished()
    with pytest.raises(Refused, match="changes groups only off line"):
        worlds.make(system, WantedGroup("tg", targets=True, members=(FC,)))
    wanted = WantedGroup("tg", targets=True, members=(FC, TARGET), allow_offline_targets=True)
    assert commands(worlds.make(system, wanted).plan) == [
        "stmfadm create-tg tg",
        f"stmfadm offline-target {FC}",
        f"stmfadm add-tg-member -g tg {FC}",
        f"stmfadm online-target {FC}",
        f"stmfadm add-tg-member -g tg {TARGET}",
    ]
    assert system.ports[FC].online and not worlds.changed(system, wanted)


def test_no_target_with_sessions_is_taken_off_line_unless_told():
    system = worlds.in_session(worlds.furnished())
    wanted = WantedGroup("tg", targets=True, members=(FC,), allow_offline_targets=True)
    with pytest.raises(Refused, match=f"taking {FC} off line would take it away from {HBA}"):
        worlds.make(system, wanted)
    assert system.ports[FC].online


def test_a_target_is_on_line_again_whatever_happens():
    system = worlds.furnished()
    system.target_groups["tg"] = []
    system.faults = [Fault(2, "error")]
    wanted = WantedGroup("tg", targets=True, members=(FC,), allow_offline_targets=True)
    with pytest.raises(CommandFailed):
        worlds.make(system, wanted)
    assert system.ports[FC].online
    # Killed in between: the next run puts it on line.
    system.ports[FC].online = False
    worlds.make(system, wanted)
    assert system.ports[FC].online and system.target_groups["tg"] == [FC]


def test_a_target_that_is_not_there_yet_joins_without_ado():
    system = worlds.fresh(ports={FC: Port("qlt", "Fibre Channel")})
    assert worlds.changed(system, WantedGroup("tg", targets=True, members=(TARGET,)))


def test_names_with_spaces_are_told_whole_and_typed_in_quotes():
    system = worlds.fresh()
    todo = worlds.make(system, WantedGroup("my hosts", members=(HBA,))).plan
    assert commands(todo)[0] == "stmfadm create-hg 'my hosts'"
    with pytest.raises(Refused, match=f"{HBA} is in host group my hosts, and"):
        worlds.make(system, WantedGroup("other hosts", members=(HBA,)))
