# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._hp3par.model import Mode, Status, Sync

from . import views
from .views import FAILED, STOPPED, commands

START = "startrcopygroup svc1 on the local array"
DISCARD = {"discard_peer_changes": True, "confirm": "svc1"}


@pytest.mark.parametrize(
    "view, state, options, expected",
    [
        (views.view("P", "S", STOPPED), "started", {}, [START]),
        (views.view("S", "P", STOPPED), "started", {}, ["startrcopygroup svc1.r12345 on the peer array"]),
        (views.view("P", "S", Status.NEW, Sync.NEW), "started", {}, [START]),
        (views.view("P", "S"), "started", {}, []),
        (views.view("P", "S", STOPPED, path=FAILED), "started", {}, ["target_failed"]),
        (views.view("P", "", STOPPED), "started", {}, ["peer_unreachable"]),
        (views.view("P", ""), "started", {}, []),
        (views.view("PR", "SR", STOPPED), "started", {}, ["discards_peer_changes", "confirm_missing"]),
        (views.view("PR", "SR", STOPPED), "started", DISCARD, [START]),
        (views.view("P", "P", STOPPED), "started", {}, ["both_primary"]),
        (views.view("P", "S"), "stopped", {}, ["stoprcopygroup -f svc1 on the local array"]),
        (views.view("S", "P"), "stopped", {}, ["stoprcopygroup -f svc1.r12345 on the peer array"]),
        (views.view("P", ""), "stopped", {}, ["stoprcopygroup -f svc1 on the local array"]),
        (views.view("S", ""), "stopped", {}, ["peer_unreachable"]),
        (views.view("S", "", STOPPED), "stopped", {}, []),
        (views.view("P", "P"), "stopped", {}, ["both_primary"]),
        (views.view("P", "S"), "synced", {}, ["syncrcopy -w svc1 on the local array"]),
        (views.view("S", "P"), "synced", {}, ["syncrcopy -w svc1.r12345 on the peer array"]),
        (views.view("P", "S"), "synced", {"max_sync_age": 100}, []),
        (views.view("P", "S"), "synced", {"max_sync_age": 99}, ["syncrcopy -w svc1 on the local array"]),
        (views.view("P", "S", mode=Mode.SYNC), "synced", {}, []),
        (views.view("P", "S", STOPPED), "synced", {}, ["not_started"]),
        (views.view("P", "S", last_sync=None), "synced", {}, ["last_sync_unknown"]),
    ],
)
def test_replication_is_started_stopped_and_brought_up_to_date(view, state, options, expected):
    assert commands(view, state, **options) == expected
