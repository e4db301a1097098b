# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The planner, and its law: what was planned and done leaves nothing to do."""

from __future__ import annotations

import dataclasses

from ansible_collections.quorate.ha_storage.plugins.module_utils._lvm.model import (
    Device,
    Group,
    Storage,
    Volume,
    Wanted,
    WantedVolume,
)
from ansible_collections.quorate.ha_storage.plugins.module_utils._lvm.plan import growing, plan
from hypothesis import given, settings
from hypothesis import strategies as st

from .memory import after, blank

MIB = 1 << 20
PATHS = ("/dev/vdb", "/dev/vdc", "/dev/vdd")
NAMES = ("a", "b", "c")
HERE = Device("/dev/vdb", "/dev/vdb", True, None, "vg0", 1000 * MIB, 1000 * MIB)


def summaries(todo):
    return [operation.summary for operation in todo.operations]


def commands(todo):
    return [" ".join(operation.action) for operation in todo.operations]


def group(*volumes, size=1000 * MIB, **given):
    free = size - sum(volume.size for volume in volumes)
    return Group("vg0", size, free, 4 * MIB, given.pop("autoactivation", True), volumes=volumes, **given)


def test_everything_is_made_from_a_blank_device():
    wanted = Wanted("vg0", ("/dev/vdb",), False, (WantedVolume("a", "100m"), WantedVolume("b", "100%FREE")))
    todo = plan(Storage(devices=(blank("/dev/vdb"),)), wanted)
    assert summaries(todo) == [
        "make /dev/vdb a physical volume",
        "make volume group vg0 on /dev/vdb",
        "make volume vg0/a of 100m",
        "make volume vg0/b of 100%FREE",
    ]
    assert todo.refusals == ()
    assert todo.before == {}
    assert todo.after == {
        "vg": "vg0",
        "devices": ["/dev/vdb"],
        "autoactivation": False,
        "volumes": {"a": "100m", "b": "100%FREE"},
    }


def test_a_run_that_was_cut_off_after_pvcreate_is_carried_on():
    begun = dataclasses.replace(blank("/dev/vdb"), vg="")
    assert commands(plan(Storage(devices=(begun,)), Wanted("vg0", ("/dev/vdb",)))) == ["vgcreate vg0 /dev/vdb"]


def test_a_device_is_added_and_one_that_has_grown_is_used_up():
    grown = dataclasses.replace(HERE, usable=1200 * MIB)
    todo = plan(Storage((group(),), (grown, blank("/dev/vdc"))), Wanted("vg0", ("/dev/vdb", "/dev/vdc")))
    assert commands(todo) == ["pvcreate /dev/vdc", "vgextend vg0 /dev/vdc", "pvresize /dev/vdb"]
    assert summaries(todo)[2] == "use 200m more of /dev/vdb, which has grown"


def test_autoactivation_changes_only_when_asked():
    current = Storage((group(),), (HERE,))
    assert commands(plan(current, Wanted("vg0", ("/dev/vdb",)))) == []
    assert commands(plan(current, Wanted("vg0", ("/dev/vdb",), True))) == []
    assert commands(plan(current, Wanted("vg0", ("/dev/vdb",), False))) == ["vgchange --setautoactivation n vg0"]


def test_volumes_go_before_others_grow_or_come():
    current = Storage((group(Volume("a", 100 * MIB), Volume("b", 100 * MIB)),), (HERE,))
    wanted = Wanted(
        "vg0", (), None, (WantedVolume("c", "50%FREE"), WantedVolume("b", "101m"), WantedVolume("a", "", False, True))
    )
    todo = plan(current, wanted)
    assert summaries(todo) == ["destroy volume vg0/a", "grow vg0/b to 104m", "make volume vg0/c of 50%FREE"]
    fixed_first = Wanted("vg0", (), None, (WantedVolume("d", "100%FREE"), WantedVolume("e", "8m")))
    assert summaries(plan(current, fixed_first)) == ["make volume vg0/e of 8m", "make volume vg0/d of 100%FREE"]
    assert [operation.disturbs_io for operation in todo.operations] == [True, False, False]
    assert todo.after["volumes"] == {"b": "104m", "c": "50%FREE"}


def test_a_share_counts_only_when_the_volume_is_made():
    current = Storage((group(Volume("a", 100 * MIB)),), (HERE,))
    assert plan(current, Wanted("vg0", (), None, (WantedVolume("a", "100%FREE"),))).operations == ()


