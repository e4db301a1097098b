# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import HaStorageError
from ansible_collections.quorate.ha_storage.plugins.module_utils._hp3par import arrays as subject
from ansible_collections.quorate.ha_storage.plugins.module_utils._hp3par.answers import Silent
from ansible_collections.quorate.ha_storage.plugins.module_utils._hp3par.model import Progress, Where
from ansible_collections.quorate.ha_storage.plugins.module_utils._hp3par.spec import Names
from hp3par.pair import new_pair

from . import worlds
from .worlds import LEAVE, confirmed, disaster


class Refusing:
    """An array whose host key has changed."""

    name, kind = "hp3par1", "ssh"

    def read(self, _group):
        raise HaStorageError("hp3par1: Host key verification failed.")

    def close(self):
        """Nothing to close."""


def test_a_wrong_host_key_is_no_lost_array():
    pair = disaster(new_pair())
    made = worlds.system(pair, "failed_over", **confirmed(1, **LEAVE))
    made.arrays.peer = Refusing()
    with pytest.raises(HaStorageError, match="Host key"):
        made.read()
    made.arrays.peer_required = False
    assert made.read().silence == "hp3par1: Host key verification failed."


def test_both_arrays_are_asked_at_once_and_the_local_error_counts():
    def wrong():
        raise Silent("local")

    assert subject.in_parallel(lambda: 1, lambda: 2) == (1, 2)
    with pytest.raises(Silent, match="local"):
        subject.in_parallel(wrong, lambda: 2)


def test_readings_of_a_failed_way_are_counted_until_one_is_not():
    pair = disaster(new_pair())
    both = worlds.arrays(pair)
    progress = Progress()
    for count in (1, 2, 3):
        progress = both.look(progress).progress
        assert progress.failed_readings == count
    pair.arrays[0].up = True
    worlds.settle(pair)
    assert both.look(progress).progress.failed_readings == 0


def test_one_side_alone():
    pair = new_pair()
    alone = subject.Arrays(Names("svc1", ""), worlds.transport(pair, 0), None, clock=lambda: pair.now)
    view = alone.look()
    assert (view.peer, view.silence, view.now) == (None, "", pair.now)
    with pytest.raises(AssertionError):
        alone.transport(Where.PEER)
    alone.close()
