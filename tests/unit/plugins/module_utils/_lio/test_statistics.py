# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Counters of a target. What plugins make of them is in _munin/test_lio.py."""

from __future__ import annotations

from ansible_collections.quorate.ha_storage.plugins.module_utils._core.files import Files
from ansible_collections.quorate.ha_storage.plugins.module_utils._lio import statistics as subject

from .._munin import targets


def test_what_there_is(tmp_path):
    targets.plant(tmp_path, luns=12, initiators=1)
    found = subject.Statistics(Files(str(tmp_path)))
    assert found.targets() == [targets.IQN] and found.initiators(targets.IQN) == [targets.esx(0)]
    luns = found.luns(targets.IQN)
    assert list(luns) == list(range(12))
    assert luns[11] == subject.Traffic(1200, 12 * targets.MIB, 24 * targets.MIB)
    assert found.session(targets.IQN, targets.esx(0)) == subject.Traffic(50, 1000, 2000)
    assert found.mapped(targets.IQN, targets.esx(0))[3] == subject.Traffic(40, 3 * targets.MIB, 4 * targets.MIB)


def test_what_there_is_not(tmp_path):
    found = subject.Statistics(Files(str(tmp_path)))
    assert found.targets() == [] and found.luns("iqn.x:y") == {} and found.mapped("iqn.x:y", "iqn.x:z") == {}
    assert found.session("iqn.x:y", "iqn.x:z") is None
    # A folder where a file should be, and a file without a number.
    targets.plant(tmp_path, luns=1)
    path = tmp_path / targets.ROOT / "iscsi" / targets.IQN / "tpgt_1/lun/lun_0/statistics/scsi_tgt_port/in_cmds"
    path.write_text("")
    assert found.luns(targets.IQN) == {}
    path.unlink()
    path.mkdir()
    assert found.luns(targets.IQN) == {}
