# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the planner decides on states made by hand; whole ways are in test_system.py."""

from __future__ import annotations

import itertools

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._host.model import (
    Device,
    Group,
    Lun,
    Reservations,
    State,
    Unit,
    Wish,
)
from ansible_collections.quorate.ha_storage.plugins.module_utils._host.plan import TYPE, plan

LUN = "/dev/sdb"


def reserved(*keys, holder="", kind=TYPE):
    return State({LUN: Device()}, {LUN: Reservations(frozenset(keys), holder, kind)})


def told(state, **options):
    """The commands, without the tool, or the reasons against them."""
    wish = Wish("svc1", luns=(Lun(LUN),), key="0x1", **{"started": True, **options})
    todo = plan(state, wish)
    assert not (todo.refusals and todo.operations)
    return [refusal.reason for refusal in todo.refusals] or [one.action.argv[2] for one in todo.operations]


@pytest.mark.parametrize(
    ("state", "commands"),
    [
        (reserved(), ["--register-ignore", "--reserve"]),
        (reserved("0x1"), ["--reserve"]),
        (reserved("0x1", holder="0x1"), []),
        (
            reserved("0x1", holder="0x1", kind="Exclusive Access"),
            [f"{LUN} is reserved by this host as 'Exclusive Access'"],
        ),
        (reserved("0x2"), [f"0x2 can write to {LUN}"]),
        (reserved("0x1", "0x2", holder="0x1"), [f"0x2 can write to {LUN}"]),
    ],
)
def test_a_reservation_is_completed_or_left_to_others(state, commands):
    assert told(state) == commands


def test_preempting_takes_the_keys_of_all_others():
    assert told(reserved("0x2", "0x3", holder="0x3"), preempt=True) == [
        "--register-ignore",
        "--preempt-abort",
        "--preempt-abort",
    ]
    assert told(reserved("0x1", "0x2"), preempt=True) == ["--preempt-abort", "--reserve"]


def test_a_stop_gives_back_only_what_is_this_hosts():
    assert told(reserved("0x1", "0x2", holder="0x1"), started=False) == ["--release", "--register"]
    assert told(reserved("0x1", "0x2", holder="0x2"), started=False) == ["--register"]
    assert told(reserved("0x2", holder="0x2"), started=False) == []


def test_other_tags_that_nobody_named_stay():
    state = State(group=Group(frozenset({"backup", "node2"}), 1, 1))
    wish = Wish("svc1", started=True, vg="vg1", tag="node1", other_tags=("node2",), take_over_vg=True)
    summaries = [one.summary for one in plan(state, wish).operations]
    assert summaries == ["vgchange --deltag node2 vg1", "vgchange --addtag node1 vg1"]


@pytest.mark.parametrize("active", ["inactive", "failed", "active", "activating", "deactivating", "reloading"])
def test_a_unit_in_any_state_is_started_and_stopped(active):
    state = State(units={"a.service": Unit("loaded", active)})
    up, down = (plan(state, Wish("a", started=started, units=("a.service",))).operations for started in (True, False))
    assert bool(up) is (active != "active")
    assert bool(down) is (active not in ("inactive", "failed"))


def test_a_reservation_is_never_taken_from_another_host_unasked():
    keys = [(), ("0x1",), ("0x2",), ("0x1", "0x2")]
    for registered, holder, started in itertools.product(keys, ("", "0x1", "0x2"), (True, False)):
        commands = told(reserved(*registered, holder=holder), started=started)
        assert "--preempt-abort" not in commands
        if holder == "0x2" and "0x2" in registered:
            assert "--reserve" not in commands and "--release" not in commands
