# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the cluster's monitor calls a fault."""

from __future__ import annotations

import dataclasses

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._lio.model import Acl, Config, Portal
from ansible_collections.quorate.ha_storage.plugins.module_utils._lio.ready import faults, nothing
from ansible_collections.quorate.ha_storage.plugins.module_utils._lio.steps import tpg_path
from ansible_collections.quorate.ha_storage.tests.unit.plugins.module_utils._lio.worlds import (
    INITIATORS,
    IQN,
    SERIALS,
    World,
    lun,
    system,
    target,
    two_luns,
    wanted,
)

ACL = f"{tpg_path(IQN)}/acls/{INITIATORS[0]}"


def live(world: World, config: Config | None):
    return system(world.kernel, wanted(config)).read().live


def changed(**more) -> Config:
    return Config(dataclasses.replace(two_luns().target, **more))


def test_a_whole_target_has_no_faults():
    assert faults(live(World(two_luns()), two_luns()), two_luns()) == []


def test_more_than_described_is_no_fault():
    less = Config(target([lun(0)], []))
    assert faults(live(World(two_luns()), less), less) == []


@pytest.mark.parametrize(
    ("described", "fault"),
    [
        (two_luns(device="/dev/other"), f"LUN 1 is not /dev/other with the serial {SERIALS[1]}"),
        (two_luns(serial=SERIALS[3]), f"LUN 1 is not /dev/vg/lun1 with the serial {SERIALS[3]}"),
        (Config(target([lun(0), lun(2)])), "no LUN 2"),
        (changed(portals=(Portal("10.0.0.9"),)), "no portal 10.0.0.9:3260"),
        (changed(acls=(Acl(INITIATORS[2]),)), f"no ACL {INITIATORS[2]}"),
    ],
)
def test_what_is_missing_is_named(described, fault):
    assert faults(live(World(two_luns()), described), described) == [fault]


def test_a_mapping_to_another_lun_and_a_disabled_portal_group_are_faults():
    world = World(two_luns())
    (link,) = (path for path in world.kernel.links if path.startswith(f"{ACL}/lun_1/"))
    world.kernel.links[link] = f"{tpg_path(IQN)}/lun/lun_0"
    world.kernel.files[f"{tpg_path(IQN)}/enable"] = "0"
    assert faults(live(world, two_luns()), two_luns()) == [
        "the portal group is not enabled",
        f"{INITIATORS[0]} does not see LUN 1 as 1",
    ]


def test_only_nothing_is_nothing():
    world = World(two_luns())
    assert not nothing(live(world, None), IQN)
    world.bring(None)
    assert nothing(live(world, None), IQN)


def test_a_left_over_backstore_is_not_nothing():
    world = World(two_luns())
    world.bring(None)
    calls = World(two_luns()).kernel.calls[2:5]
    for call in calls:
        world.kernel.do(call)
    assert calls[-1].path.endswith("/alias") and not nothing(live(world, None), IQN)
