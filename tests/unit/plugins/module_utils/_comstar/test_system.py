# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is read where things are missing, and what happens to the file with a secret. Failures: test_faults."""

from __future__ import annotations

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._comstar.plan import plan
from ansible_collections.quorate.ha_storage.plugins.module_utils._comstar.system import ComstarSystem
from ansible_collections.quorate.ha_storage.plugins.module_utils._comstar.wanted import (
    WantedChap,
    WantedGroup,
    WantedInitiator,
    WantedUnit,
)
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import (
    CommandFailed,
    HaStorageError,
    NotThereYet,
)
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.plan import Operation
from comstar import host
from comstar.state import Fault, System

from . import worlds
from .worlds import ESX1

SECRET = "a-secret-of-16-c"


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
        ComstarSystem(runner=lambda argv, **options: worlds.Result(1, "", "stmfadm: unknown error"))._views(
            "A" * 32, None
        )


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


def test_the_views_of_other_units_are_not_listed_for_one_of_them():
    system = host.after(worlds.furnished(), f"stmfadm add-view -h hg1 {worlds.G1}")
    for wanted, expected in ((WantedUnit(worlds.lun(0)), [worlds.G0]), (None, [worlds.G0, worlds.G1])):
        system.log = []
        worlds.open_system(system, wanted).read()
        assert [argv[-1] for argv in system.log if argv[1] == "list-view"] == expected
