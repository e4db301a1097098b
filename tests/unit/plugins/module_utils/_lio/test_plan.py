# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Laws of the planner, against a kernel in memory."""

from __future__ import annotations

import dataclasses
import json

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.converge import bring
from ansible_collections.quorate.ha_storage.plugins.module_utils._lio.model import Acl, Config, Mapping
from ansible_collections.quorate.ha_storage.plugins.module_utils._lio.parse import saved_config
from ansible_collections.quorate.ha_storage.plugins.module_utils._lio.plan import plan
from ansible_collections.quorate.ha_storage.plugins.module_utils._lio.ready import faults
from ansible_collections.quorate.ha_storage.tests.unit.plugins.module_utils._lio.kernel import Killed
from ansible_collections.quorate.ha_storage.tests.unit.plugins.module_utils._lio.worlds import (
    INITIATORS,
    IQN,
    NO_CHAP,
    SAVED,
    SECRETS,
    SERIALS,
    World,
    configs,
    lun,
    neighbours,
    subsets,
    system,
    target,
    two_luns,
    wanted,
)
from hypothesis import example, given, settings
from hypothesis import strategies as st

pairs = st.one_of(neighbours(), st.tuples(configs(), configs()))
laws = settings(max_examples=40, deadline=None)


def moved(**more) -> tuple[Config, Config]:
    """A disk that its initiator sees as LUN 0 goes from number 0 of the target to 1."""

    def numbered(number: int, **options) -> Config:
        item = lun(number, "moving", serial=SERIALS[3], **options)
        acl = Acl(INITIATORS[0], NO_CHAP, (Mapping(0, number),))
        return Config(target((item,), [acl]))

    return numbered(0, device="/dev/vg/a"), numbered(1, **{"device": "/dev/vg/a", **more})


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
@given(pairs)
def test_whatever_was_there_the_second_plan_is_empty(pair):
    before, after = pair
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
@given(pairs, st.integers(0, 60))
def test_a_run_killed_anywhere_is_completed_by_the_next(pair, calls):
    before, after = pair
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
@example(pair=moved())
@example(pair=moved(device="/dev/vg/c"))
@given(pairs)
def test_no_initiator_that_can_log_in_ever_lacks_a_disk_that_it_had_and_keeps(pair):
    before, after = pair
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
@given(pairs)
def test_a_new_initiator_can_log_in_only_when_all_its_disks_are_there(pair):
    before, after = pair
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
@given(subsets(), subsets())
def test_what_is_saved_is_at_any_operation_a_part_of_what_runs(before, after):
    world = World(before)
    goal = wanted(after)
    engine = system(world.kernel, goal, world.files)
    for operation in plan(engine.read(), goal).operations:
        engine.apply(operation)
        saved = saved_config(world.files.read_text(SAVED))
        live = system(world.kernel, wanted(saved)).read().live
        assert not faults(live, saved), operation.summary


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


def test_one_changed_lun_writes_only_that_lun():
    world = World(two_luns())
    world.kernel.calls.clear()
    world.bring(two_luns(attributes={"emulate_model_alias": "1", "emulate_tpu": "1"}))
    assert [step.path for step in world.kernel.calls] == ["core/iblock_1/san0-lun1/attrib/emulate_tpu"]


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
