# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A clone of a copy while the replication goes on; it is replaced and removed cleanly, and identities meet nowhere."""

from __future__ import annotations

import copy
import json

import pytest
from ansible.module_utils.testing import patch_module_args
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.converge import bring
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import (
    HaStorageError,
    Refused,
    ToolMissing,
)
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.files import Files
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.runner import Result
from ansible_collections.quorate.ha_storage.plugins.module_utils._zfs.drill import plan_drill, tag_of
from ansible_collections.quorate.ha_storage.plugins.module_utils._zfs.drill_system import DrillSystem
from ansible_collections.quorate.ha_storage.plugins.module_utils._zfs.model import Drill, Policy
from ansible_collections.quorate.ha_storage.plugins.module_utils._zfs.report import clone_data
from ansible_collections.quorate.ha_storage.plugins.modules import zfs_dr_clone
from zfs import host
from zfs.state import Fault

from .worlds import Killed, Simulated, names, replicate, snapshots, volume, wanted

GUID = "600144F07ED404000000496813070001"
SERIAL = "2f1b0c39-6c4e-5d8a-9a64-6f2f3d1a7b10"
WANT = Drill("dst/zv", "dst/test")


def metadata(guid=GUID):
    """The property of a unit with this GUID: a header, and the section that describes it."""
    section = bytearray(144)
    section[:14] = (48).to_bytes(8, "little") + len(section).to_bytes(4, "little") + (1).to_bytes(2, "little")
    section[88] = 9
    section[92:96] = bytes([1, 3, 0, 16])
    section[96:112] = bytes.fromhex(guid)
    return ((0x53554E5342444C55).to_bytes(8, "little") + bytes(40) + bytes(section)).hex()


def copied():
    """A volume with an identity, and its copy."""
    system = volume()
    assigned = {"stmf_sbd_lu": metadata(), "serial": SERIAL, "lun": "3", "host_group": "ESX1"}
    for name, value in assigned.items():
        prefix = "" if name == "stmf_sbd_lu" else "quorate.ha_storage:"
        host.play(system, f"zfs set {prefix}{name}={value} src/zv")
    replicate(system)
    system.acts = 0
    return system


def act(system, want=WANT, root="/nowhere", units="", kill=0):
    simulated = Simulated(system, kill=kill)

    def run(argv, **options):
        if argv[0] == "stmfadm":
            if not units:
                raise ToolMissing("stmfadm")
            return Result(0, units, "")
        return simulated.run(argv, **options)

    system_of = DrillSystem(want, run, Files(str(root)))
    done = bring(system_of, want, plan_drill, check_mode=False)
    return [str(each.action) for each in done.plan.operations], clone_data(system_of.last, want)


def test_identity_goes_with_the_data_to_the_copy_and_its_clone():
    system = copied()
    steps, clone = act(system)
    assert steps == ["hold dst/zv@b (source)", "clone dst/zv@b as dst/test"]
    assert clone == {
        "name": "dst/test",
        "snapshot": "b",
        "device": "/dev/zvol/dst/test",
        "raw_device": "/dev/zvol/rdsk/dst/test",
        "guid": GUID,
        "serial": SERIAL,
        "lun": 3,
        "host_group": "ESX1",
    }
    assert system.datasets["dst/test"].properties["readonly"].local == "off"
    assert act(system)[0] == [] and "quorate.ha_storage:role" not in system.datasets["dst/test"].properties


def test_replication_and_pruning_go_on_beside_it():
    system = copied()
    act(system, Drill("dst/zv", "dst/test", snapshot="a"))
    host.write(system, "dst/test", written="by the test")
    snapshots(system, "c", "d")
    replicate(system, wanted(keep_target=Policy(last=1)))
    assert names(system, "dst/zv") == ["a", "c", "d"] and system.datasets["dst/test"].content["written"]
    act(system, Drill("dst/zv", "dst/test", present=False))
    snapshots(system, "e")
    replicate(system, wanted(keep_target=Policy(last=1)))
    assert names(system, "dst/zv") == ["d", "e"] and "dst/test" not in system.datasets


def test_another_moment_replaces_it_by_name_of_the_act_only():
    system = copied()
    act(system, Drill("dst/zv", "dst/test", snapshot="a"))
    with pytest.raises(Refused, match="replace=true"):
        act(system)
    steps, clone = act(system, Drill("dst/zv", "dst/test", replace=True))
    assert clone["snapshot"] == "b"
    assert sorted(steps) == [
        "clone dst/zv@b as dst/test",
        "destroy the clone dst/test of dst/zv@a",
        "hold dst/zv@b (source)",
        "release dst/zv@a (source)",
    ]
    assert tag_of("dst/test") not in system.datasets["dst/zv"].snapshots[0].holds


