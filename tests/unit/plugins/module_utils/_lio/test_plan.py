# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Laws of the planner, against a kernel in memory."""

from __future__ import annotations

import dataclasses
import json

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.converge import bring
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import Refused
from ansible_collections.quorate.ha_storage.plugins.module_utils._lio.model import NO_CHAP, Acl, Chap, Config, Mapping
from ansible_collections.quorate.ha_storage.plugins.module_utils._lio.parse import saved_config
from ansible_collections.quorate.ha_storage.plugins.module_utils._lio.plan import plan
from ansible_collections.quorate.ha_storage.plugins.module_utils._lio.ready import faults
from ansible_collections.quorate.ha_storage.tests.unit.plugins.module_utils._lio.kernel import Kernel, Killed
from ansible_collections.quorate.ha_storage.tests.unit.plugins.module_utils._lio.worlds import (
    INITIATORS,
    IQN,
    SAVED,
    SECRETS,
    SERIALS,
    MemoryFiles,
    configs,
    everything_mapped,
    lun,
    system,
    target,
    wanted,
)
from hypothesis import given, settings
from hypothesis import strategies as st

laws = settings(max_examples=40, deadline=None)


class World:
    """A kernel and a disk; *bring* makes a config true."""

    def __init__(self, config: Config | None = None) -> None:
        self.kernel, self.files = Kernel(), MemoryFiles()
        if config is not None:
            self.bring(config)

    def bring(self, config: Config | None, **more):
        goal = wanted(config, **more)
        return bring(system(self.kernel, goal, self.files), goal, plan, check_mode=False)

    def plan(self, config: Config | None, **more):
        goal = wanted(config, **more)
        return plan(system(self.kernel, goal, self.files).read(), goal)

    def log_in(self, initiator: str) -> None:
        self.kernel.files[f"iscsi/{IQN}/tpgt_1/acls/{initiator}/info"] = f"InitiatorName: {initiator}"


def kill_after(world: World, config: Config | None, calls: int) -> bool:
    """Whether the run was killed before it was done."""
    world.kernel.budget = calls
    try:
        world.bring(config)
    except Killed:
        return True
    finally:
        world.kernel.budget = None
    return False


@laws
@given(configs(), configs())
def test_whatever_was_there_the_second_plan_is_empty(before, after):
    world = World(before)
    world.bring(after)
    left = world.plan(after)
    assert not left.operations and left.before == left.after


@laws
@given(configs(), configs())
def test_a_run_without_changes_only_reads(before, after):
    world = World(before)
    world.bring(after)
    world.kernel.budget = 0
    world.bring(after)


@laws
@given(configs(), configs(), st.integers(0, 60))
def test_a_run_killed_anywhere_is_completed_by_the_next(before, after, calls):
    world = World(before)
    kill_after(world, after, calls)
    world.bring(after)
    assert not world.plan(after).operations
    world.bring(None)
    assert world.kernel.children["core"] == {"alua"}


@laws
@given(configs(), st.integers(0, 60))
def test_a_removal_killed_anywhere_is_completed_by_the_next(before, calls):
    world = World(before)
    kill_after(world, None, calls)
    world.bring(None)
    assert world.kernel.children["core"] == {"alua"} and not world.files.texts
    assert world.kernel.children["iscsi"] == {"discovery_auth"}


@laws
@given(configs(), configs())
def test_no_initiator_that_can_log_in_ever_lacks_a_disk_that_it_had_and_keeps(before, after):
    world, end = World(before), World(before)
    had = world.kernel.seen(IQN)
    end.bring(after)
    keeps = end.kernel.seen(IQN)

    def check():
        for initiator, disks in world.kernel.seen(IQN).items():
            had_here, keeps_here = had.get(initiator, {}), keeps.get(initiator, {})
            for number, serial in keeps_here.items():
                if had_here.get(number) == serial:
                    assert disks.get(number) == serial, world.kernel.calls[-1]

    world.kernel.watch = check
    world.bring(after)


@laws
@given(configs(), configs())
def test_a_new_initiator_can_log_in_only_when_all_its_disks_are_there(before, after):
    world, end = World(before), World(before)
    former = set(world.kernel.children[f"iscsi/{IQN}/tpgt_1/acls"])
    end.bring(after)
    keeps = end.kernel.seen(IQN)

    def check():
        call = world.kernel.calls[-1]
        for initiator, disks in world.kernel.seen(IQN).items():
            made_just_now = call.verb == "mkdir" and call.path.endswith(f"/acls/{initiator}")
            if initiator not in former and not made_just_now:
                assert disks == keeps[initiator], call

    world.kernel.watch = check
    world.bring(after)


