# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The daemon on the simulated host: imported, re-pointed, and again after each command that failed."""

from __future__ import annotations

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.converge import bring
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import (
    CommandFailed,
    NotConverged,
    NotThereYet,
)
from ansible_collections.quorate.ha_storage.plugins.module_utils._iscsitgt.model import Wanted
from ansible_collections.quorate.ha_storage.plugins.module_utils._iscsitgt.parse import parse_manifest
from ansible_collections.quorate.ha_storage.plugins.module_utils._iscsitgt.plan import plan
from ansible_collections.quorate.ha_storage.plugins.module_utils._iscsitgt.system import IscsitgtSystem
from comstar.state import ISCSITGT, Fault, System

from . import worlds


@pytest.fixture
def make(tmp_path):
    (tmp_path / "m.xml").write_text(worlds.TEXT)

    def make(system, check_mode=False, manifest="m.xml", **values):
        wanted = Wanted(str(tmp_path / manifest), worlds.STORES, **values)
        opened = IscsitgtSystem(wanted, str(tmp_path), worlds.runner(system))
        outcome = bring(opened, wanted, plan, check_mode=check_mode)
        assert sorted(each.name for each in tmp_path.iterdir()) == ["m.xml"]
        return bool(outcome.plan.operations)

    return make


def test_import_into_a_host_without_it(make):
    system = System(services={})
    assert make(system, check_mode=True) and system.changes == 0
    assert make(system)
    assert not make(system)
    stores = [lun.store for lun in parse_manifest(system.manifests[ISCSITGT]).luns]
    assert stores[0] == "/dev/zvol/rdsk/rp1/iscsi/lun0"


@pytest.mark.parametrize("kind", ["error", "silent", "late"])
@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_each_command_fails_once(make, number, kind):
    smooth, system = worlds.with_service(), worlds.with_service()
    make(smooth, allow_replace=True)
    system.faults = [Fault(number, kind)]
    try:
        make(system, allow_replace=True)
    except (CommandFailed, NotConverged):
        make(system, allow_replace=True)
    else:
        # That the daemon did not stop before its configuration was deleted shows nowhere, and does no harm.
        assert (number, kind) in ((1, "silent"), (2, "silent"))
    assert (system.manifests, system.services) == (smooth.manifests, smooth.services)


def test_a_manifest_that_is_missing(make):
    with pytest.raises(NotThereYet, match="no manifest"):
        make(System(services={}), manifest="none.xml")
    assert not IscsitgtSystem(runner=worlds.runner(System(services={}))).read().source
    assert IscsitgtSystem().absent().live is None
