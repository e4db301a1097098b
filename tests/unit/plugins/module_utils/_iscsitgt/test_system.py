# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The daemon on the simulated host: imported, re-pointed, and again after each command that failed in each way."""

from __future__ import annotations

import pathlib
import tempfile

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.converge import bring
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import (
    CommandFailed,
    HaStorageError,
    NotConverged,
    NotThereYet,
    Unparsable,
)
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.runner import Result
from ansible_collections.quorate.ha_storage.plugins.module_utils._iscsitgt import plan as steps
from ansible_collections.quorate.ha_storage.plugins.module_utils._iscsitgt.model import Wanted
from ansible_collections.quorate.ha_storage.plugins.module_utils._iscsitgt.parse import parse_manifest
from ansible_collections.quorate.ha_storage.plugins.module_utils._iscsitgt.system import IscsitgtSystem
from comstar import faults, host
from comstar.state import ISCSITGT, System

from . import worlds


def make(system, folder, check_mode=False, manifest="m.xml", **values):
    """What the module does, with the manifest in *folder*; its plan."""
    (folder / "m.xml").write_text(worlds.TEXT)
    wanted = Wanted(str(folder / manifest), worlds.STORES, **values)
    opened = IscsitgtSystem(wanted, str(folder), worlds.runner(system))
    return bring(opened, wanted, steps.plan, check_mode=check_mode).plan


def replace(system, folder=None):
    """As above, over another configuration."""
    with tempfile.TemporaryDirectory() as own:
        return make(system, folder or pathlib.Path(own), allow_replace=True)


def test_import_into_a_host_without_it(tmp_path):
    system = System(services={})
    assert make(system, tmp_path, check_mode=True).operations and system.changes == 0
    assert make(system, tmp_path).operations
    assert not make(system, tmp_path).operations
    stores = [lun.store for lun in parse_manifest(system.manifests[ISCSITGT]).luns]
    assert stores[0] == "/dev/zvol/rdsk/rp1/iscsi/lun0"
    assert [each.name for each in tmp_path.iterdir()] == ["m.xml"]


def test_what_is_replaced_is_kept_beside_the_manifest(tmp_path):
    system = worlds.with_service()
    replace(system, tmp_path)
    kept = tmp_path / "m.xml.replaced"
    assert kept.read_text() == worlds.TEXT and kept.stat().st_mode & 0o777 == 0o600
    assert sorted(each.name for each in tmp_path.iterdir()) == ["m.xml", "m.xml.replaced"]


def test_what_cannot_be_kept_is_not_replaced(tmp_path):
    system = worlds.with_service()
    (tmp_path / "m.xml.replaced").mkdir()
    with pytest.raises(HaStorageError, match=r"m\.xml\.replaced cannot be written: Is a directory"):
        replace(system, tmp_path)
    assert system.changes == 0


def test_other_portal_groups_are_imported_too(tmp_path):
    system = System(services={})
    make(system, tmp_path, portal_groups={"1": ("10.2.0.1",)})
    assert parse_manifest(system.manifests[ISCSITGT]).portal_groups == {"1": ("10.2.0.1",)}


@pytest.mark.parametrize("failure", faults.each(worlds.with_service, replace), ids=str)
def test_each_command_fails_once_in_each_way(tmp_path, failure):
    smooth, system = worlds.with_service(), worlds.with_service()
    replace(smooth)
    system.faults = [failure.fault]
    with pytest.raises((CommandFailed, NotConverged, host.Killed)):
        replace(system, tmp_path)
    system.faults = []
    replace(system, tmp_path)
    assert (system.manifests, system.services) == (smooth.manifests, smooth.services)
    assert (tmp_path / "m.xml.replaced").read_text() == worlds.TEXT


@pytest.mark.parametrize("number, said", [(1, "still online"), (2, "still disabled")])
def test_a_lost_stop_or_delete_ends_the_run_at_once(tmp_path, number, said):
    system = worlds.with_service()
    system.faults = [faults.Failure(number, "", "silent").fault]
    with pytest.raises(NotConverged, match=said):
        replace(system, tmp_path)
    assert system.manifests == {ISCSITGT: worlds.TEXT} and system.changes == number


def test_the_failures_are_those_of_every_step_there_is():
    planned = {type(operation.action).__name__ for operation in replace(worlds.with_service()).operations}
    assert planned == {
        name
        for name, each in vars(steps).items()
        if getattr(each, "__module__", "") == steps.__name__ and isinstance(each, type)
    }


def test_a_manifest_that_is_missing(tmp_path):
    with pytest.raises(NotThereYet, match="no manifest"):
        make(System(services={}), tmp_path, manifest="none.xml")
    assert not IscsitgtSystem(runner=worlds.runner(System(services={}))).read().source
    assert IscsitgtSystem().absent().live is None


def test_a_state_that_nobody_knows_leads_nowhere(tmp_path):
    def run(argv, **_options):
        return Result(0, "legacy_run\n", "")

    with pytest.raises(Unparsable):
        IscsitgtSystem(runner=run).read()