@laws
@given(configs(), configs())
def test_what_is_saved_is_at_any_operation_a_part_of_what_runs(before, after):
    world = World(before)
    goal = wanted(after)
    engine = system(world.kernel, goal, world.files)
    todo = plan(engine.read(), goal).operations
    for operation in todo:
        engine.apply(operation)
        saved = saved_config(world.files.read_text(SAVED))
        found = faults(system(world.kernel, wanted(saved)).read().live, saved)
        paused = world.kernel.files[f"iscsi/{IQN}/tpgt_1/enable"] == "0"
        replaced = any(step.verb in ("unlink", "rmdir") for step in world.kernel.calls) or paused
        assert not found or replaced or any("remove" in item.summary for item in todo)


@laws
@given(configs(), configs())
def test_other_targets_and_backstores_stay(before, after):
    world = World()
    theirs = wanted(before, iqn="iqn.2026-11.com.example:other", saved="/other")
    other = dataclasses.replace(
        theirs.config.target, iqn=theirs.iqn, luns=(lun(3, "other", "/dev/o", SERIALS[3]),), acls=()
    )
    theirs = dataclasses.replace(theirs, config=Config(other))
    bring(system(world.kernel, theirs), theirs, plan, check_mode=False)
    snapshot = {path: text for path, text in world.kernel.files.items() if "other" in path}
    world.bring(after)
    world.bring(None)
    assert snapshot == {path: text for path, text in world.kernel.files.items() if "other" in path}


@laws
@given(configs(), configs())
def test_secrets_are_neither_in_summaries_nor_in_the_diff(before, after):
    shown = World(before).plan(after)
    text = json.dumps([shown.before, shown.after]) + repr(shown)
    assert not any(secret in text for secret in SECRETS)


def two_luns(**more) -> Config:
    luns = (lun(0), lun(1, **more))
    return Config(target(luns, [everything_mapped(INITIATORS[0], luns)]))


def test_one_changed_lun_writes_only_that_lun():
    world = World(two_luns())
    world.kernel.calls.clear()
    world.bring(two_luns(attributes={"emulate_model_alias": "1", "emulate_tpu": "1"}))
    assert [step.path for step in world.kernel.calls] == ["core/iblock_1/san0-lun1/attrib/emulate_tpu"]


def test_the_portal_group_is_enabled_last():
    world = World(two_luns())
    assert world.kernel.calls[-1].path.endswith("tpgt_1/enable")


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


@pytest.mark.parametrize(
    ("live", "running", "calls"), [("if_present", True, 1), ("if_present", False, 0), ("never", True, 0)]
)
def test_the_kernel_is_left_alone_where_it_shall_be(live, running, calls):
    world = World(two_luns() if running else None)
    world.kernel.calls.clear()
    changed = two_luns(attributes={"emulate_model_alias": "1", "emulate_tpu": "1"})
    world.bring(changed, live=live)
    assert len(world.kernel.calls) == calls
    assert saved_config(world.files.read_text(SAVED)) == changed
    assert not world.plan(changed, live=live).operations


def test_a_file_that_others_can_read_or_that_is_broken_is_written_anew():
    world = World(two_luns())
    text, _mode = world.files.texts[SAVED]
    for broken in ((text, 0o644), ("{", 0o600)):
        world.files.texts[SAVED] = broken
        assert [operation.summary for operation in world.plan(two_luns()).operations] == [f"save {SAVED}"]


def test_a_changed_secret_shows_as_changed():
    luns = (lun(0),)
    first, second = (
        Config(target(luns, [everything_mapped(INITIATORS[0], luns, Chap("u", secret))])) for secret in SECRETS[:2]
    )
    todo = World(first).plan(second)
    assert todo.before["live"]["acls"][0]["chap"]["password"] == "********"
    assert todo.after["live"]["acls"][0]["chap"]["password"] == "******** (changed)"


def test_write_protection_follows_the_mapping_not_the_default_of_the_portal_group():
    luns = (lun(0), lun(1))
    acl = Acl(INITIATORS[0], NO_CHAP, (Mapping(0, 0, True), Mapping(1, 1, False)))
    config = Config(target(luns, [acl]))
    attributes = {**config.target.attributes, "prod_mode_write_protect": "1"}
    config = Config(dataclasses.replace(config.target, attributes=attributes))
    world = World()
    world.bring(config)
    assert not world.plan(config).operations
