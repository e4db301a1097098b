# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The whole on the simulated host: each change fails in each way, is found out, and the next run goes on."""

from __future__ import annotations

import copy

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._comstar.model import ISCSI_TARGET, STMF
from ansible_collections.quorate.ha_storage.plugins.module_utils._comstar.plan import plan
from ansible_collections.quorate.ha_storage.plugins.module_utils._comstar.system import ComstarSystem
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
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import (
    CommandFailed,
    HaStorageError,
    NotConverged,
    NotThereYet,
)
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.plan import Operation
from comstar.state import Fault, Port, System

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
    WantedTarget(FC, online=True),
    WantedTarget(TARGET, "other", "none", portal_groups=()),
    WantedPortalGroup("2", ("10.0.0.2:3260",), allow_recreate=True),
    WantedInitiator(ESX1, present=False),
    WantedTarget(TARGET, present=False),
    WantedPortalGroup("2", present=False),
]


def start() -> System:
    system = worlds.fresh(services={STMF: "disabled", ISCSI_TARGET: "disabled"})
    system.ports[FC] = Port("qlt", "Fibre Channel")
    return system


def play(system, wanteds):
    for wanted in wanteds:
        worlds.make(system, wanted)


def provisioned():
    system = start()
    play(system, PROVISION)
    system.changes = 0
    return system


SCENES = {"provision": (start, PROVISION), "change": (provisioned, CHANGE)}


def count(begin, wanteds):
    system = begin()
    play(system, wanteds)
    return system.changes


def cases():
    for name, (begin, wanteds) in SCENES.items():
        for number in range(1, count(begin, wanteds) + 1):
            for kind in ("error", "silent", "late", "busy", "denied"):
                yield pytest.param(name, number, kind, id=f"{name}-{number}-{kind}")


@pytest.mark.parametrize("name, number, kind", cases())
def test_each_command_fails_once(name, number, kind):
    begin, wanteds = SCENES[name]
    smooth = begin()
    play(smooth, wanteds)
    system = begin()
    system.faults = [Fault(number, kind)]
    with pytest.raises(HaStorageError) as caught:
        play(system, wanteds)
    assert isinstance(caught.value, (CommandFailed, NotConverged))
    play(system, wanteds)
    assert worlds.everything(system) == worlds.everything(smooth)
    assert SECRET not in str(system.log) + str(caught.value) + str(caught.value.details)


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
        if name == "provision":
            assert not worlds.changed(system, wanted)


def test_a_host_without_comstar():
    system = System(services={})
    opened = worlds.open_system(system, WantedGroup("a"))
    with pytest.raises(NotThereYet, match="stmf:default is not installed"):
        opened.read()
    assert plan(opened.absent(), WantedGroup("a")).operations


def test_lists_that_end_with_an_unknown_error_are_none():
    system = worlds.furnished()
    runner = worlds.SimulatorRunner(system)

    def failing(argv, **options):
        if argv[1] == "list-view":
            raise CommandFailed(argv, 1, "", "stmfadm: unknown error") if 1 not in options["ok"] else AssertionError
        return runner(argv, **options)

    opened = ComstarSystem(runner=failing)
    with pytest.raises(AssertionError):
        opened.read()
    with pytest.raises(CommandFailed):
        ComstarSystem(runner=lambda argv, **options: worlds.Result(1, "", "stmfadm: unknown error"))._views("A" * 32)


def test_metadata_on_a_disk_or_file(tmp_path):
    path = tmp_path / "disk"
    path.write_bytes(bytes(2 << 20))
    system = worlds.fresh()
    assert worlds.open_system(system, WantedUnit(str(path))).read().backing == worlds.model.Backing(
        str(path), True, 2 << 20
    )
    with pytest.raises(NotThereYet):
        worlds.open_system(system, WantedUnit(str(tmp_path / "none"))).read()
    with pytest.raises(HaStorageError, match="cannot be read: Is a directory"):
        worlds.open_system(system, WantedUnit(str(tmp_path))).read()


def test_the_file_with_a_secret_goes_whatever_happens(tmp_path):
    system = worlds.fresh()
    system.faults = [Fault(1, "error")]
    opened = worlds.open_system(system, WantedInitiator(ESX1))
    opened.folder = str(tmp_path)
    (operation,) = plan(opened.read(), WantedInitiator(ESX1, WantedChap("u", SECRET))).operations
    assert isinstance(operation, Operation)
    with pytest.raises(CommandFailed):
        opened.apply(operation)
    assert list(tmp_path.iterdir()) == [] and opened.written == set()
