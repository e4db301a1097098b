# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import dataclasses

from ansible_collections.quorate.ha_storage.plugins.module_utils._luns.model import State
from ansible_collections.quorate.ha_storage.plugins.module_utils._luns.plan import Look, Remove, Resize, plan
from ansible_collections.quorate.ha_storage.tests.unit.plugins.module_utils._luns.worlds import (
    MIB,
    PORTAL,
    WANTED,
    disk,
    state,
)
from hypothesis import given
from hypothesis import strategies as st


def actions(current):
    return [step.action for step in plan(current, WANTED).operations]


def test_what_is_as_offered_is_left():
    assert actions(state(disk(0), disk(1), offered={0: 128, 1: 128})) == []
    assert actions(State()) == []


def test_added_grown_and_removed_at_once():
    current = state(disk(0), disk(1), disk(2), offered={0: 128, 1: 192, 4: None, 5: None})
    assert actions(current) == [Remove("/dev/sdc"), Resize("/dev/sdb"), Look(3, (4, 5))]
    done = plan(current, WANTED)
    assert [step.summary for step in done.operations] == [
        "remove LUN 2 (/dev/sdc), which is no longer offered",
        f"take LUN 1 (/dev/sdb) for {192 * MIB} bytes instead of {128 * MIB}",
        f"look for LUN 4, 5 at {PORTAL}",
    ]
    assert done.before == {PORTAL: {0: 128 * MIB, 1: 128 * MIB, 2: 128 * MIB}}
    assert done.after == {PORTAL: {0: 128 * MIB, 1: 192 * MIB, 4: None, 5: None}}


def test_a_session_without_a_disk_looks_once():
    assert actions(state(offered=None)) == [Look(3, ())]
    assert actions(state(offered={})) == []


def test_a_size_that_the_target_did_not_tell_is_no_reason_to_act():
    assert actions(state(disk(0), offered={0: None})) == []


def test_a_disk_in_use_is_not_removed_unless_told():
    current = state(disk(0), disk(1, users=("mounted on /srv",)), offered={0: 128})
    (refusal,) = plan(current, WANTED).refusals
    assert refusal.reason == f"LUN 1 (/dev/sdb) of {PORTAL} is no longer offered, but is in use: mounted on /srv"
    assert refusal.way_out == "release it first, or set allow_remove_in_use=true"
    assert not plan(current, dataclasses.replace(WANTED, allow_remove_in_use=True)).refusals


def test_a_disk_in_use_that_is_offered_is_no_reason_to_refuse():
    assert not plan(state(disk(0, users=("swap",)), offered={0: 256}), WANTED).refusals


numbers = st.sets(st.integers(0, 7))


@given(numbers, st.dictionaries(st.integers(0, 7), st.sampled_from([128, 192])))
def test_the_steps_lead_to_what_is_offered(seen, offered):
    disks = dict.fromkeys(seen, 128)
    for step in actions(state(*map(disk, sorted(seen)), offered={**offered, **dict.fromkeys(set(offered) - seen)})):
        names = {disk(number).device: number for number in range(8)}
        if isinstance(step, Look):
            disks.update({number: offered[number] for number in step.numbers})
        elif isinstance(step, Resize):
            disks[names[step.device]] = offered[names[step.device]]
        else:
            del disks[names[step.device]]
    assert disks == offered
