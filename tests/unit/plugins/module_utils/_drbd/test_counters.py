# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Counters on real output; what plugins make of them is in _munin/test_drbd.py."""

from __future__ import annotations

import pathlib

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import Unparsable
from ansible_collections.quorate.ha_storage.plugins.module_utils._drbd import counters as subject

FIXTURES = next(each for each in pathlib.Path(__file__).parents if each.name == "unit") / "fixtures"


def text(name):
    return (FIXTURES / name).read_text()


def test_the_file_of_8_4():
    (found,) = subject.counters_of_proc(text("fence/proc-connected.txt")).values()
    assert (found.sent, found.received) == (51600 << 10, 16564 << 10)
    assert (found.written, found.read) == (151336 << 10, 71797 << 10)
    assert (found.activity_log, found.bitmap, found.epochs, found.same) == (5, 0, 1, True)
    (lost,) = subject.counters_of_proc(text("fence/proc-lost.txt")).values()
    assert not lost.same
    assert subject.counters_of_proc("version: 9.1.0 (api:2/proto:86-120)\n") == {}


def test_events_of_8_4_and_9():
    (found,) = subject.counters_of_events(text("drbd/events2-8.4-syncsource.txt")).values()
    assert (found.read, found.out_of_sync, found.local, found.unacknowledged) == (59260 << 10, 470992 << 10, 1, 95)
    assert found.epochs is None and not found.same
    assert subject.counters_of_events(text("drbd/events2-8.4-uptodate.txt"))[0].same
    assert subject.minors_of_events(text("drbd/events2-9.txt")) == {("san0", 0): 0}
    with pytest.raises(Unparsable):
        subject.counters_of_events("exists device name:san0 volume:0 minor:x disk:UpToDate\n")
