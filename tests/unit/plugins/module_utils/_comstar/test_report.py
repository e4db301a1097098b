# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What comstar_info returns."""

from __future__ import annotations

import json

from ansible_collections.quorate.ha_storage.plugins.module_utils._comstar.report import overview

from . import worlds


def test_it_is_plain_data_with_the_names_of_the_role():
    found = overview(worlds.read(worlds.in_session(worlds.furnished())))
    assert json.loads(json.dumps(found)) == json.loads(json.dumps(found, sort_keys=True))
    assert found["configuration"]["comstar_views"] == [{"lu": worlds.lun(0), "host_group": "hg1", "lun": 0}]
    assert found["targets"][0]["sessions"][0]["initiator"] == worlds.HBA
    assert found["logical_units"][0]["guid"] == worlds.G0
