# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""One thing fails, under writes to every LUN: nothing is lost, nobody gets an error, exactly one node serves."""

from __future__ import annotations

import pytest
from ansible_collections.quorate.ha_storage.tests.faults.catalogue import FAULTS
from ansible_collections.quorate.ha_storage.tests.faults.fault import endure, server


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_single_fault(scene, survived, fault):
    goal = server(scene, fault)
    endure(scene, fault)
    survived(fault.pause, fault.errors)
    # Stickiness: nothing moves because something has come back.
    assert goal in ("", scene.active)
