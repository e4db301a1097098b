# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The order in which things are added and changed."""

from __future__ import annotations

import dataclasses

from ansible_collections.quorate.ha_storage.plugins.module_utils._lio.model import NO_CHAP, Acl, Chap, Config, Mapping
from ansible_collections.quorate.ha_storage.tests.unit.plugins.module_utils._lio.worlds import (
    INITIATORS,
    IQN,
    SECRETS,
    SERIALS,
    World,
    everything_mapped,
    lun,
    target,
    two_luns,
)


def test_the_portal_group_is_enabled_last():
    world = World(two_luns())
    assert world.kernel.calls[-1].path.endswith("tpgt_1/enable")


def test_a_wrong_mapping_is_repaired_although_in_use():
    world = World(two_luns())
    world.log_in(INITIATORS[0])
    folder = f"iscsi/{IQN}/tpgt_1/acls/{INITIATORS[0]}/lun_1"
    (link,) = (path for path in world.kernel.links if path.startswith(folder))
    world.kernel.links[link] = f"iscsi/{IQN}/tpgt_1/lun/lun_0"
    world.bring(two_luns(), take_luns_away=False)
    assert world.kernel.seen(IQN)[INITIATORS[0]][1] == SERIALS[1]


def test_a_moved_lun_is_added_under_the_new_number_before_it_leaves_the_old_one():
    world = World(Config(target([lun(0)], [everything_mapped(INITIATORS[0], [lun(0)])])))
    moved = dataclasses.replace(lun(0), number=5)
    serials = []
    world.kernel.watch = lambda: serials.append(set(world.kernel.seen(IQN)[INITIATORS[0]].values()))
    world.bring(Config(target([moved], [everything_mapped(INITIATORS[0], [moved])])))
    assert all(seen == {SERIALS[0]} for seen in serials)


def test_chap_is_switched_on_after_the_credentials_and_off_before_them():
    plain = two_luns()
    acl = dataclasses.replace(plain.target.acls[0], chap=Chap("u", SECRETS[0]))
    secured = Config(target(plain.target.luns, [acl]))
    world = World(plain)
    for config, order in (
        (secured, ["userid", "password", "authentication"]),
        (plain, ["authentication", "userid", "password"]),
    ):
        world.kernel.calls.clear()
        world.bring(config)
        assert [step.path.rpartition("/")[2] for step in world.kernel.calls] == order


def test_write_protection_follows_the_mapping_not_the_default_of_the_portal_group():
    luns = (lun(0), lun(1))
    acl = Acl(INITIATORS[0], NO_CHAP, (Mapping(0, 0, True), Mapping(1, 1, False)))
    config = Config(target(luns, [acl]))
    attributes = {**config.target.attributes, "prod_mode_write_protect": "1"}
    config = Config(dataclasses.replace(config.target, attributes=attributes))
    world = World()
    world.bring(config)
    assert not world.plan(config).operations
