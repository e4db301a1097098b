# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Output of the kernel and of LVM."""

from __future__ import annotations

import json

from ansible_collections.quorate.ha_storage.plugins.module_utils._snapshot.model import Replica, Snapshot
from ansible_collections.quorate.ha_storage.plugins.module_utils._snapshot.parse import parse_replicas, parse_volumes

PROC = """version: 8.4.11 (api:1/proto:86-101)
srcversion: DA6B55A41DED5E58CDBAB30

 1: cs:WFSyncUUID ro:Secondary/Primary ds:Outdated/UpToDate C r-----
    ns:0 nr:0 dw:0 dr:0 al:0 bm:0 lo:0 pe:0 ua:0 ap:0 ep:1 wo:f oos:51208
 2: cs:Unconfigured
12: cs:SyncTarget ro:Secondary/Primary ds:Inconsistent/UpToDate C r-----
    ns:0 nr:1028 dw:1024 dr:0 al:0 bm:0 lo:0 pe:2 ua:2 ap:0 ep:1 wo:f oos:50184
\t[>....................] sync'ed:  2.1% (50184/51208)K
"""


def test_replicas():
    assert parse_replicas(PROC) == {
        1: Replica("Outdated", "UpToDate", "WFSyncUUID", 51208 << 10),
        12: Replica("Inconsistent", "UpToDate", "SyncTarget", 50184 << 10),
    }
    assert parse_replicas("") == {}


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
