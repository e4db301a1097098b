# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is presented here, and when a device is there."""

from __future__ import annotations

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import DeadlineExceeded, ToolMissing
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.files import Files
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.plan import Operation
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.runner import Result
from ansible_collections.quorate.ha_storage.plugins.module_utils._zfs import drill_system as subject
from ansible_collections.quorate.ha_storage.plugins.module_utils._zfs.model import Drill
from ansible_collections.quorate.ha_storage.plugins.module_utils._zfs.steps import Clone
from zfs import host

from .worlds import Simulated, snapshots

CLONE = Operation("clone", Clone("dst/zv", "a", "dst/test"))


def system_of(folder, units=""):
    system = host.with_pools("dst")
    host.play(system, "zfs create -V 16M dst/zv")
    snapshots(system, "a", dataset="dst/zv")
    simulated = Simulated(system)

    def run(argv, **options):
        if argv[0] != "stmfadm":
            return simulated.run(argv, **options)
        if not units:
            raise ToolMissing("stmfadm")
        return Result(0, units, "")

    return subject.DrillSystem(Drill("dst/zv", "dst/test"), run, Files(str(folder)))


def test_units_of_comstar_and_serials_of_lio(tmp_path):
    guid = "600144F07ED404000000496813070001"
    for name, text in (("iblock_0/lun0", "T10 VPD Unit Serial Number: ABC-1\n"), ("fileio_1/lun1", "")):
        file = tmp_path / "sys/kernel/config/target/core" / name / "wwn/vpd_unit_serial"
        file.parent.mkdir(parents=True)
        file.write_text(text)
    (tmp_path / "sys/kernel/config/target/core/alua").mkdir()
    (tmp_path / "sys/kernel/config/target/core/iblock_0/hba_info").write_text("HBA Index: 1\n")
    assert system_of(tmp_path, f"LU Name: {guid}\n").read().presented == {guid.lower(), "abc-1"}
    assert system_of("/nowhere").read().presented == frozenset()


def test_nothing_goes_on_before_the_device_is_there(tmp_path, monkeypatch):
    """What would be written before that goes into a plain file."""
    monkeypatch.setattr(subject, "_LINK", 0.1)
    (tmp_path / "dev/zvol/dst").mkdir(parents=True)
    found = system_of(tmp_path)
    found.read()
    with pytest.raises(DeadlineExceeded, match="dev/zvol/dst/test"):
        found.apply(CLONE)
    (tmp_path / "dev/zvol/dst/test").touch()
    again = system_of(tmp_path)
    again.read()
    again.apply(CLONE)


def test_where_there_are_no_such_devices_nobody_waits(tmp_path):
    found = system_of(tmp_path)
    found.read()
    found.apply(CLONE)
    assert found.read().clone.value("origin") == "dst/zv@a" and not found.absent().presented
