# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import DeadlineExceeded
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.wait import wait_until


class Clock:
    """Time that passes only by sleeping."""

    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now

    def sleep(self, seconds):
        self.now += seconds


def wait(states, timeout, seen=None):
    clock = Clock()
    left = iter(states)
    last = states[-1]
    return wait_until(
        lambda: next(left, last),
        lambda state: state == "ready",
        what="the disk",
        timeout=timeout,
        interval=1,
        progress=(seen if seen is not None else []).append,
        clock=clock,
        sleep=clock.sleep,
    )


def test_the_first_ready_state_is_returned_and_the_others_are_reported():
    seen = []
    assert wait(["no", "nearly", "ready"], 10, seen) == "ready"
    assert seen == ["no", "nearly"]


def test_a_ready_state_needs_no_time():
    assert wait(["ready"], 0) == "ready"


def test_the_deadline_names_what_was_waited_for_and_the_last_state():
    with pytest.raises(DeadlineExceeded, match="the disk: not within 3 s") as caught:
        wait(["no"], 3)
    assert caught.value.details["last_state"] == "no"
