# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each change of each module fails in each way, is found out, and the next run goes on from there."""

from __future__ import annotations

import copy
import functools

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._comstar.model import ISCSI_TARGET, STMF
from ansible_collections.quorate.ha_storage.plugins.module_utils._comstar.plan import PLANNERS
from ansible_collections.quorate.ha_storage.plugins.module_utils._comstar.wanted import (
    WantedChap,
    WantedGroup,
    WantedInitiator,
    WantedPortalGroup,
    WantedService,
    WantedTarget,
    WantedUnit,
    WantedView,
)
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import CommandFailed, NotConverged
from comstar import faults, host, itadm, sbdadm, smf, stmfadm
from comstar.state import Port, System

from . import worlds
from .worlds import ESX1, ESX2, FC, HBA, TARGET, lun

SECRET = "a-secret-of-16-c"
PROVISION = [
    WantedService(STMF),
    WantedService(ISCSI_TARGET),
    WantedPortalGroup("2", ("10.0.0.1:3260",)),
    WantedGroup("TG", targets=True, members=(TARGET, FC), allow_offline_targets=True),
    WantedTarget(TARGET, "ss2", "chap", WantedChap("t", SECRET), ("2",)),
    WantedInitiator(ESX1, WantedChap("u1", SECRET)),
    WantedTarget(FC),
    WantedGroup("ESX1", members=(HBA, ESX1)),
    WantedGroup("ESX2", members=(ESX2,)),
    *(WantedUnit(lun(number), write_cache=False) for number in range(3)),
    *(WantedView(lun(number), "ESX1", "TG", number) for number in range(2)),
    WantedView(lun(2), "ESX2"),
]
CHANGE = [
    WantedView(lun(0), "ESX1", "TG", 7, allow_renumber=True),
    WantedView(lun(1), "ESX1", "TG", present=False),
    WantedUnit(lun(1), state="absent"),
    WantedUnit(lun(2), state="standby"),
    WantedUnit(lun(2), metadata="import", alias="back", write_cache=True),
    WantedGroup("ESX2", members=(ESX1,), allow_move=True),
    WantedGroup("ESX1", members=(HBA,), purge_members=True),
    WantedGroup("TG", targets=True, members=(TARGET,), purge_members=True, allow_offline_targets=True),
    WantedTarget(FC, online=False),
    WantedTarget(FC, online=True),
    WantedTarget(TARGET, "other", "none", portal_groups=()),
    WantedPortalGroup("2", ("10.0.0.2:3260",), allow_recreate=True),
    WantedInitiator(ESX1, WantedChap("u2")),
    WantedUnit(lun(0), online=False),
    WantedUnit(lun(0), online=True, size=20 << 30),
]
RETIRE = [
    WantedView(lun(0), "ESX1", "TG", present=False),
    WantedView(lun(1), "ESX1", "TG", present=False),
    WantedUnit(lun(0), state="absent"),
    WantedGroup("ESX1", present=False),
    WantedInitiator(ESX1, present=False),
    WantedTarget(TARGET, present=False),
    WantedGroup("TG", targets=True, present=False),
    WantedPortalGroup("2", present=False),
    WantedService(ISCSI_TARGET, online=False),
    WantedService(STMF, online=False),
]
EARLY = [
    WantedUnit(lun(0), tool="sbdadm", size=1 << 30),
    WantedUnit(lun(0), tool="sbdadm", size=2 << 30),
    WantedUnit(lun(0), tool="sbdadm", state="standby"),
    WantedUnit(lun(0), tool="sbdadm"),
]


def bare() -> System:
    system = worlds.fresh(services={STMF: "disabled", ISCSI_TARGET: "disabled"})
    system.ports[FC] = Port("qlt", "Fibre Channel")
    return system


def provisioned() -> System:
    system = copy.deepcopy(smooth("provision"))
    system.datasets["sp1/lun0"].volsize = 20 << 30
    return system


def early() -> System:
    return worlds.fresh(metadata_inside=True)


def play(system, wanteds):
    """Brings everything about; the calls that are left when one fails."""
    for number, wanted in enumerate(wanteds):
        try:
            worlds.make(system, wanted)
        except (CommandFailed, NotConverged, host.Killed) as error:
            return error, wanteds[number:]
    return None, []


@functools.lru_cache(maxsize=None)
def smooth(name):
    """The host at the end of a scene in which nothing fails."""
    begin, wanteds = SCENES[name]
    system = begin()
    assert play(system, wanteds) == (None, [])
    return worlds.everything(system)


SCENES = {
    "provision": (bare, PROVISION),
    "change": (provisioned, CHANGE),
    "retire": (provisioned, RETIRE),
    "early": (early, EARLY),
}


def failures():
    for name, (begin, wanteds) in SCENES.items():
        for failure in faults.each(begin, lambda system, wanteds=wanteds: play(system, wanteds)):
            yield pytest.param(name, failure, id=f"{name} {failure}")


@pytest.mark.parametrize("name, failure", failures())
def test_each_change_fails_once_in_each_way(name, failure):
    begin, wanteds = SCENES[name]
    system = begin()
    system.faults = [failure.fault]
    error, left = play(system, wanteds)
    assert error is not None, "nobody noticed"
    system.faults = []
    assert play(system, left) == (None, [])
    assert worlds.everything(system) == smooth(name)
    assert SECRET not in str(system.log) + str(error) + str(vars(error))


def test_the_scenes_run_every_command_that_changes_anything():
    known = {
        *(f"stmfadm {verb}" for verb in stmfadm.SHAPES),
        *(f"sbdadm {verb}" for verb in sbdadm.SHAPES),
        *(f"itadm {verb}" for verb in itadm.COMMANDS),
        *(f"svcadm {verb}" for verb in smf.VERBS),
    }
    seen = set()
    for begin, wanteds in SCENES.values():
        system = begin()
        play(system, wanteds)
        seen |= set(faults.changes(system))
    assert {type(wanted) for _begin, wanteds in SCENES.values() for wanted in wanteds} == set(PLANNERS)
    # No module runs these three.
    never = {"svcadm refresh", "svcadm restart", "svcadm clear"}
    assert {line for line in known if host.changes(line.split())} - seen == never


@pytest.mark.parametrize("name", SCENES)
def test_a_second_run_changes_nothing_and_check_mode_changes_nothing_at_all(name):
    begin, wanteds = SCENES[name]
    system = begin()
    for wanted in wanteds:
        before = copy.deepcopy(worlds.everything(system))
        outcome = worlds.make(system, wanted, check_mode=True)
        assert worlds.everything(system) == before
        done = worlds.make(system, wanted)
        if not outcome.warnings:
            assert done.plan == outcome.plan
        assert not worlds.changed(system, wanted)


def test_the_one_change_that_can_be_lost_unseen_is_a_secret_in_place_of_another():
    """No command tells a secret, so that nothing can be read back; the guide says so."""
    system, wanted = worlds.fresh(), WantedInitiator(ESX1, WantedChap("u1", "another-secret-1", always=True))
    play(system, [WantedInitiator(ESX1, WantedChap("u1", SECRET))])
    system.faults = [faults.Failure(system.changes + 1, "", "silent").fault]
    play(system, [wanted])
    assert system.initiators[0].secret == SECRET
    # A first one shows.
    error, _left = play(worlds.fresh(faults=[faults.Failure(1, "", "silent").fault]), [wanted])
    assert isinstance(error, NotConverged)
