# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Single faults by lot, one after the other, under the same writes all the time. SOAK is how many, SOAK_SEED which."""

from __future__ import annotations

import os
import random
import time

import pytest
from ansible_collections.quorate.ha_storage.tests.faults.catalogue import FAULTS
from ansible_collections.quorate.ha_storage.tests.faults.fault import GRACE, endure, server
from ansible_collections.quorate.ha_storage.tests.faults.ledger import pauses

COUNT, SEED = int(os.environ.get("SOAK", "0")), int(os.environ.get("SOAK_SEED", "1"))
# Seconds between two writes to a LUN: the ledger of an hour has to fit into the initiator's memory.
INTERVAL = 0.1
# Seconds without a fault, on average and at most.
QUIET, LONGEST_QUIET = 10, 30


@pytest.fixture(name="interval")
def _interval():
    return INTERVAL


@pytest.fixture(name="say")
def _say(request):
    """Writes a line at once: a soak lasts an hour."""
    return request.config.pluginmanager.get_plugin("terminalreporter").write_line


def drawn(dice):
    """So many faults, none of them again before each other one has come."""
    unnoticed, found = [fault for fault in FAULTS if not fault.errors], []
    while len(found) < COUNT:
        found += dice.sample(unnoticed, k=len(unnoticed))
    return found[:COUNT]


def test_soak(scene, say, record):
    dice = random.Random(SEED)
    chosen = drawn(dice)
    spans, whole = [], []
    for number, fault in enumerate(chosen, 1):
        time.sleep(min(dice.expovariate(1 / QUIET), LONGEST_QUIET))
        say(f"{number} of {COUNT}, seed {SEED}: {fault.name}")
        start, goal = scene.clock(), server(scene, fault)
        endure(scene, fault)
        whole.append(scene.recover())
        say(f"whole {whole[-1]:.0f} s after it was mended")
        spans.append((start, scene.clock()))
        assert goal in ("", scene.active)
    outcome = scene.end()
    seconds = pauses(scene.ledger(), spans)
    # What is lost, and who was active, is known of all of them together.
    costs = {"lost": outcome.noticed.damaged, "doubled": len(outcome.together)}
    for fault, pause, after in zip(chosen, seconds, whole):
        record(pause, after, fault.name, **costs)
    say(f"{outcome.noticed.writes} writes, {outcome.noticed.errors} errors, seed {SEED}")
    assert outcome.noticed.damaged == 0 and outcome.together == []
    assert outcome.noticed.errors == 0
    assert [fault.name for fault, pause in zip(chosen, seconds) if pause > fault.pause + GRACE] == []
