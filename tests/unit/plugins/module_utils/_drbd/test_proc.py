# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What DRBD's kernel module says of itself."""

from __future__ import annotations

from ansible_collections.quorate.ha_storage.plugins.module_utils._drbd.proc import Replica, parse_replicas

PROC = """version: 8.4.11 (api:1/proto:86-101)
srcversion: DA6B55A41DED5E58CDBAB30

 1: cs:WFSyncUUID ro:Secondary/Primary ds:Outdated/UpToDate C r-----
    ns:0 nr:0 dw:0 dr:0 al:0 bm:0 lo:0 pe:0 ua:0 ap:0 ep:1 wo:f oos:51208
 2: cs:Unconfigured
12: cs:SyncTarget ro:Primary/Secondary ds:Inconsistent/UpToDate C r-----
    ns:0 nr:1028 dw:1024 dr:0 al:0 bm:0 lo:0 pe:2 ua:2 ap:0 ep:1 wo:f oos:50184
\t[>....................] sync'ed:  2.1% (50184/51208)K
"""


def test_replicas_by_minor():
    assert parse_replicas(PROC) == {
        1: Replica("Outdated", "UpToDate", "WFSyncUUID", 51208 << 10, "Secondary"),
        2: Replica("Unconfigured", "DUnknown", "Unconfigured"),
        12: Replica("Inconsistent", "UpToDate", "SyncTarget", 50184 << 10, "Primary"),
    }


def test_no_module_no_replica():
    assert parse_replicas("") == {}
