# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._hp3par.model import Mode, Status, Sync

from . import views
from .views import FAILED, FAILING, STOPPED, commands

TAKE_OVER = [
    "syncrcopy -w svc1.r12345 on the peer array",
    "stoprcopygroup -f svc1.r12345 on the peer array",
    "setrcopygroup reverse -f -waittask svc1 on the local array",
]
START = "startrcopygroup svc1 on the local array"


@pytest.mark.parametrize(
    "view, options, expected",
    [
        (views.view(), {}, TAKE_OVER),
        (views.view(), {"resume": True}, [*TAKE_OVER, START]),
        (views.view(mode=Mode.SYNC), {}, TAKE_OVER[1:]),
        (views.view(), {"sync_before": "never"}, TAKE_OVER[1:]),
        (
            views.view(),
            {"keep_natural": True},
            [*TAKE_OVER[:2], "setrcopygroup reverse -f -waittask -current svc1 on the local array"],
        ),
        (views.view("SR", "PR"), {}, TAKE_OVER),
        (views.view(sync=Sync.SYNCING), {}, TAKE_OVER),
        (views.view(sync=Sync.STALE), {}, TAKE_OVER),
        (views.view(sync=Sync.STALE, mode=Mode.SYNC), {}, ["not_synced"]),
        (views.view(sync=Sync.NEW), {}, ["not_synced"]),
        (views.view(last_sync=None), {}, ["last_sync_unknown"]),
        (views.view("P", "S"), {}, []),
        (views.view("PR", "SR"), {}, []),
        (views.view("P", ""), {}, []),
        # The other array may have been failed over meanwhile.
        (views.view("P", "", STOPPED), {}, ["peer_unreachable"]),
        (views.view("P", "", STOPPED), {"peer_required": False}, []),
        (views.view("P", "P"), {}, ["both_primary"]),
        (views.view("S", "S"), {}, ["no_primary"]),
        (views.view("S", "PR"), {}, ["mixed_roles"]),
        (views.view("S", None), {}, ["absent_on_peer"]),
        (views.view(None, "P"), {}, ["absent"]),
        (views.view("S", ""), {}, ["peer_unreachable"]),
        (views.view(path=FAILED), {}, ["target_failed"]),
        (views.view(path=FAILING), {}, ["path_undecided"]),
        (views.view(status=STOPPED), {}, ["peer_may_be_ahead"]),
        (
            views.view(status=STOPPED),
            {"resync_stopped": True},
            ["startrcopygroup svc1.r12345 on the peer array", *TAKE_OVER],
        ),
        (views.view(status=STOPPED), {"discard_peer_changes": True}, ["confirm_missing"]),
        # Not even who discards the newer writes wants half a copy.
        (
            views.view(status=STOPPED, sync=Sync.STALE),
            {"discard_peer_changes": True, "confirm": "svc1"},
            ["not_synced"],
        ),
        (views.view(status=STOPPED), {"discard_peer_changes": True, "confirm": "svc1"}, TAKE_OVER[2:]),
        # Started from the side that failed over, what this one has not sent would be gone.
        (
            views.view("SR", "PR", status=STOPPED),
            {"resync_stopped": True},
            ["discards_local_changes", "confirm_missing"],
        ),
        (views.having(views.view(), peer={"status": STOPPED}), {}, ["status_mismatch"]),
        (views.view(status=Status.NEW), {}, ["not_synced"]),
        (views.view(status=Status.FAILSAFE), {}, ["failsafe"]),
        (views.view(status=Status.BACKUP), {}, ["backup"]),
        (views.view(mode=Mode.ASYNC), {}, ["async_mode"]),
        (views.view("P", "S", status=STOPPED), {"resume": True}, [START]),
    ],
)
def test_primary(view, options, expected):
    assert commands(view, "primary", **options) == expected


@pytest.mark.parametrize(
    "view, state, options, expected",
    [
        (
            views.view(mode=Mode.SYNC),
            "switched_over",
            {},
            ["setrcopygroup switchover -f -waittask svc1.r12345 on the peer array"],
        ),
        (views.view("P", "S"), "switched_over", {}, []),
        (views.view(status=STOPPED), "switched_over", {}, ["needs_sync_mode", "not_started"]),
        (
            views.having(views.view(mode=Mode.SYNC), peer={"policies": frozenset({"auto_failover"})}),
            "switched_over",
            {},
            ["needs_policies"],
        ),
        (views.view(mode=Mode.SYNC, sync=Sync.STALE), "switched_over", {}, ["not_synced"]),
        (
            views.view("PR", "P", STOPPED),
            "reverted",
            {"discard_local_changes": True, "confirm": "svc1"},
            ["setrcopygroup reverse -f -waittask -stopgroups -local -current svc1 on the local array"],
        ),
        (views.view("PR", "P", STOPPED), "reverted", {}, ["discards_local_changes", "confirm_missing"]),
        (views.view("PR", "SR"), "reverted", {}, ["already_recovered"]),
        (views.view("P", "S"), "reverted", {}, ["not_failed_over"]),
        (views.view("S", "P", STOPPED), "reverted", {}, []),
        (views.view("PR", ""), "reverted", {}, ["peer_unreachable"]),
    ],
)
def test_switch_over_and_revert(view, state, options, expected):
    assert commands(view, state, **options) == expected
