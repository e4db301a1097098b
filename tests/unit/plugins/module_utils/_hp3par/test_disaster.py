# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import dataclasses

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._hp3par.model import Mode, Progress, Status, Sync
from ansible_collections.quorate.ha_storage.plugins.module_utils._hp3par.plan import decide
from ansible_collections.quorate.ha_storage.plugins.module_utils._hp3par.wish import Do, Wait

from . import views
from .views import DISASTER, FAILED, FAILING, STOPPED, commands

FAIL_OVER = "setrcopygroup failover -f -waittask svc1 on the local array"
RECOVER = "setrcopygroup recover -f -waittask svc1 on the local array"
RESTORE = "setrcopygroup restore -f -waittask svc1 on the local array"


@pytest.mark.parametrize(
    "view, options, expected",
    [
        (views.view("S", "", STOPPED, Sync.STOPPED, FAILED), DISASTER, [FAIL_OVER]),
        (views.view("S", "P", STOPPED, Sync.STOPPED, FAILED), DISASTER, [FAIL_OVER]),
        (views.view("S", "", STOPPED, Sync.SYNCED, FAILED), DISASTER, [FAIL_OVER]),
        (
            views.view("SR", "", STOPPED, Sync.STOPPED, FAILED),
            DISASTER,
            ["setrcopygroup reverse -f -waittask -local -current svc1 on the local array"],
        ),
        (
            views.having(
                views.view("SR", "", STOPPED, Sync.STOPPED, FAILED),
                local={"policies": frozenset({"auto_synchronize"})},
            ),
            DISASTER,
            ["ambiguous_roles"],
        ),
        (
            views.view("S", "", STOPPED, Sync.STOPPED, FAILED),
            {},
            ["disaster_not_declared", "confirm_missing", "data_loss"],
        ),
        (
            views.view("S", "", STOPPED, Sync.STALE, FAILED),
            {"disaster": True, "confirm": "svc1", "max_sync_age": 100},
            [FAIL_OVER],
        ),
        (
            views.view("S", "", STOPPED, Sync.STALE, FAILED),
            {"disaster": True, "confirm": "svc1", "max_sync_age": 99},
            ["data_loss"],
        ),
        (
            views.view("S", "", STOPPED, Sync.STALE, FAILED, mode=Mode.SYNC),
            {"disaster": True, "confirm": "svc1", "max_sync_age": 10**9},
            ["data_loss"],
        ),
        (views.view("S", "", STOPPED, Sync.NEW, FAILED), DISASTER, ["not_synced"]),
        (views.view("S", "", STOPPED, Sync.NOT_SYNCED, FAILED), DISASTER, ["not_synced"]),
        (views.view("S", "", Status.NEW, Sync.SYNCED, FAILED), DISASTER, ["not_synced"]),
        # The arrays see each other: whatever is wrong, it is no disaster.
        (views.view("S", ""), DISASTER, ["not_a_disaster"]),
        (views.view("S", "", STOPPED), DISASTER, ["not_a_disaster"]),
        (views.view("S", "P", path=FAILED), DISASTER, ["peer_still_started"]),
        (views.view("S", "", path=FAILING), DISASTER, ["path_undecided"]),
        (views.view("S", "S", STOPPED, Sync.STOPPED, FAILED), DISASTER, ["no_primary"]),
        (views.view("PR", "", STOPPED, Sync.STOPPED, FAILED), {}, ["disaster_not_declared", "confirm_missing"]),
        (views.view("PR", "", STOPPED, Sync.STOPPED, FAILED), {"disaster": True, "confirm": "svc1"}, []),
        (views.view("PR", "P", STOPPED, Sync.STOPPED, FAILED), DISASTER, ["both_primary"]),
        (views.view("P", "S"), DISASTER, []),
        # The one that was given up, and one of which that is not known.
        (views.view("P", "PR", STOPPED, Sync.STOPPED, FAILED), DISASTER, ["both_primary"]),
        (views.view("P", "", STOPPED, path=FAILED), {"disaster": True, "confirm": "svc1"}, ["data_loss"]),
        (views.view("P", "", STOPPED, path=FAILED), DISASTER, []),
    ],
)
def test_failed_over(view, options, expected):
    assert commands(view, "failed_over", **options) == expected


DISCARD = {"discard_peer_changes": True, "confirm": "svc1"}


@pytest.mark.parametrize(
    "view, state, options, expected",
    [
        (views.view("PR", "P", STOPPED, Sync.STOPPED), "recovered", DISCARD, [RECOVER]),
        (views.view("PR", "SR", STOPPED, Sync.STOPPED), "recovered", DISCARD, [RECOVER]),
        (views.view("PR", "P", STOPPED), "recovered", {}, ["discards_peer_changes", "confirm_missing"]),
        (
            views.having(views.view("PR", "P", STOPPED), peer={"status": Status.FAILSAFE}),
            "recovered",
            DISCARD,
            [RECOVER],
        ),
        # The array has done it by itself.
        (views.view("PR", "SR"), "recovered", {}, []),
        (views.view("P", "S"), "recovered", {}, []),
        (
            views.having(views.view("PR", "P", STOPPED), peer={"status": views.STARTED}),
            "recovered",
            DISCARD,
            ["peer_still_started"],
        ),
        (views.view("PR", "PR", STOPPED), "recovered", DISCARD, ["both_primary"]),
        (views.view("PR", "S", STOPPED), "recovered", DISCARD, ["mixed_roles"]),
        (views.view("P", "S", STOPPED), "recovered", DISCARD, ["not_failed_over"]),
        (views.view("S", "P"), "recovered", DISCARD, ["not_failed_over"]),
        (views.view("PR", ""), "recovered", DISCARD, ["peer_unreachable"]),
        (views.view("PR", "P", STOPPED, path=FAILED), "recovered", DISCARD, ["target_failed"]),
        (views.view("PR", "SR"), "restored", {}, [RESTORE]),
        (views.view("PR", "SR", sync=Sync.SYNCING), "restored", {}, [RESTORE]),
        (views.view("PR", "P", STOPPED, Sync.STOPPED), "restored", DISCARD, [RECOVER, RESTORE]),
        (views.view("S", "P"), "restored", {}, []),
        (views.view("P", "S"), "restored", {}, ["array_swapped"]),
        (views.view("SR", "PR"), "restored", {}, ["run_on_other_array"]),
        (views.view("PR", ""), "restored", {}, ["peer_unreachable"]),
    ],
)
def test_the_way_back(view, state, options, expected):
    assert commands(view, state, **options) == expected


@pytest.mark.parametrize("readings, verdict", [(0, Wait), (2, Wait), (3, Do)])
def test_a_way_has_to_be_read_as_failed_several_times(readings, verdict):
    view = views.view("S", "", STOPPED, Sync.STOPPED, FAILED)
    view = dataclasses.replace(view, progress=Progress(failed_readings=readings))
    assert isinstance(decide(view, views.wish("failed_over", **DISASTER)), verdict)
