# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""How much is read of configfs, and of what."""

from __future__ import annotations

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._lio.live import read_live
from ansible_collections.quorate.ha_storage.plugins.module_utils._lio.model import Config
from ansible_collections.quorate.ha_storage.plugins.module_utils._lio.render import link_name
from ansible_collections.quorate.ha_storage.tests.unit.plugins.module_utils._lio.worlds import (
    INITIATORS,
    IQN,
    SERIALS,
    World,
    everything_mapped,
    lun,
    target,
    two_luns,
)


def many(count: int) -> Config:
    luns = [lun(number, serial=f"{number:08d}" + SERIALS[0][8:]) for number in range(count)]
    return Config(target(luns, [everything_mapped(iqn, luns) for iqn in INITIATORS]))


def reads(count: int) -> int:
    config = many(count)
    world = World(config)
    world.kernel.reads = 0
    read_live(world.kernel, IQN, config)
    return world.kernel.reads


def test_reading_is_linear_in_the_number_of_luns():
    assert reads(60) - reads(40) == reads(40) - reads(20)


def test_a_target_without_a_portal_group_is_found():
    world = World()
    world.kernel._mkdir(f"iscsi/{IQN}", "")
    assert read_live(world.kernel, IQN, None).target is not None
    world.kernel._mkdir(f"iscsi/{IQN}/tpgt_2", "")
    assert read_live(world.kernel, IQN, None).target.foreign == ("tpgt_2",)


def test_a_link_of_another_name_is_found():
    world = World(two_luns())
    old = f"iscsi/{IQN}/tpgt_1/lun/lun_0/{link_name(SERIALS[0])}"
    world.kernel.links[old.rpartition("/")[0] + "/other"] = world.kernel.links.pop(old)
    world.kernel.children[old.rpartition("/")[0]] = {"alua_tg_pt_gp", "other"}
    found = read_live(world.kernel, IQN, two_luns())
    assert found.target.luns[0].link == "other"
    assert found.backstores[found.target.luns[0].backstore].serial == SERIALS[0]


@pytest.mark.parametrize("value", ["NULL", ""])
def test_unset_credentials_are_none(value):
    world = World(two_luns())
    world.kernel.files[f"iscsi/{IQN}/tpgt_1/acls/{INITIATORS[0]}/auth/userid"] = value
    assert read_live(world.kernel, IQN, None).target.acls[INITIATORS[0]].chap.user == ""
