# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every reason to refuse, and the way out that goes with it."""

from __future__ import annotations

import dataclasses

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._lvm.model import (
    Device,
    Group,
    Storage,
    Volume,
    Wanted,
    WantedVolume,
)
from ansible_collections.quorate.ha_storage.plugins.module_utils._lvm.plan import plan

from .memory import blank

MIB = 1 << 20
PATH = "/dev/vdb"


def group(*volumes, size=1000 * MIB, **given):
    return Group("vg0", size, size - sum(v.size for v in volumes), 4 * MIB, True, volumes=volumes, **given)


def reasons(current, wanted):
    return [str(refusal) for refusal in plan(current, wanted).refusals]


def volume_wanted(*items, **given):
    return Wanted("vg0", (), None, items, **given)


@pytest.mark.parametrize(
    "device, reason",
    [
        (Device(PATH), "/dev/vdb is no block device on this host"),
        (Device(PATH, PATH), "/dev/vdb cannot be read (on a DRBD device"),
        (dataclasses.replace(blank(PATH), signature="ext4"), "/dev/vdb carries ext4 (look at it with wipefs /dev/vdb"),
        (dataclasses.replace(blank(PATH), signature="drbd"), "/dev/vdb carries drbd"),
        (dataclasses.replace(blank(PATH), vg="other"), "/dev/vdb belongs to volume group other"),
        (dataclasses.replace(blank(PATH), vg="vg0"), "volume group vg0 lies on /dev/vdb, but this host may not use it"),
    ],
)
def test_devices_that_are_not_ours_to_take(device, reason):
    (found,) = reasons(Storage(devices=(device,)), Wanted("vg0", (PATH,)))
    assert found.startswith(reason)


def test_all_reasons_are_told_at_once():
    current = Storage(devices=(Device(PATH), dataclasses.replace(blank("/dev/vdc"), signature="xfs")))
    assert len(reasons(current, Wanted("vg0", (PATH, "/dev/vdc")))) == 2


def test_a_link_to_a_device_that_is_given_too():
    link = dataclasses.replace(blank("/dev/disk/by-id/x"), real=PATH)
    (reason,) = reasons(Storage(devices=(blank(PATH), link)), Wanted("vg0", (PATH, link.path)))
    assert reason.startswith("/dev/vdb and /dev/disk/by-id/x are the same device")


def test_no_group_and_nothing_to_make_it_of():
    (reason,) = reasons(Storage(), Wanted("vg0"))
    assert reason == "there is no volume group vg0 (give the devices to make it of)"


def test_namesakes_and_missing_devices():
    assert "2 volume groups named vg0" in reasons(Storage((group(), group())), Wanted("vg0"))[0]
    assert "misses 1 of its devices" in reasons(Storage((group(missing_devices=1),)), Wanted("vg0"))[0]


def test_no_volume_is_made_smaller():
    current = Storage((group(Volume("a", 100 * MIB)),))
    (reason,) = reasons(current, volume_wanted(WantedVolume("a", "96m")))
    assert reason == "volume vg0/a has 100m; making it smaller, 96m, would cut off data (give at least 100m)"


def test_a_volume_under_a_stopped_drbd_does_not_grow():
    below = Volume("a", 100 * MIB, active=True, signature="drbd")
    wanted = volume_wanted(WantedVolume("a", "200m"))
    (reason,) = reasons(Storage((group(below),)), wanted)
    assert "DRBD, which is not running (start DRBD, then grow it)" in reason
    assert reasons(Storage((group(dataclasses.replace(below, open=True)),)), wanted) == []


def test_removal_needs_its_allowance_and_an_idle_volume():
    current = Storage((group(Volume("a", 100 * MIB, open=True)),))
    found = reasons(current, volume_wanted(WantedVolume("a", "", False)))
    assert found == [
        "removing volume vg0/a destroys its data (set destroy_data=true if you mean it)",
        "volume vg0/a is in use (stop what uses it first (lsblk shows it))",
    ]


def test_removal_of_a_group_needs_its_allowance_and_every_name():
    current = Storage((group(Volume("a", 100 * MIB, open=True), Volume("root", 100 * MIB)),))
    found = reasons(current, volume_wanted(WantedVolume("a"), present=False))
    assert [reason.split(" (")[0] for reason in found] == [
        "removing volume group vg0 destroys its data",
        "volume group vg0 has volumes that were not named: root",
        "volume vg0/a is in use",
    ]


def test_too_little_room():
    current = Storage((group(Volume("a", 900 * MIB)),))
    (reason,) = reasons(current, volume_wanted(WantedVolume("b", "101m"), WantedVolume("c", "100%FREE")))
    assert reason == "volume group vg0 has 100m free, 104m are wanted (give smaller sizes or more devices)"


def test_shares_are_taken_from_what_is_left():
    wanted = volume_wanted(WantedVolume("c", "60%VG"), WantedVolume("b", "500m"), WantedVolume("d", "100%FREE"))
    (reason,) = reasons(Storage((group(),)), wanted)
    assert reason.startswith("volume group vg0 has 500m free, not enough for 60%VG for c")
    fitting = volume_wanted(WantedVolume("c", "50%FREE"), WantedVolume("b", "500m"), WantedVolume("d", "100%FREE"))
    assert reasons(Storage((group(),)), fitting) == []


def test_a_share_of_nothing():
    current = Storage((group(Volume("a", 1000 * MIB)),))
    (reason,) = reasons(current, volume_wanted(WantedVolume("c", "100%FREE")))
    assert "has 0b free, not enough for 100%FREE for c" in reason
    assert reasons(current, volume_wanted(WantedVolume("a", "100%FREE"))) == []


def test_room_comes_from_new_devices_growth_and_removals():
    grown = Device(PATH, PATH, True, None, "vg0", 1100 * MIB, 1000 * MIB)
    current = Storage((group(Volume("a", 1000 * MIB)),), (grown, blank("/dev/vdc", 100 * MIB)))
    items = (WantedVolume("a", "", False, True), WantedVolume("b", "1200m"))
    assert reasons(current, Wanted("vg0", (PATH, "/dev/vdc"), None, items)) == []
    assert reasons(current, Wanted("vg0", (PATH, "/dev/vdc"), None, (*items, WantedVolume("c", "1m"))))
