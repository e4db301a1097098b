# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What people get to see."""

from __future__ import annotations

from ansible_collections.quorate.ha_storage.plugins.module_utils._lio.model import Chap, Config
from ansible_collections.quorate.ha_storage.tests.unit.plugins.module_utils._lio.worlds import (
    INITIATORS,
    SECRETS,
    World,
    everything_mapped,
    lun,
    target,
)


def test_a_changed_secret_shows_as_changed():
    luns = (lun(0),)
    first, second = (
        Config(target(luns, [everything_mapped(INITIATORS[0], luns, Chap("u", secret))])) for secret in SECRETS[:2]
    )
    todo = World(first).plan(second)
    assert todo.before["live"]["acls"][0]["chap"]["password"] == "********"
    assert todo.after["live"]["acls"][0]["chap"]["password"] == "******** (changed)"
