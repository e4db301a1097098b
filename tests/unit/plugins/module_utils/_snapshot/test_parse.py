# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""LVM's reports."""

from __future__ import annotations

import json

from ansible_collections.quorate.ha_storage.plugins.module_utils._snapshot.model import Snapshot
from ansible_collections.quorate.ha_storage.plugins.module_utils._snapshot.parse import parse_volumes


def row(name, **changed):
    values = {
        "vg_name": "vg0",
        "lv_name": name,
        "lv_size": "1073741824",
        "vg_free": "4194304",
        "vg_extent_size": "4096",
    }
    return {**values, "segtype": "linear", "origin": "", "lv_attr": "owi-aos---", "lv_tags": "", **changed}


def test_volumes_with_their_snapshots():
    ours = {"origin": "san0", "lv_tags": "x,quorate-resync"}
    rows = [
        row("san0"),
        row("a", **ours, lv_attr="swi-a-s---"),
        row("b", **ours, lv_attr="swi-I-s---"),
        row("c", origin="san0", lv_tags="quorate-resync-not"),
        row("thin", segtype="thin"),
    ]
    volumes = parse_volumes(json.dumps({"report": [{"lv": rows}]}))
    assert [each.name for each in volumes] == ["san0", "c", "thin"]
    assert volumes[0].snapshots == (Snapshot("vg0", "a", "san0", True), Snapshot("vg0", "b", "san0", False))
    assert (volumes[0].size, volumes[0].free, volumes[0].extent) == (1 << 30, 4 << 20, 4096)
    assert volumes[2].thin and volumes[2].snapshots == ()
