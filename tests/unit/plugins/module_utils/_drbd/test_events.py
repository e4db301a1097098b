# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pathlib

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import Unparsable
from ansible_collections.quorate.ha_storage.plugins.module_utils._drbd.events import parse_events
from ansible_collections.quorate.ha_storage.plugins.module_utils._drbd.model import LiveVolume, PeerVolume

FIXTURES = pathlib.Path(__file__).parents[3] / "fixtures" / "drbd"


def read(name):
    return parse_events((FIXTURES / name).read_text())


def test_a_resource_in_sync():
    live = read("events2-8.4-uptodate.txt")["san0"]
    assert (live.role, live.suspended) == ("Secondary", False)
    assert live.volumes == (LiveVolume(0, 0, "UpToDate", 524236 << 10),)
    assert live.peers[0].connection == "Connected"
    assert live.peers[0].volumes == (PeerVolume(0, "Established", "UpToDate"),)


def test_a_resync():
    volume = read("events2-8.4-syncsource.txt")["san0"].peers[0].volumes[0]
    assert (volume.replication, volume.disk_state, volume.out_of_sync) == ("SyncSource", "Inconsistent", 470992 << 10)


def test_a_standalone_connection_has_no_name_on_8_4():
    peer = read("events2-8.4-standalone.txt")["san0"].peers[0]
    assert (peer.name, peer.connection) == ("", "StandAlone")
    assert peer.volumes[0].disk_state == "DUnknown"


def test_dialect_9_has_several_peers_and_further_objects():
    live = read("events2-9.txt")["san0"]
    assert [peer.name for peer in live.peers] == ["node2", "node3"]
    assert [peer.volumes[0].disk_state for peer in live.peers] == ["UpToDate", "Inconsistent"]
    assert live.peers[1].volumes[0].done == 41.5


def test_resources_do_not_mix():
    text = (FIXTURES / "events2-8.4-uptodate.txt").read_text()
    both = parse_events(text + text.replace("san0", "san1").replace("UpToDate", "Inconsistent"))
    assert both["san0"].volumes[0].disk_state == "UpToDate"
    assert both["san1"].peers[0].volumes[0].disk_state == "Inconsistent"


def test_nothing_is_nothing():
    assert parse_events("exists -\n") == {}
    assert parse_events("") == {}


@pytest.mark.parametrize(
    "line", ["exists resource name:r0", "exists resource name:r0 role:Primary\nexists device name:r0 volume:x"]
)
def test_a_line_without_what_it_always_has_is_unparsable(line):
    with pytest.raises(Unparsable):
        parse_events(line)
