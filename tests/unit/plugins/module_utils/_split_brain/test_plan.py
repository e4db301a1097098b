# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import dataclasses

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._split_brain.model import (
    Connect,
    Disconnect,
    Invalidate,
    KeepSnapshot,
)
from ansible_collections.quorate.ha_storage.plugins.module_utils._split_brain.plan import plan
from hypothesis import given
from hypothesis import strategies as st

from .worlds import CURRENT, OLDER, STORE, World, current, settled, side, splits, wanted


def actions(*arguments):
    return [operation.action for operation in plan(*arguments).operations]


def test_the_victim_connects_to_be_overwritten():
    assert actions(current(), wanted()) == [Connect(discard=True)]


def test_a_victim_that_waits_is_told_again():
    waiting = side("node2", connection="Connecting")
    assert actions(current(node2=waiting), wanted()) == [Disconnect(), Connect(discard=True)]


def test_a_victim_that_was_told_by_this_run_is_left_alone():
    waiting = side("node2", connection="Connecting")
    assert actions(current(node2=waiting, told=True), wanted()) == []
    assert actions(current(told=True), wanted()) == [Connect(discard=True)], "alone again: it was not overwritten"


def test_a_victim_that_does_not_know_what_differs_gives_up_everything():
    forced = side("node2", past=(OLDER,), connection="Connecting")
    assert actions(current(node2=forced), wanted()) == [Disconnect(), Invalidate(), Connect(discard=True)]
    assert actions(current("node1", node2=forced), wanted()) == [Connect()]


def test_the_survivor_connects_and_keeps_its_data():
    assert actions(current("node1"), wanted()) == [Connect()]
    assert actions(current("node1", node1=side("node1", connection="Connecting")), wanted()) == []


@pytest.mark.parametrize("here", ["node1", "node2"])
@pytest.mark.parametrize("percent", [None, 40.0])
def test_what_is_one_again_or_becomes_so_is_left_alone(here, percent):
    now = settled(here, up_to_date=percent is None, percent=percent)
    assert plan(current(here, **{here: now}), wanted(discard=False)).operations == ()
    assert plan(current(here, **{here: now}), wanted(discard=False)).refusals == ()


def test_the_snapshot_comes_first_and_once():
    keep = wanted(keep_snapshot=True)
    first = actions(current(store=STORE), keep)[0]
    assert isinstance(first, KeepSnapshot) and first.name == "san0-discarded-8d1445cf"
    there = dataclasses.replace(STORE, snapshots=((first.name, True),))
    assert actions(current(store=there), keep) == [Connect(discard=True)]
    assert actions(current("node1"), keep) == [Connect()]


def test_without_a_split_brain_there_are_no_operations():
    behind = dataclasses.replace(side("node2"), parts=(dataclasses.replace(side("node1").parts[0], changed=0),))
    found = plan(current(node2=behind), wanted())
    assert found.operations == () and "merely disconnected" in str(found.refusals[0])


def run(world, decision, budget):
    """A run of the play, killed after *budget* steps; what is left of the budget."""
    seen = dict(world.sides)
    for node in ("node2", "node1"):
        told = False
        found = plan(world.read(node, seen), decision)
        assert not found.refusals
        for operation in found.operations:
            if not budget:
                return 0
            budget -= 1
            world.apply(node, operation.action)
            told = told or isinstance(operation.action, Connect)
        assert plan(world.read(node, seen, told), decision).operations == ()
    return budget


@given(splits(), st.integers(0, 5))
def test_wherever_it_is_killed_the_next_run_ends_with_the_survivors_data(sides, budget):
    world, decision = World(*sides), wanted()
    if plan(world.read("node2", world.sides), decision).refusals:
        return
    run(world, decision, budget)
    run(world, decision, 99)
    assert all(side.up_to_date for side in world.sides.values())
    assert {world.data(node) for node in world.sides} == {CURRENT["node1"]} or sides[1].changed == 0
    assert run(world, decision, 99) == 99, "a second run changes nothing"


@given(splits())
def test_nothing_is_planned_against_a_primary_or_for_a_copy_that_is_not_whole(sides):
    survivor, victim = sides
    found = plan(World(*sides).read("node2", {side.node: side for side in sides}), wanted())
    whole = survivor.parts[0].disk_state in ("UpToDate", "Consistent")
    if victim.role == "Primary" or not whole:
        assert found.refusals
