# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sessions from recorded files of the kernel, and stand-ins for the tools that refuse every other command."""

from __future__ import annotations

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.converge import bring
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import DeadlineExceeded
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.plan import Operation
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.runner import Result
from ansible_collections.quorate.ha_storage.plugins.module_utils._luns.model import State, Wanted
from ansible_collections.quorate.ha_storage.plugins.module_utils._luns.plan import Look, plan
from ansible_collections.quorate.ha_storage.plugins.module_utils._luns.system import LunSystem
from ansible_collections.quorate.ha_storage.tests.unit.plugins.module_utils._iscsi.host import IQN, SESSION, kernel, put

TARGET = f"{SESSION}/device/target0:0:0"


class Tools:
    """A target with 512-byte blocks: *offered* has the blocks of each LUN; *news* are commands that fail once."""

    def __init__(self, files, offered, news=()):
        self.files, self.offered, self.news, self.commands = files, offered, list(news), []

    def __call__(self, argv, *, timeout=30, ok=(0,)):
        self.commands.append(" ".join(argv))
        if argv[0] in self.news:
            self.news.remove(argv[0])
            return self.answer(6, "", ok)
        if argv[0] == "sg_luns":
            assert argv[1] == "--quiet"
            return self.answer(0, "".join(f"    00{number:02x}000000000000\n" for number in self.offered), ok)
        if argv[0] == "sg_readcap":
            assert argv[1:3] == ("--16", "--brief")
            return self.answer(0, f"{self.offered['abXXe'.index(argv[3][-1])]:#x} 0x200\n", ok)
        assert argv == ("iscsiadm", "-m", "session", "-r", "11", "--rescan")
        self.search()
        return self.answer(0, "", ok)

    def search(self):
        if 4 in self.offered:
            put(self.files, f"{TARGET}/0:0:0:4/block/sde/size", "0")
            put(self.files, "/sys/class/block/sde/size", str(self.offered[4]))

    @staticmethod
    def answer(rc, text, ok):
        assert rc in ok
        return Result(rc, text, "")


@pytest.fixture
def files(tmp_path):
    found = kernel(tmp_path)
    for disk in "ab":
        for attribute in ("rescan", "delete"):
            put(found, f"/sys/class/block/sd{disk}/device/{attribute}", "")
    return found


def system(files, offered, **more):
    tools = Tools(files, offered, **more)
    return LunSystem(IQN, timeout=0.2, runner=tools, files=files), tools


def sizes(files):
    return [int(files.read_text(f"/sys/class/block/sd{disk}/size")) for disk in "ab"]


def test_the_target_is_asked_for_its_luns_and_for_the_size_of_each_disk(files):
    first, second = sizes(files)
    disks, _tools = system(files, {0: first, 1: second + 8})
    (offer,) = disks.read().offers
    assert offer.session.sid == 11
    assert offer.sizes == {0: first * 512, 1: (second + 8) * 512}


@pytest.mark.parametrize("tool", ["sg_luns", "sg_readcap"])
def test_news_that_come_in_place_of_an_answer_are_no_answer(files, tool):
    offered = dict(enumerate(sizes(files)))
    disks, _tools = system(files, offered, news=[tool])
    assert plan(disks.read(), Wanted(IQN)).operations == ()


def test_other_targets_and_sessions_that_recover_are_left_alone(files):
    assert LunSystem("iqn.2026-11.com.example:other", runner=None, files=files).read() == State()
    put(files, f"{SESSION}/state", "FAILED\n")
    assert LunSystem(IQN, runner=None, files=files).read() == State()
    assert LunSystem(IQN).absent() == State()


def test_a_lun_that_was_added_has_its_disk_in_the_end(files):
    disks, tools = system(files, {**dict(enumerate(sizes(files))), 4: 2048})
    done = bring(disks, Wanted(IQN), plan, check_mode=False)
    assert [step.summary for step in done.plan.operations] == ["look for LUN 4 at 10.77.30.11:3260"]
    assert "iscsiadm -m session -r 11 --rescan" in tools.commands


def test_a_disk_that_does_not_come_is_an_error(files):
    disks, _tools = system(files, dict(enumerate(sizes(files))))
    with pytest.raises(DeadlineExceeded, match="the disks of session 11"):
        disks.apply(Operation("", Look(11, (7,))))


@pytest.mark.parametrize(("offered", "disk", "attribute"), [({0: 8}, "a", "rescan"), ({1: 8}, "a", "delete")])
def test_the_kernel_is_told_of_one_disk_only(files, offered, disk, attribute):
    disks, _tools = system(files, offered)
    for step in plan(disks.read(), Wanted(IQN, allow_remove_in_use=True)).operations:
        if f"/dev/sd{disk}" in step.summary:
            disks.apply(step)
    written = {
        (name, what)
        for name in "ab"
        for what in ("rescan", "delete")
        if files.read_text(f"/sys/class/block/sd{name}/device/{what}") == "1"
    }
    assert written == {(disk, attribute)}


def test_a_session_that_has_no_disk_after_a_search_has_none(tmp_path):
    files = kernel(tmp_path)
    for name in files.names(f"{TARGET}"):
        if name.startswith("0:"):
            (tmp_path / TARGET.lstrip("/") / name).rename(tmp_path / f"away-{name.replace(':', '-')}")
    disks, _tools = system(files, {})
    done = bring(disks, Wanted(IQN), plan, check_mode=False)
    assert [step.summary for step in done.plan.operations] == ["look for LUNs at 10.77.30.11:3260"]


def test_an_action_of_another_subject_is_a_mistake_of_ours(files):
    disks, _tools = system(files, {})
    with pytest.raises(TypeError):
        disks.apply(Operation("", "nonsense"))
