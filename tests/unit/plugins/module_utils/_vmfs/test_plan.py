# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is kept, what goes, what is an alarm, and what may be put back."""

from __future__ import annotations

import dataclasses

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._vmfs.manifest import store_name
from ansible_collections.quorate.ha_storage.plugins.module_utils._vmfs.model import (
    HEAD,
    PARTS,
    TABLE,
    Comparison,
    Device,
    Restore,
    State,
    Wanted,
)
from ansible_collections.quorate.ha_storage.plugins.module_utils._vmfs.plan import (
    Drop,
    Keep,
    alarms,
    plan_backup,
    plan_restore,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from .images import UUID_TEXT
from .test_manifest import DEVICE, VERSION, VOLUME

BROKEN = dataclasses.replace(DEVICE, volumes=(), problem="no header of VMFS")
LATER = "20261124T050000Z"


def wanted(**values):
    return Wanted((DEVICE.path,), "storage1", **{"stamp": LATER, **values})


def steps(state, **values):
    return [(type(each.action), each.action.version.stamp) for each in plan_backup(state, wanted(**values)).operations]


def changed(**values):
    volume = dataclasses.replace(VOLUME, **values)
    return dataclasses.replace(DEVICE, volumes=(volume,))


def test_a_first_version_and_then_none_while_nothing_changes():
    assert steps(State((DEVICE,))) == [(Keep, LATER)]
    assert steps(State((DEVICE,), (VERSION,))) == []


def test_a_changed_header_is_kept_and_an_alarm():
    state = State((changed(disk="naa.other"),), (VERSION,))
    assert steps(state) == [(Keep, LATER)]
    assert alarms(state, "storage1") == [
        f"{DEVICE.path}: disk of {store_name(VOLUME)} is naa.other, and was {VOLUME.disk} in {VERSION.stamp}"
    ]
    assert alarms(State((DEVICE,), (VERSION,)), "storage1") == []


def test_an_old_version_gets_a_successor():
    state = State((DEVICE,), (VERSION,))
    assert steps(state, max_age=86401) == [] and steps(state, max_age=86400) == [(Keep, LATER)]
    assert steps(state, stamp="20991123T050000Z", max_age=0) == []


def test_a_damaged_version_gets_a_successor_and_is_an_alarm():
    state = State((DEVICE,), (dataclasses.replace(VERSION, damage="head.img is missing"),))
    assert steps(state) == [(Keep, LATER)]
    assert alarms(state, "storage1") == [f"{DEVICE.path}: {VERSION.name}: head.img is missing"]


def test_a_lost_header_pushes_out_nothing_and_says_what_there_is():
    state = State((BROKEN,), (VERSION,))
    plan = plan_backup(state, wanted())
    assert not plan.operations and VERSION.name in str(plan.refusals[0])
    assert alarms(state, "storage1") == [f"{DEVICE.path}: no header of VMFS"]
    assert "give a device with VMFS" in str(plan_backup(State((BROKEN,)), wanted()).refusals[0])


def test_another_volume_in_its_place_is_an_alarm_and_the_versions_of_the_former_one_stay():
    state = State((changed(uuid="other"),), (VERSION,))
    assert steps(state, keep=1) == [(Keep, LATER)]
    assert alarms(state, "storage1") == [
        f"{DEVICE.path}: the volume {store_name(VOLUME)} was there, and is not any more"
    ]


@given(st.integers(0, 14), st.integers(1, 11), st.booleans())
@settings(deadline=None)
def test_ten_versions_roll_and_the_newest_stays(count, keep, new):
    versions = tuple(dataclasses.replace(VERSION, stamp=f"202601{day:02}T000000Z") for day in range(1, count + 1))
    state = State((changed(snapshot=9) if new else DEVICE,), versions)
    found = plan_backup(state, wanted(keep=keep, max_age=0)).operations
    gone = {each.action.version.name for each in found if isinstance(each.action, Drop)}
    made = [each.action.version for each in found if isinstance(each.action, Keep)]
    left = [each for each in (*versions, *made) if each.name not in gone]
    assert len(left) == min(keep, count + len(made)) and left == [*versions, *made][-len(left) :]
    assert plan_backup(State(state.devices, tuple(left)), wanted(keep=keep, max_age=0)).operations == ()


def test_a_new_label_is_an_alarm_and_the_versions_go_on():
    state = State((changed(label="renamed"),), (VERSION,))
    (operation, gone) = plan_backup(state, wanted(keep=1)).operations
    assert operation.action.version.store == f"renamed_{UUID_TEXT}" and gone.action.version == VERSION
    assert alarms(state, "storage1") == [
        f"{DEVICE.path}: label of {VERSION.store} is renamed, and was store1 in {VERSION.stamp}"
    ]


def test_a_clone_beside_its_origin():
    clone = dataclasses.replace(DEVICE, path="/dev/zvol/sp1/clone")
    (refusal,) = plan_backup(State((DEVICE, clone)), wanted()).refusals
    assert f"{DEVICE.path} and {clone.path} carry the same volume" in str(refusal)


def test_versions_of_other_hosts_and_stores_do_not_count():
    others = tuple(dataclasses.replace(VERSION, host=host) for host in ("storage2", "storage3"))
    assert steps(State((DEVICE,), (*others, VERSION)), keep=1) == []
    assert steps(State((DEVICE,), others), keep=1) == [(Keep, LATER)]


ASKED = Restore(DEVICE.path, VERSION.name, PARTS, UUID_TEXT, True)


def test_only_what_differs_is_put_back():
    plan = plan_restore(Comparison(BROKEN, VERSION, (TABLE, HEAD)), dataclasses.replace(ASKED, parts=(HEAD,)))
    assert [each.action.part for each in plan.operations] == [HEAD] and not plan.refusals
    assert (
        plan_restore(Comparison(DEVICE, VERSION), dataclasses.replace(ASKED, confirm="", allowed=False)).refusals == ()
    )


@pytest.mark.parametrize(
    "values, asked, reason",
    [
        ({}, {"confirm": ""}, f"set confirm={UUID_TEXT}"),
        ({}, {"confirm": "other"}, f"is of the volume {UUID_TEXT}"),
        ({}, {"allowed": False}, "set overwrite_header=true"),
        ({"device": Device(DEVICE.path, 1)}, {}, "of the same size"),
        ({"device": changed(uuid="other")}, {}, "carries another volume: other"),
        ({"in_use": "the kernel says that it is busy"}, {}, "is in use: the kernel says"),
        ({"version": dataclasses.replace(VERSION, damage="head.img is missing")}, {}, "take another version"),
    ],
)
def test_what_must_not_be_written(values, asked, reason):
    current = Comparison(**{"device": BROKEN, "version": VERSION, "differing": (HEAD,), **values})
    (refusal,) = plan_restore(current, dataclasses.replace(ASKED, **asked)).refusals
    assert reason in str(refusal)


def test_all_reasons_at_once():
    current = Comparison(Device(DEVICE.path, 1), VERSION, (HEAD,), "somebody")
    assert len(plan_restore(current, Restore(DEVICE.path, VERSION.name)).refusals) == 4
