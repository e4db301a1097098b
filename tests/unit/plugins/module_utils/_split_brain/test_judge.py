# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import dataclasses

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._split_brain.judge import ancestor, judge, relation
from ansible_collections.quorate.ha_storage.plugins.module_utils._split_brain.model import Generations, Side, Verdict
from hypothesis import given

from .worlds import CURRENT, OLD, OLDER, part, settled, side, splits

A, B = CURRENT["node1"], CURRENT["node2"]
C, D = "C" * 16, "D" * 16
BLANK = "0000000000000004"

RELATIONS = {
    "same": ("same", (A, ""), (A, OLD)),
    "theirs is younger": ("behind", (A, ""), (B, A)),
    "theirs is much younger": ("behind", (A, ""), (B, OLD, OLDER, A)),
    "mine is younger": ("ahead", (A, B), (B, "")),
    "mine was just created": ("behind", (BLANK, ""), (B, OLD)),
    "theirs was just created": ("ahead", (A, OLD), (BLANK, "")),
    "both went on from one": ("split_brain", (A, OLD), (B, OLD)),
    "both have an old one in common": ("split_brain", (A, "", OLDER), (B, "", OLD, OLDER)),
    "one was forced, and has forgotten": ("split_brain", (A, OLD), (B, OLDER)),
    "nothing in common": ("unrelated", (A, OLD, OLD, OLD), (B, OLDER, C, D)),
}


def generations(current, bitmap, *history):
    return Generations(current, bitmap, history)


@pytest.mark.parametrize("case", RELATIONS)
def test_what_one_copy_is_to_the_other(case):
    expected, mine, theirs = RELATIONS[case]
    assert relation(generations(*mine), generations(*theirs)) == expected


def test_the_ancestor_is_the_youngest_in_common():
    assert ancestor(generations(A, OLD), generations(B, OLD)) == OLD
    assert ancestor(generations(A, "", OLD, OLDER), generations(B, "", OLDER)) == OLDER
    assert ancestor(generations(A, ""), generations(B, "")) == ""


@given(splits())
def test_no_state_of_a_split_brain_hides_it(sides):
    first, second = sides
    common = first.parts[0].generations.bitmap == second.parts[0].generations.bitmap
    expected = Verdict("split_brain", ancestor=OLD if common else "", traced=common)
    assert judge(first, second) == judge(second, first) == expected


def test_a_connection_knows_best():
    assert judge(settled("node1"), side("node2")).kind == "in_sync"
    assert judge(settled("node1", up_to_date=False, percent=40.0), side("node2")).kind == "resyncing"
    assert judge(settled("node1", up_to_date=False), settled("node2", up_to_date=False)).kind == "connected"


def test_merely_disconnected():
    behind = dataclasses.replace(side("node2"), parts=(part(OLD),))
    assert judge(side("node1"), behind) == Verdict("disconnected", ahead="node1")
    assert judge(behind, side("node1")) == Verdict("disconnected", ahead="node1")
    assert judge(behind, dataclasses.replace(side("node1"), parts=(part(OLD),))) == Verdict("disconnected")


def test_nothing_in_common():
    other = dataclasses.replace(side("node2"), parts=(part(B, OLDER, C, D),))
    assert judge(side("node1", past=(OLD, OLD, OLD)), other) == Verdict("unrelated")


def test_an_old_generation_in_common_traces_nothing():
    one, other = part(A, OLD, C), part(B, OLDER, C)
    sides = [dataclasses.replace(side(f"node{n}"), parts=(each,)) for n, each in ((1, one), (2, other))]
    assert judge(*sides) == Verdict("split_brain", ancestor=C)


def test_what_nobody_can_tell():
    unreadable = dataclasses.replace(side("node2"), parts=(dataclasses.replace(part(B, OLD), generations=None),))
    volumes = (part(A, OLD), dataclasses.replace(part(A, OLD), number=1))
    assert judge(side("node1"), Side("node2")).kind == "unknown"
    assert judge(side("node1"), unreadable).kind == "unknown"
    assert judge(dataclasses.replace(side("node1"), parts=volumes), side("node2")).kind == "unknown"


def test_each_ahead_with_another_volume_is_nothing_that_a_reconnect_heals():
    def parts(*currents):
        return tuple(dataclasses.replace(part(*each), number=number) for number, each in enumerate(currents))

    one = dataclasses.replace(side("node1"), parts=parts((A, OLD), (OLDER,)))
    other = dataclasses.replace(side("node2"), parts=parts((OLD,), (B, OLDER)))
    assert judge(one, other).kind == "unknown"
