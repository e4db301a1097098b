# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The only I/O of LVM: which commands it runs, and no others."""

from __future__ import annotations

import json
import pathlib

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import ToolMissing
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.plan import Operation
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.runner import Result
from ansible_collections.quorate.ha_storage.plugins.module_utils._lvm.model import Device, Storage, Wanted, WantedVolume
from ansible_collections.quorate.ha_storage.plugins.module_utils._lvm.system import LvmSystem, block_device

FIXTURES = pathlib.Path(__file__).parents[3] / "fixtures" / "lvm"
REPORT = "--reportformat json --units b --nosuffix --options"
VGS = f"{REPORT} vg_name,vg_size,vg_free,vg_extent_size,vg_autoactivation,vg_missing_pv_count"
PVS = f"{REPORT} pv_name,vg_name,dev_size,pv_size,pe_start,pv_mda_count,vg_extent_size"
LVS = f"{REPORT} lv_name,vg_name,lv_size,lv_active,lv_device_open"
MIB = 1 << 20


def said(name):
    return Result(0, (FIXTURES / name).read_text(encoding="utf-8"), "")


def nothing(kind):
    return Result(0, json.dumps({"report": [{kind: []}]}), "")


class Commands:
    """Answers what was planned, and fails on anything else."""

    def __init__(self, answers):
        self.answers, self.asked = answers, []

    def __call__(self, argv, *, stdin="", timeout=30, ok=(0,)):
        line = " ".join(argv)
        self.asked.append(line)
        result = self.answers[line]
        assert result.rc in ok
        return result


EMPTY = {f"vgs {VGS}": nothing("vg"), f"pvs {PVS}": nothing("pv"), f"lvs {LVS}": nothing("lv")}
FULL = {f"vgs {VGS}": said("vgs.json"), f"pvs {PVS}": said("pvs.json"), f"lvs {LVS}": said("lvs.json")}


def resolve(path):
    return {"/dev/disk/by-id/x": "/dev/ubdb", "/dev/gone": None}.get(path, path)


def read(wanted, answers):
    commands = Commands(answers)
    storage = LvmSystem(wanted, commands, resolve).read()
    assert set(commands.asked) == set(answers)
    return storage


def test_devices_before_anything_is_made():
    found = read(
        Wanted("vg0", ("/dev/vdb", "/dev/vdc", "/dev/drbd0", "/dev/gone", "/dev/vdd")),
        {
            **EMPTY,
            "blockdev --getsize64 /dev/vdb": Result(0, f"{201 * MIB}\n", ""),
            "blkid -p -o export /dev/vdb": Result(2, "", ""),
            "blockdev --getsize64 /dev/vdc": Result(0, f"{100 * MIB}\n", ""),
            "blkid -p -o export /dev/vdc": said("blkid-ext4.txt"),
            "blockdev --getsize64 /dev/drbd0": Result(1, "", "blockdev: cannot open /dev/drbd0: Wrong medium type"),
            "blockdev --getsize64 /dev/vdd": Result(0, f"{101 * MIB}\n", ""),
            "blkid -p -o export /dev/vdd": Result(8, "", "blkid: ambivalent result"),
        },
    )
    assert found == Storage(
        devices=(
            Device("/dev/vdb", "/dev/vdb", True, None, None, 200 * MIB),
            Device("/dev/vdc", "/dev/vdc", True, "ext4", None, 96 * MIB),
            Device("/dev/drbd0", "/dev/drbd0"),
            Device("/dev/gone"),
            Device("/dev/vdd", "/dev/vdd", True, "several signatures", None, 100 * MIB),
        )
    )


def test_a_physical_volume_is_known_by_its_device_not_by_its_path():
    (device,) = read(Wanted("vg0", ("/dev/disk/by-id/x",)), FULL).devices
    assert (device.path, device.real, device.vg) == ("/dev/disk/by-id/x", "/dev/ubdb", "vg0")


def test_a_label_without_a_group_is_as_good_as_blank():
    answers = {**EMPTY, f"pvs {PVS}": said("pvs-grown.json")}
    answers["blockdev --getsize64 /dev/loop1"] = Result(0, str(200 * MIB), "")
    (device,) = read(Wanted("vg0", ("/dev/loop1",)), answers).devices
    assert device == Device("/dev/loop1", "/dev/loop1", True, None, "", 196 * MIB)


def test_other_groups_are_left_out():
    assert read(Wanted("vg1"), FULL).groups == ()


def test_what_is_about_to_grow_is_looked_into():
    wanted = Wanted("vg0", (), None, (WantedVolume("san0", "200m"), WantedVolume("idle", "200m")))
    storage = read(wanted, {**FULL, "blkid -p -o export /dev/vg0/san0": said("blkid-drbd.txt")})
    assert storage.group.volume("san0").signature == "drbd"


def test_only_the_given_devices_are_scanned():
    wanted = Wanted("vg_a", ("/dev/drbd0",), only_devices=True)
    system = LvmSystem(wanted, Commands({}), resolve)
    with pytest.raises(KeyError, match="pvs --devices /dev/drbd0 --reportformat"):
        system.read()
    commands = system.run = Commands({"lvcreate --devices /dev/drbd0 --name a": Result(0, "", "")})
    system.apply(Operation("", ("lvcreate", "--name", "a")))
    assert len(commands.asked) == 1


def test_missing_tools_are_told_and_absent_devices_are_blank():
    def missing(argv, **options):
        raise ToolMissing(argv[0])

    system = LvmSystem(Wanted("vg0", ("/dev/vdb",)), missing, resolve)
    with pytest.raises(ToolMissing):
        system.read()
    (device,) = system.absent().devices
    assert (device.readable, device.signature, device.vg) == (True, None, None)


def test_only_block_devices_count(tmp_path):
    (tmp_path / "file").write_text("")
    assert block_device(str(tmp_path / "file")) is None
    assert block_device(str(tmp_path / "nothing")) is None
