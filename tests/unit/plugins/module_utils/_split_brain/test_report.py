# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import json
import pathlib

from ansible_collections.quorate.ha_storage.plugins.module_utils._drbd.events import parse_events
from ansible_collections.quorate.ha_storage.plugins.module_utils._split_brain.model import Generations
from ansible_collections.quorate.ha_storage.plugins.module_utils._split_brain.report import side_of, side_values
from ansible_collections.quorate.ha_storage.plugins.module_utils._split_brain.spec import read_side
from hypothesis import given

from .worlds import MIB, POLICIES, splits

FIXTURES = pathlib.Path(__file__).parents[3] / "fixtures" / "drbd"
HERE = {0: Generations("A", "B")}


def seen(name, generations=None):
    live = parse_events((FIXTURES / f"events2-8.4-{name}.txt").read_text())["san0"]
    return side_of("node2", live, generations or HERE, POLICIES)


def test_a_side_of_a_split_brain():
    found = seen("split")
    assert (found.role, found.connection, found.settled) == ("Secondary", "StandAlone", False)
    assert found.changed == 2 * MIB and found.parts[0].generations == HERE[0] and found.policies == POLICIES


def test_connected_sides():
    assert seen("uptodate").up_to_date and seen("uptodate").percent is None
    syncing = seen("synctarget")
    assert syncing.settled and not syncing.up_to_date and 0 < syncing.percent < 100


def test_a_resource_that_is_down_still_has_generations():
    found = side_of("node2", None, HERE)
    assert not found.up and found.changed is None and found.parts[0].generations == HERE[0]


def test_a_lost_disk_tells_of_no_changes():
    live = parse_events((FIXTURES / "events2-8.4-split.txt").read_text().replace("disk:UpToDate", "disk:Diskless"))
    assert side_of("node2", live["san0"], HERE).changed is None


@given(splits())
def test_values_are_read_again_as_they_were(sides):
    for each in sides:
        assert read_side(json.loads(json.dumps(side_values(each)))) == each
