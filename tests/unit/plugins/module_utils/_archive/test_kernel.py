# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is kept, of a tree as configfs has it."""

from __future__ import annotations

import json
import os
import time

from ansible_collections.quorate.ha_storage.plugins.module_utils._archive import kernel as subject
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.files import Files

from .._munin import targets

TPG = f"iscsi/{targets.IQN}/tpgt_1"


def test_counters_of_backstores_targets_luns_and_initiators(tmp_path):
    targets.plant(tmp_path)
    found = subject.counters(Files(str(tmp_path)))
    assert found["core/iblock_1/san0-lun1/statistics/scsi_lu/num_cmds"] == 200
    assert found[f"{TPG}/lun/lun_1/statistics/scsi_tgt_port/read_mbytes"] == 2
    assert found[f"{TPG}/acls/{targets.esx(0)}/lun_1/statistics/scsi_auth_intr/num_cmds"] == 20
    assert found[f"{TPG}/acls/{targets.esx(0)}/fabric_statistics/iscsi_sess_stats/rxdata_octs"] == 2000
    assert found[f"iscsi/{targets.IQN}/fabric_statistics/iscsi_login_stats/accepts"] == 2
    # What never changes is in the full dump.
    assert not [path for path in found if path.endswith(("/inst", "/indx", "/prod"))]


def test_everything_but_secrets(tmp_path):
    targets.plant(tmp_path, secret="fixture-secret")
    os.symlink("../../core", tmp_path / targets.ROOT / TPG / "lun/lun_0/link")
    found = subject.everything(Files(str(tmp_path)))
    assert found["core/iblock_1/san0-lun1/statistics/scsi_lu/prod"] == "LIO"
    assert found[f"{TPG}/attrib/authentication"] == "1" and found[f"{TPG}/lun/lun_0/link"] == "-> ../../core"
    assert "fixture-secret" not in json.dumps(found) and not [path for path in found if "/auth/" in path]


def test_a_standby_node_has_none(tmp_path):
    assert subject.counters(Files(str(tmp_path))) == {} and subject.everything(Files(str(tmp_path))) == {}


def test_256_luns_and_4_initiators(tmp_path):
    targets.plant(tmp_path, 256, 4)
    began = time.process_time()
    found = subject.counters(Files(str(tmp_path)))
    assert len(found) == 256 * 3 * 2 + 1024 * 3 + 4 * 3 + 1
    # Every minute; on hardware it is a tenth of this.
    assert time.process_time() - began < 3
