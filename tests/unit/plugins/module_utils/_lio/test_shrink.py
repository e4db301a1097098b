# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What goes, what is refused, and what pauses the target."""

from __future__ import annotations

import dataclasses

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.converge import bring
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import Refused
from ansible_collections.quorate.ha_storage.plugins.module_utils._lio.model import Config
from ansible_collections.quorate.ha_storage.plugins.module_utils._lio.plan import plan
from ansible_collections.quorate.ha_storage.tests.unit.plugins.module_utils._lio.worlds import (
    INITIATORS,
    IQN,
    SERIALS,
    World,
    everything_mapped,
    lun,
    system,
    target,
    two_luns,
    wanted,
)


def test_a_device_behind_the_same_serial_is_replaced_while_the_portal_group_is_disabled():
    world = World(two_luns())
    world.log_in(INITIATORS[0])
    todo = world.plan(two_luns(device="/dev/vg/elsewhere"), take_luns_away=False)
    assert not todo.refusals
    assert [operation.summary for operation in todo.disturbing] == ["disable the target while LUNs change"]
    assert todo.operations[0] in todo.disturbing


def test_a_pause_is_not_disturbing_while_nobody_is_logged_in():
    assert not World(two_luns()).plan(two_luns(device="/dev/vg/elsewhere")).disturbing


def test_another_disk_under_a_number_in_use_is_refused():
    world = World(two_luns())
    world.log_in(INITIATORS[0])
    (refusal,) = world.plan(two_luns(serial=SERIALS[3]), take_luns_away=False).refusals
    assert str(refusal).startswith(f"{INITIATORS[0]} is logged in and would lose LUN 1")


@pytest.mark.parametrize(
    "after",
    [
        None,
        Config(target([lun(0)], [everything_mapped(INITIATORS[0], [lun(0)])])),
        Config(target([lun(0), lun(1)], [everything_mapped(INITIATORS[0], [lun(0)])])),
        Config(target([lun(0), lun(1)], [])),
    ],
    ids=["target", "lun", "mapping", "acl"],
)
def test_taking_away_what_is_in_use_is_refused_unless_allowed(after):
    world = World(two_luns())
    assert not world.plan(after, take_luns_away=False).refusals, "nobody is logged in"
    world.log_in(INITIATORS[0])
    with pytest.raises(Refused, match="set allow_remove_luns_in_use=true"):
        world.bring(after, take_luns_away=False)
    world.bring(after, take_luns_away=True)
    assert not world.plan(after).operations


def test_a_backstore_of_somebody_else_is_not_touched():
    world = World()
    other = wanted(
        Config(dataclasses.replace(target([lun(0)]), iqn="iqn.2026-11.com.example:other")),
        iqn="iqn.2026-11.com.example:other",
    )
    bring(system(world.kernel, other), other, plan, check_mode=False)
    with pytest.raises(Refused, match=r"the backstore san0-lun0 \(core/iblock_0/san0-lun0\) is not this target's"):
        world.bring(two_luns())


def test_a_target_with_other_portal_groups_is_not_removed():
    world = World(two_luns())
    world.kernel._mkdir(f"iscsi/{IQN}/tpgt_2", "")
    with pytest.raises(Refused, match="portal groups not made here: tpgt_2"):
        world.bring(None)