def test_a_size_within_the_last_extent_changes_nothing():
    current = Storage((group(Volume("a", 104 * MIB)),), (HERE,))
    todo = plan(current, Wanted("vg0", (), None, (WantedVolume("a", "101m"),)))
    assert (todo.operations, todo.refusals) == ((), ())
    assert todo.before == {**todo.after, "devices": ["/dev/vdb"]}


def test_what_grows():
    wanted = Wanted("vg0", (), None, (WantedVolume("a", "10m"), WantedVolume("b", "8m"), WantedVolume("c", "8m")))
    a, b = Volume("a", 8 * MIB), Volume("b", 8 * MIB)
    assert growing(group(a, b), wanted) == [(a, 12 * MIB)]
    assert growing(None, wanted) == []
    # Volumes of a group that goes are named without a size.
    assert growing(group(a), Wanted("vg0", (), None, (WantedVolume("a"),), present=False)) == []


def test_a_volume_group_goes_with_its_volumes_and_labels():
    current = Storage((group(Volume("a", 100 * MIB)),), (HERE,))
    wanted = Wanted("vg0", ("/dev/vdb",), None, (WantedVolume("a"),), present=False, destroy_data=True)
    todo = plan(current, wanted)
    assert commands(todo) == ["lvremove --yes vg0/a", "vgremove vg0", "pvremove /dev/vdb"]
    assert todo.after == {}
    assert plan(after(current, todo.operations), wanted).operations == ()


def test_what_is_gone_stays_gone_without_any_allowance():
    wanted = Wanted("vg0", ("/dev/vdb",), None, (WantedVolume("a"),), present=False)
    todo = plan(Storage(devices=(blank("/dev/vdb"),)), wanted)
    assert (todo.operations, todo.refusals) == ((), ())


sizes = st.one_of(st.integers(1, 600).map(lambda n: f"{n}m"), st.sampled_from(["100%FREE", "50%FREE", "30%VG"]))
volumes = st.lists(
    st.builds(WantedVolume, st.sampled_from(NAMES), sizes, st.booleans(), st.booleans()),
    unique_by=lambda item: item.name,
).map(tuple)
wanteds = st.builds(
    Wanted,
    st.just("vg0"),
    st.lists(st.sampled_from(PATHS), unique=True).map(tuple),
    st.sampled_from([None, False, True]),
    volumes,
    st.booleans(),
    st.booleans(),
)


@st.composite
def storages(draw, paths):
    """Any host on which these paths may be blank, begun, used or grown."""
    there = tuple(
        Volume(name, draw(st.integers(1, 60)) * 4 * MIB, active=True, open=draw(st.booleans()))
        for name in draw(st.lists(st.sampled_from(NAMES), unique=True))
    )
    devices = []
    for path in paths:
        vg = draw(st.sampled_from([None, "", "vg0"]))
        usable = draw(st.integers(200, 400)) * 4 * MIB
        pv_size = usable - draw(st.integers(0, 2)) * 4 * MIB if vg == "vg0" else 0
        devices.append(Device(path, path, True, None, vg, usable, pv_size))
    size = sum(device.pv_size for device in devices if device.vg == "vg0")
    if not size:
        return Storage((), tuple(dataclasses.replace(device, vg=device.vg and "") for device in devices))
    return Storage((group(*there, size=size, autoactivation=draw(st.booleans())),), tuple(devices))


@settings(max_examples=100, deadline=None)
@given(st.data(), wanteds)
def test_nothing_is_left_to_do(data, wanted):
    current = data.draw(storages(wanted.devices))
    todo = plan(current, wanted)
    if todo.refusals:
        return
    done = after(current, todo.operations)
    left = plan(done, wanted)
    assert left.operations == ()
    if wanted.present:
        assert set(todo.after["volumes"]) == {volume.name for volume in done.group.volumes}
        assert left.before["autoactivation"] == todo.after["autoactivation"]
    else:
        assert done.groups == ()


@settings(max_examples=100, deadline=None)
@given(st.data(), wanteds)
def test_data_go_only_where_that_was_allowed(data, wanted):
    current = data.draw(storages(wanted.devices))
    todo = plan(current, wanted)
    if todo.refusals or not current.group:
        return
    done = after(current, todo.operations)
    allowed = {item.name for item in wanted.volumes if not item.present and item.destroy_data}
    if not wanted.present and wanted.destroy_data:
        allowed |= {item.name for item in wanted.volumes}
    for volume in current.group.volumes:
        kept = done.group and done.group.volume(volume.name)
        assert volume.name in allowed or kept.size >= volume.size
