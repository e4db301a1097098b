# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Rates."""

from __future__ import annotations

from ansible_collections.quorate.ha_storage.plugins.module_utils._archive import series as subject

IQN = "iqn.2026-11.com.example:san0"
LUN = f"iscsi/{IQN}/tpgt_1/lun/lun_%d/statistics/scsi_tgt_port/read_mbytes"
PAIR = f"iscsi/{IQN}/tpgt_1/acls/%s/lun_0/statistics/scsi_auth_intr/num_cmds"
MIB = 1 << 20


def test_by_target_and_lun():
    records = [(0, {LUN % 2: 0, LUN % 10: 5}), (60, {LUN % 2: 60, LUN % 10: 65}), (120, {LUN % 2: 90, LUN % 10: 65})]
    assert subject.rates(records, "read", "target") == {IQN: [(60, 2 * MIB), (120, MIB / 2)]}
    by_lun = subject.rates(records, "read", "lun", "san0")
    assert list(by_lun.items()) == [(f"{IQN} 2", [(60, MIB), (120, MIB / 2)]), (f"{IQN} 10", [(60, MIB), (120, 0)])]
    assert subject.rates(records, "read", "target", "san1") == {} and subject.rates(records, "written", "lun") == {}


def test_by_initiator_and_a_restart_and_a_gap():
    records = [(0, {PAIR % "a": 60, PAIR % "b": 0}), (60, {PAIR % "a": 30}), (120, {PAIR % "a": 90, PAIR % "b": 3})]
    found = subject.rates(records, "commands", "initiator")
    assert found == {"a": [(60, None), (120, 1)], "b": [(60, None), (120, None)]}
    assert subject.rates(records[:1], "commands", "initiator") == {"a": [], "b": []}
