# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The plugin of DRBD: 8.4 by /proc/drbd, 9 by events2, any minor, resources that are down."""

from __future__ import annotations

import pytest

from .hosts import FIXTURES, STATE, FakeHost, all_unknown, said

NAME = "quorate_drbd_san0"
RES = """resource san0 {
  net { shared-secret "fixture-secret"; }
  volume 0 { device minor %d; disk /dev/vg0/san0; meta-disk internal; }
  on node1 { address 10.0.0.1:7788; }
}
"""
# Of three digits, and one that is not set up.
PROC = """version: 8.4.11 (api:1/proto:86-101)
srcversion: DA6B55A41DED5E58CDBAB30
 0: cs:Connected ro:Secondary/Primary ds:UpToDate/UpToDate C r-----
    ns:1 nr:2 dw:3 dr:4 al:5 bm:6 lo:7 pe:8 ua:9 ap:10 ep:1 wo:f oos:0
 1: cs:Unconfigured
137: cs:SyncTarget ro:Secondary/Primary ds:Inconsistent/UpToDate C r-----
    ns:10 nr:20 dw:30 dr:40 al:50 bm:60 lo:70 pe:80 ua:90 ap:100 ep:2 wo:f oos:4096
\t[>....................] sync'ed:  0.5% (4096/4096)K
\tfinish: 0:00:10 speed: 400 (400) want: 500 K/sec
"""


@pytest.fixture
def node(tmp_path):
    host = FakeHost(tmp_path)
    host.write("/etc/drbd.d/san0.res", RES % 137)
    return host


def test_autoconf_asks_for_no_running_resource(capsys, tmp_path, node):
    assert said(capsys, node, "quorate_drbd_", "autoconf").lines == ["yes"]
    assert said(capsys, node, "quorate_drbd_", "suggest").lines == ["san0"]
    bare = FakeHost(tmp_path / "bare")
    assert said(capsys, bare, "quorate_drbd_", "autoconf").lines == ["no (no resource in /etc/drbd.d)"]


def test_8_4_any_minor(capsys, node):
    node.write("/proc/drbd", PROC)
    values = said(capsys, node, NAME)
    assert values.values(f"{NAME}_bytes") == {"read": "40960", "written": "30720", "sent": "10240", "received": "20480"}
    assert values.values(f"{NAME}_behind") == {"out_of_sync": "4194304"}
    assert values.values(f"{NAME}_al") == {"activity_log": "50", "bitmap": "60"}
    waiting = {"local": "70", "pending": "80", "unacknowledged": "90", "application": "100", "epochs": "2"}
    assert values.values(f"{NAME}_waiting") == waiting
    assert node.complaints == []


def test_9_by_events2_with_two_peers(capsys, node):
    node.write("/proc/drbd", "version: 9.1.0 (api:2/proto:86-120)\nTransports (api:17): tcp (9.1.0)\n")
    node.write("/etc/drbd.d/san0.res", RES % 0)
    node.answers["drbdsetup"] = (FIXTURES / "drbd" / "events2-9.txt").read_text()
    values = said(capsys, node, NAME)
    assert values.values(f"{NAME}_bytes")["read"] == str(59260 << 10)
    assert values.values(f"{NAME}_bytes")["sent"] == str(217560 << 10)
    assert values.values(f"{NAME}_behind") == {"out_of_sync": str(306676 << 10)}
    assert values.values(f"{NAME}_waiting")["epochs"] == "U"


def test_a_resource_that_is_down_has_the_same_graphs_and_no_numbers(capsys, node):
    config = said(capsys, node, NAME, "config")
    values = said(capsys, node, NAME)
    assert all_unknown(values) and values.graphs == config.graphs
    # No module, no tool: somebody who looks into the log is told.
    assert "drbdsetup" in node.complaints[-1]
    node.write("/proc/drbd", PROC.replace("137:", "138:"))
    assert all_unknown(said(capsys, node, NAME))
    for graph in config.graphs:
        assert values.fields(graph, "value") == config.fields(graph, "label")


def test_lag_counts_from_when_the_copies_were_last_the_same(capsys, node):
    def lag(state, later):
        node.now += later
        node.write("/proc/drbd", state)
        return float(said(capsys, node, NAME).values(f"{NAME}_lag")["lag"])

    same = PROC.replace("ds:Inconsistent/UpToDate", "ds:UpToDate/UpToDate").replace("oos:4096", "oos:0")
    assert lag(PROC, 0) == 0
    assert lag(same, 300) == 0
    assert lag(PROC, 300) == 300 and lag(PROC, 300) == 600
    assert lag(PROC, -1000) == 0
    assert lag(same, 60) == 0
    config = said(capsys, node, NAME, "config")
    assert config[f"{NAME}_lag", "lag.warning"] == "300" and config[f"{NAME}_lag", "lag.critical"] == "3600"
    assert (node.folder / STATE.lstrip("/") / f"{NAME}.json").stat().st_mode & 0o777 == 0o600


def test_what_cannot_be_remembered_is_told_and_the_rest_is_shown(capsys, node):
    node.write("/proc/drbd", PROC)
    node.write(STATE, "a file where a folder should be")
    assert said(capsys, node, NAME).values(f"{NAME}_al") == {"activity_log": "50", "bitmap": "60"}
    assert node.complaints


def test_several_volumes(capsys, node):
    node.write("/etc/drbd.d/san0.res", RES.replace("on node1", "volume 1 { device /dev/drbd0; }\n on node1") % 137)
    node.write("/proc/drbd", PROC)
    found = said(capsys, node, NAME).values(f"{NAME}_al")
    assert found == {"activity_log": "50", "bitmap": "60", "activity_log_1": "5", "bitmap_1": "6"}
    assert said(capsys, node, NAME, "config")[f"{NAME}_al", "bitmap_1.label"] == "bitmap (volume 1)"


OTHERS = (
    "device /dev/drbd137;",
    "on node1 { device minor 137; }",
    "on node1 { volume 0 { device /dev/x minor 137; } }",
)


@pytest.mark.parametrize("body", OTHERS)
def test_files_that_others_wrote(capsys, node, body):
    node.write("/etc/drbd.d/san0.res", f"resource san0 {{ {body} }}")
    node.write("/proc/drbd", PROC)
    assert said(capsys, node, NAME).values(f"{NAME}_al")["bitmap"] == "60"


def test_a_file_without_minors_is_shown_while_it_runs(capsys, node):
    node.write("/etc/drbd.d/san0.res", "resource san0 { volume 0 { disk /dev/x; } }")
    node.answers["drbdsetup"] = (FIXTURES / "drbd" / "events2-8.4-syncsource.txt").read_text()
    assert said(capsys, node, NAME).values(f"{NAME}_al") == {"activity_log": "8", "bitmap": "0"}


def test_a_file_that_nobody_can_read_is_told(capsys, node):
    node.write("/etc/drbd.d/other.res", "resource other {")
    assert said(capsys, node, "quorate_drbd_", "suggest").lines == ["san0"]
    assert "other.res" in node.complaints[0] and "secret" not in node.complaints[0]
