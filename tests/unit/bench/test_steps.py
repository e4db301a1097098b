# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The agents' actions, from lines of a real log (Pacemaker 3.0.0)."""

from __future__ import annotations

from ansible_collections.quorate.ha_storage.bench.steps import steps, summary

HEAD = "pacemaker-execd     [1986] (log_finished) \tinfo:"
DONE = "exited with status 0 (execution time"
LOG = f"""\
Nov 22 21:59:22.817 node1 {HEAD} drbd demote (call 39, PID 2923) {DONE} 292ms)
Nov 22 21:59:23.000 node1 pacemaker-controld  [1990] (log_executor_event) \tnotice: Result of demote operation for drbd
Nov 22 21:59:26.000 node2 {HEAD} Unit-1 start (call 4, PID 9) {DONE} 1.500s after being queued 9ms)
Nov 22 22:00:27.000 node2 {HEAD} Unit-0 start (call 5, PID 9) {DONE} 1m0.5s)
"""


def test_actions_in_the_order_of_their_ends():
    found = [(step.resource, step.action, round(step.end - step.begin, 3)) for step in steps(LOG)]
    assert found == [("drbd", "demote", 0.292), ("Unit", "start", 1.5), ("Unit", "start", 60.5)]


def test_times_of_the_median_move_and_what_lies_between():
    assert summary([steps(LOG)]) == [
        "0.29 s drbd demote",
        "62.00 s Unit start, 2 times",
        "2.18 s between the first and the last, without an agent at work",
    ]
