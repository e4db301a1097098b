# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import multiprocessing

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import DeadlineExceeded
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.lock import exclusive


def _hold(path, held, done):
    with exclusive(path, what="the other", timeout=20):
        held.set()
        done.wait(20)


def test_only_one_process_at_a_time(tmp_path):
    path, context = str(tmp_path / "lock"), multiprocessing.get_context("fork")
    held, done = context.Event(), context.Event()
    other = context.Process(target=_hold, args=(path, held, done))
    other.start()
    assert held.wait(20)
    with pytest.raises(DeadlineExceeded, match="the other"), exclusive(path, what="the other", timeout=0.1):
        pass
    done.set()
    other.join(20)
    with exclusive(path, what="the other", timeout=0.1):
        pass


def test_a_holder_that_was_killed_holds_nothing(tmp_path):
    path, context = str(tmp_path / "lock"), multiprocessing.get_context("fork")
    held = context.Event()
    other = context.Process(target=_hold, args=(path, held, context.Event()))
    other.start()
    assert held.wait(20)
    other.kill()
    other.join(20)
    with exclusive(path, what="the other", timeout=1):
        pass
