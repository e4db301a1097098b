# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the other side's key is good for: all that a replication does, and nothing else."""

from __future__ import annotations

import dataclasses

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.converge import bring
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import CommandFailed
from ansible_collections.quorate.ha_storage.plugins.module_utils._zfs.gate import admitted
from ansible_collections.quorate.ha_storage.plugins.module_utils._zfs.model import End, Policy
from ansible_collections.quorate.ha_storage.plugins.module_utils._zfs.plan import plan
from ansible_collections.quorate.ha_storage.plugins.module_utils._zfs.system import ZfsSystem
from zfs.state import Fault

from .worlds import Simulated, snapshots, volume, wanted

ROOTS = ("sp1/iscsi/lun0", "sp1/iscsi/lun1")
END = End(("ssh", "dr1"), ("pfexec",))


class Gated(Simulated):
    """The target is behind ssh and its gate."""

    def _do(self, argv, data=b""):
        if argv[0] == "ssh":
            found = admitted(argv[-1], ("dst/zv",), ("pfexec",))
            assert isinstance(found, tuple), (found, argv)
            argv = found[1:]
        return super()._do(argv, data)


def run(system, want):
    gated = Gated(system)
    return bring(ZfsSystem(want, runner=gated.run, piper=gated.pipe), want, plan, check_mode=False)


def test_a_whole_life_goes_through():
    system = volume()
    want = dataclasses.replace(wanted(keep_target=Policy(last=1)), target=END)
    run(system, want)
    snapshots(system, "c", "d")
    system.faults = [Fault(system.acts + 1, "cut")]
    with pytest.raises(CommandFailed, match="incomplete stream"):
        run(system, want)
    system.faults = []
    run(system, want)
    snapshots(system, "own", dataset="dst/zv")
    snapshots(system, "e")
    copied = next(each for each in system.datasets["dst/zv"].snapshots if each.name == "d")
    options = dataclasses.replace(want.options, discard_after=(str(copied.guid),))
    run(system, dataclasses.replace(want, options=options))
    assert [each.name for each in system.datasets["dst/zv"].snapshots][-1] == "e"


@pytest.mark.parametrize(
    "line",
    [
        "",
        "sh",
        "zfs",
        "zpool destroy sp1",
        "zpool get -Hp -o name,property,value health rpool",
        "zfs destroy sp1/iscsi/lun0",
        "zfs destroy -r sp1/iscsi/lun0@a",
        "zfs destroy sp1/iscsi/lun0@a,b",
        "zfs destroy sp1/iscsi/lun0@a%b",
        "zfs destroy sp1/iscsi/lun0@",
        "zfs destroy sp1/iscsi/lun2@a",
        "zfs rollback -r sp1/iscsi/lun0@a",
        "zfs receive -F sp1/iscsi/lun0",
        "zfs receive -s -u -F sp1/iscsi/lun0",
        "zfs receive -s -u -x stmf_sbd_lu sp1/iscsi/lun0",
        "zfs receive -s -u -o mountpoint=/etc sp1/iscsi/lun0",
        "zfs receive -s -u -o readonly=on sp1/iscsi/lun2",
        "zfs receive -s -u sp1/iscsi",
        "zfs receive -s -u",
        "zfs receive -A sp1",
        "zfs inherit stmf_sbd_lu sp1/iscsi/lun0",
        "zfs set mountpoint=/ sp1/iscsi/lun0",
        "zfs set readonly sp1/iscsi/lun0",
        "zfs send sp1/iscsi/lun0@a",
        "zfs send -t 1-abc",
        "zfs promote sp1/iscsi/lun0",
        "zfs get -Hp -o value guid rpool/secret@a",
        "zfs get all sp1/iscsi/lun0",
        "zfs get -Hp -o name,property,value,source all -r",
        "zfs list -Hp -d 9 -t all -o name sp1",
        "zfs holds -rH sp1/iscsi/lun0@a",
        "zfs hold -r tag sp1/iscsi/lun0@a",
        "zfs hold tag sp1/iscsi/lun0@a -r",
        "zfs get -Hp -o value guid sp1/iscsi/lun0@a; rm -rf /",
        "sudo zfs get -Hp -o value guid sp1/iscsi/lun0@a",
        "zfs get 'guid",
    ],
)
def test_nothing_else_does(line):
    found = admitted(line, ROOTS, ("pfexec",))
    assert isinstance(found, str) and found


def test_named_properties_and_the_prefix_of_this_side():
    line = "zfs set compression=lz4 sp1/iscsi/lun0"
    assert isinstance(admitted(line, ROOTS), str)
    assert admitted(line, ROOTS, ("pfexec",), ("compression",)) == ("pfexec", *line.split())
    assert admitted(f"pfexec {line}", ROOTS, ("pfexec",), ("compression",)) == ("pfexec", *line.split())
