# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import dataclasses

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._hp3par import loss
from ansible_collections.quorate.ha_storage.plugins.module_utils._hp3par.model import Mode, Sync

from . import views


@pytest.mark.parametrize(
    "mode, sync, seconds",
    [
        (Mode.PERIODIC, Sync.STALE, 100),
        (Mode.PERIODIC, Sync.SYNCING, 100),
        (Mode.SYNC, Sync.STOPPED, None),
        (Mode.SYNC, Sync.SYNCED, None),
        (Mode.SYNC, Sync.STALE, None),
    ],
)
def test_the_bound(mode, sync, seconds):
    found = loss.bound(views.view("S", "", sync=sync, mode=mode))
    assert found.seconds == seconds
    assert str(found) == ("2027-01-15 07:58:20 UTC" if seconds else "an unknown moment")


def test_no_time_and_no_group_are_no_bound():
    assert loss.bound(views.view("S", "", last_sync=None)).seconds is None
    assert loss.bound(views.view(None, "P")).last_sync is None


def test_a_clock_behind_the_arrays_makes_no_copy_younger_than_it_is():
    view = dataclasses.replace(views.view("S", ""), now=views.NOW - 10_000)
    assert loss.bound(view).seconds == 0
