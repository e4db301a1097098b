# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The sum of what an unplanned takeover has to wait for."""

from __future__ import annotations

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._site.budget import takeover_budget

SBD = {"uses_sbd": True, "uses_devices": False, "stonith_watchdog_timeout": 10}
CLUSTER = {"arbiter": {"name": "arbiter"}, "fencing": SBD}
TIMERS = {"token": 1000, "consensus": 1200, "vote": 5000, "start": 5}


def test_every_step_counts():
    budget = takeover_budget(CLUSTER, **TIMERS, patience=120)
    assert (budget["seconds"], budget["fenced"]) == (pytest.approx(22.2), pytest.approx(17.2))
    assert [step["seconds"] for step in budget["steps"]] == [1, 1.2, 5, 10, 5]
    assert "22.2 s at most" in budget["text"] and "the watchdog of the lost node has fired 10 s" in budget["text"]
    assert budget["problems"] == []


def test_nobody_waits_for_an_arbiter_that_is_not_there():
    budget = takeover_budget(dict(CLUSTER, arbiter=None), **TIMERS, patience=120)
    assert budget["seconds"] == pytest.approx(17.2)


@pytest.mark.parametrize("patience, wrong", [(22.3, 0), (22.2, 1), (20, 1)])
def test_initiators_that_give_up_earlier_are_a_problem(patience, wrong):
    budget = takeover_budget(CLUSTER, **TIMERS, patience=patience)
    assert len(budget["problems"]) == wrong
    assert all("22.2 s" in problem and "shorten the timeouts" in problem for problem in budget["problems"])