def test_a_moment_in_time():
    system = copied()
    first = system.datasets["dst/zv"].snapshots[0].created
    assert act(system, Drill("dst/zv", "dst/test", not_after=first))[1]["snapshot"] == "a"
    with pytest.raises(Refused, match="no such snapshot"):
        act(system, Drill("dst/zv", "dst/early", not_after=first - 1))


def test_an_identity_that_is_presented_here_is_not_given_twice(tmp_path):
    system = copied()
    serial = tmp_path / "sys/kernel/config/target/core/iblock_0/lun0/wwn/vpd_unit_serial"
    with pytest.raises(Refused, match=f"presented here under its identity {GUID.lower()}"):
        act(system, units=f"LU Name: {GUID}\n")
    serial.parent.mkdir(parents=True)
    serial.write_text(f"T10 VPD Unit Serial Number: {SERIAL}\n")
    with pytest.raises(Refused, match=f"presented here under its identity {SERIAL}"):
        act(system, root=tmp_path)
    clone = act(system, Drill("dst/zv", "dst/test", same=False), root=tmp_path)[1]
    assert "guid" not in clone and "stmf_sbd_lu" not in system.datasets["dst/test"].properties
    host.play(system, "zfs set quorate.ha_storage:role=primary dst/zv")
    with pytest.raises(Refused, match="it is the primary, and its own LUN"):
        act(system, Drill("dst/zv", "dst/more"))


def test_what_comstar_writes_into_a_clone_that_it_presents_is_no_other_identity():
    system = copied()
    act(system)
    host.play(system, f"zfs set stmf_sbd_lu={metadata()}0000000000000000 dst/test")
    assert act(system, units=f"LU Name: {GUID}\n")[0] == []
    new, fresh = Drill("dst/zv", "dst/new", same=False), GUID[:-1] + "9"
    act(system, new)
    host.play(system, f"zfs set stmf_sbd_lu={metadata(fresh)} dst/new")
    assert act(system, new, units=f"LU Name: {fresh}\n")[0] == []
    with pytest.raises(Refused, match="another identity"):
        act(system, Drill("dst/zv", "dst/new"))


def test_a_clone_that_is_presented_is_not_removed():
    system = copied()
    act(system)
    for want in (Drill("dst/zv", "dst/test", present=False), Drill("dst/zv", "dst/test", snapshot="a", replace=True)):
        with pytest.raises(Refused, match="take that away first"):
            act(system, want, units=f"LU Name: {GUID}\n")
    assert act(system, units=f"LU Name: {GUID}\n")[0] == []


def test_nothing_else_is_touched():
    system = copied()
    host.play(system, "zfs create -V 16M dst/foreign", "zfs clone dst/zv@a dst/byhand")
    for name in ("dst/foreign", "dst/byhand"):
        for present in (True, False):
            with pytest.raises(Refused, match="no clone that was made here"):
                act(system, Drill("dst/zv", name, present))
    with pytest.raises(Refused, match="there is no dst/none"):
        act(system, Drill("dst/zv", "dst/none/test"))
    with pytest.raises(Refused, match="it does not exist"):
        act(system, Drill("dst/none", "dst/test"))
    act(system)
    snapshots(system, "own", dataset="dst/test")
    with pytest.raises(Refused, match="snapshots of its own"):
        act(system, Drill("dst/zv", "dst/test", present=False))
    host.play(system, "zfs set stmf_sbd_lu=00 dst/zv")
    with pytest.raises(Refused, match="stmf_sbd_lu"):
        act(system, Drill("dst/zv", "dst/more"))


@pytest.mark.parametrize("kind", ["kill", "error", "silent", "late"])
@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_a_run_that_breaks_off_is_run_again(kind, number):
    system = copied()
    act(system, Drill("dst/zv", "dst/test", snapshot="a"))
    want, system.acts = Drill("dst/zv", "dst/test", replace=True), 0
    ended, broken = copy.deepcopy(system), system
    act(ended, want)
    broken.faults = [] if kind == "kill" else [Fault(number, kind)]
    with pytest.raises((Killed, HaStorageError)):
        act(broken, want, kill=number if kind == "kill" else 0)
    broken.faults = []
    act(broken, want)
    for each in (ended, broken):
        assert each.datasets["dst/test"].origin == "dst/zv@b"
        held = [sorted(snapshot.holds) for snapshot in each.datasets["dst/zv"].snapshots]
        assert held == [[], ["quorate", tag_of("dst/test")]]


def test_wrong_options_are_told_at_once(capsys):
    given = {"dataset": "-", "clone": "-", "snapshot": "a@b", "not_after": "noon"}
    with patch_module_args(given), pytest.raises(SystemExit):
        zfs_dr_clone.main()
    assert len(json.loads(capsys.readouterr().out)["problems"]) == 5
