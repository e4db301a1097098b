# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What comstar_info returns."""

from __future__ import annotations

import json

from ansible_collections.quorate.ha_storage.plugins.module_utils._comstar.model import ISCSI_TARGET, STMF
from ansible_collections.quorate.ha_storage.plugins.module_utils._comstar.report import gaps, overview

from . import worlds


def test_it_is_plain_data_with_the_names_of_the_role():
    found = overview(worlds.read(worlds.in_session(worlds.furnished())))
    assert json.loads(json.dumps(found)) == json.loads(json.dumps(found, sort_keys=True))
    assert found["configuration"]["comstar_views"] == [{"lu": worlds.lun(0), "host_group": "hg1", "lun": 0}]
    assert found["targets"][0]["sessions"][0]["initiator"] == worlds.HBA
    assert found["logical_units"][0]["guid"] == worlds.G0


def test_what_was_not_read_is_said():
    system = worlds.furnished()
    assert gaps(worlds.read(system)) == []
    system.services = {STMF: "disabled"}
    found = worlds.read(system)
    assert overview(found)["configuration"]["comstar_views"] == []
    assert [gap.partition(" could")[0] for gap in gaps(found)] == [
        f"{STMF} is disabled, so logical units, views, groups and ports",
        f"{ISCSI_TARGET} is not installed, so iSCSI targets, portal groups and initiators",
    ]
