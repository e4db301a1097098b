# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import InvalidInput
from ansible_collections.quorate.ha_storage.plugins.module_utils._split_brain.report import side_values
from ansible_collections.quorate.ha_storage.plugins.module_utils._split_brain.spec import (
    peer_of,
    read_sides,
    read_wanted,
)

from .worlds import BOTH, side, wanted

SIDES = {name: side_values(side(name)) for name in BOTH}


def params(**differs):
    return {
        "name": "san0",
        "victim": "node2",
        "discard_data_of_victim": True,
        "sides": SIDES,
        "active_on": [],
        "keep_snapshot": False,
        "snapshot_size": "",
        "wait": 0,
        **differs,
    }


def test_a_decision():
    assert read_wanted(params()) == wanted()
    assert read_wanted(params(keep_snapshot=True, snapshot_size="2g", active_on=["node1"])) == wanted(
        keep_snapshot=True, snapshot_size=2 << 30, active_on=("node1",)
    )
    assert read_sides(params()) == {name: side(name) for name in BOTH}


WRONG = {
    "victim: 'node7' is none of the nodes node1, node2": {"victim": "node7"},
    "sides: must be those of the two nodes, not of node2": {"sides": {"node2": SIDES["node2"]}},
    "sides.node1: is the side of another node": {"sides": {**SIDES, "node1": SIDES["node2"]}},
    "sides.node1: is not what": {"sides": {**SIDES, "node1": {"role": "Secondary"}}},
    "sides.node2: is not what": {"sides": {**SIDES, "node2": "Secondary"}},
    "snapshot_size: 'much' is not a size": {"snapshot_size": "much"},
    "wait: must not be less": {"wait": -1},
}


@pytest.mark.parametrize("problem", WRONG)
def test_wrong_input(problem):
    with pytest.raises(InvalidInput) as raised:
        read_wanted(params(**WRONG[problem]))
    assert [str(each) for each in raised.value.problems if problem in str(each)]


def test_all_problems_at_once():
    with pytest.raises(InvalidInput) as raised:
        read_wanted(params(victim="", snapshot_size="much", wait=-1))
    assert len(raised.value.problems) == 3


def test_the_peer_is_the_other_one():
    sides = {name: side(name) for name in BOTH}
    assert peer_of(sides, "node1") == side("node2")
    with pytest.raises(InvalidInput, match="this host calls itself node3"):
        peer_of(sides, "node3")
