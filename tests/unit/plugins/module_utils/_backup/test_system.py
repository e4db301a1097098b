# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Archives on a disk, by an unprivileged user in a folder of his own."""

from __future__ import annotations

import os

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._backup.model import CIB, Restore, Wanted
from ansible_collections.quorate.ha_storage.plugins.module_utils._backup.plan import plan_backup, plan_restore
from ansible_collections.quorate.ha_storage.plugins.module_utils._backup.spec import FOLDER
from ansible_collections.quorate.ha_storage.plugins.module_utils._backup.system import (
    Archives,
    BackupSystem,
    RestoreSystem,
)
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.converge import bring
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import HaStorageError, Refused
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.files import Files
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.runner import Result

GROUP = 'description = "{n}"\ncreation_time = {n}\nvg0 {{ seqno = {s} }}\n'
MON = """<pacemaker-result><summary><current_dc present="true"/></summary>
<nodes><node name="node1" online="true"/></nodes><resources>{}</resources></pacemaker-result>"""


class Tools:
    """LVM with groups, systemctl, and a cluster that is stopped."""

    def __init__(self):
        self.groups, self.number, self.active, self.ran = {"vg0": 1}, 0, set(), []

    def __call__(self, argv, *, stdin="", timeout=30, ok=(0,)):
        self.ran.append(argv[0])
        if argv[0] == "vgs":
            return Result(0, "\n".join(f"  {name}" for name in self.groups), "")
        if argv[0] == "vgcfgbackup":
            self.number += 1
            with open(argv[2], "w", encoding="utf-8") as stream:
                stream.write(GROUP.format(n=self.number, s=self.groups[argv[3]]))
            return Result(0, "", "")
        if argv[0] == "systemctl":
            return Result(0, "active\n", "") if argv[2] in self.active else Result(3, "inactive\n", "")
        assert argv[0] in ("crm_mon", "pacemakerd"), argv
        return Result(102, '<pacemaker-result><status code="102" message="Not connected"/></pacemaker-result>', "")


@pytest.fixture
def node(tmp_path):
    """The files of a node, its tools, and its archives."""
    for name, text in {
        "etc/corosync/authkey": "hush",
        "etc/drbd.d/san0.res": "resource san0 {}",
        "etc/quorate/targets/san0.json": "{}",
        "etc/quorate/targets/san0.json.1": "old",
        "sbin/vgs": "",
        "var/lib/pacemaker/cib/cib.xml": '<cib epoch="1"><configuration><constraints/></configuration></cib>',
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    (tmp_path / "etc/corosync/link").symlink_to("/etc/passwd")
    files = Files(str(tmp_path))
    return files, Tools(), Archives(FOLDER, files)


def backup(node, second, keep=3, check_mode=False):
    _files, tools, archives = node
    wanted = Wanted(f"config-20261123T05000{second}Z.tar.gz", keep)
    return bring(BackupSystem(archives, runner=tools), wanted, plan_backup, check_mode=check_mode).plan.operations


def test_an_archive_is_made_once_and_for_root_alone(node):
    files, tools, archives = node
    assert backup(node, 1, check_mode=True) and archives.names() == []
    assert backup(node, 1) and not backup(node, 2)
    assert files.mode(archives.newest()) == 0o600 and files.mode(FOLDER) == 0o700
    held = archives.load(archives.names()[0])
    assert sorted(held) == [
        CIB,
        "/etc/corosync/authkey",
        "/etc/drbd.d/san0.res",
        "/etc/quorate/targets/san0.json",
        "/volume-groups/vg0",
    ]
    tools.groups["vg0"] = 2
    assert backup(node, 3) and len(archives.names()) == 2


def test_a_volume_group_that_moved_away_is_kept_as_it_was(node):
    _files, tools, archives = node
    tools.groups["vg_san0"] = 5
    backup(node, 1)
    del tools.groups["vg_san0"]
    assert not backup(node, 2)
    tools.groups["vg0"] = 2
    backup(node, 3)
    assert "/volume-groups/vg_san0" in archives.load(archives.names()[-1])


def test_a_damaged_archive_does_not_count_and_is_named_when_asked_for(node):
    files, _tools, archives = node
    backup(node, 1)
    (name,) = archives.names()
    with open(files.path(f"{FOLDER}/{name}"), "wb") as stream:
        stream.write(b"cut off")
    assert archives.last() is None and backup(node, 2)
    with pytest.raises(HaStorageError, match="there is no archive config-x"):
        archives.load("config-x")


def restore(node, parts=("drbd",), allowed=True):
    _files, tools, archives = node
    system = RestoreSystem(archives, archives.names()[0], runner=tools)
    return bring(system, Restore(parts, allowed), plan_restore, check_mode=False).plan.operations


def test_a_file_comes_back_with_its_mode(node):
    files, _tools, _archives = node
    os.chmod(files.path("/etc/drbd.d/san0.res"), 0o640)
    backup(node, 1)
    with open(files.path("/etc/drbd.d/san0.res"), "w", encoding="utf-8") as stream:
        stream.write("wrong")
    os.chmod(files.path("/etc/drbd.d/san0.res"), 0o644)
    with pytest.raises(Refused, match="overwrite_configuration"):
        restore(node, allowed=False)
    assert [each.summary for each in restore(node)] == ["put /etc/drbd.d/san0.res back"]
    assert files.read_text("/etc/drbd.d/san0.res") == "resource san0 {}"
    assert files.mode("/etc/drbd.d/san0.res") == 0o640 and not restore(node)


def test_a_running_corosync_keeps_its_key(node):
    files, tools, _archives = node
    backup(node, 1)
    os.unlink(files.path("/etc/corosync/authkey"))
    tools.active.add("corosync.service")
    with pytest.raises(Refused, match="corosync runs here"):
        restore(node, ("cluster",))
    tools.active.clear()
    assert restore(node, ("cluster",)) and files.mode("/etc/corosync/authkey") is not None
