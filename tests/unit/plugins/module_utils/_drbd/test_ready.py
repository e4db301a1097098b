# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import dataclasses

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._drbd import model, ready

from .worlds import GIB, live


def test_nothing_is_ready_while_it_is_down():
    assert not ready.connected(None) and not ready.up_to_date(None) and not ready.all_blank(None)
    assert ready.percent(None) is None and ready.describe(None) == "down"


def test_connected_says_nothing_about_data():
    assert ready.connected(live("Inconsistent", "Inconsistent"))
    assert not ready.connected(live(connection="Connecting"))
    assert not ready.connected(model.Live("san0", "Secondary"))


def test_a_handshake_that_goes_on_is_no_connection_yet():
    assert not ready.connected(live("Inconsistent", "DUnknown", replication="Off"))


@pytest.mark.parametrize(
    "here, there, whole",
    [("UpToDate", "UpToDate", True), ("UpToDate", "Inconsistent", False), ("Inconsistent", "UpToDate", False)],
)
def test_up_to_date_means_both_sides(here, there, whole):
    assert ready.reached(live(here, there), "up_to_date") is whole


def test_all_blank_is_the_state_before_the_first_sync_and_no_other():
    assert ready.all_blank(live("Inconsistent", "Inconsistent"))
    assert not ready.all_blank(live("Inconsistent", "Inconsistent", replication="SyncTarget"))
    assert not ready.all_blank(live("Inconsistent", "Inconsistent", role="Primary"))
    assert not ready.all_blank(live("Inconsistent", "UpToDate"))
    assert not ready.all_blank(live("Inconsistent", "DUnknown", connection="Connecting"))


def test_waiting_for_a_standalone_connection_ends_at_once():
    alone = live("UpToDate", "DUnknown", connection="StandAlone")
    assert ready.standalone(alone) == ("peer",)
    with pytest.raises(ready.SplitBrain, match="san0 is StandAlone"):
        ready.reached(alone, "connected")


def syncing(out_of_sync, done=None):
    volume = model.PeerVolume(0, "SyncSource", "Inconsistent", out_of_sync, done)
    peer = model.Peer("peer", "Connected", "Secondary", (volume,))
    return dataclasses.replace(live(), peers=(peer,))


def test_percent_is_told_or_reckoned():
    assert ready.percent(live()) == 100.0
    assert ready.percent(syncing(GIB // 4)) == 75.0
    assert ready.percent(syncing(GIB // 4, done=12.34)) == 12.3
    assert ready.percent(live("Inconsistent", "Inconsistent")) is None


def test_a_line_for_the_log():
    assert ready.describe(syncing(GIB // 2)) == "Secondary disks 0:UpToDate peers peer Connected 50%"
