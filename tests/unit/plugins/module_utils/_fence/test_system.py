# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import json
import subprocess
import time

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import CommandFailed, HaStorageError
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.files import Files
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.runner import Result, run
from ansible_collections.quorate.ha_storage.plugins.module_utils._fence.model import Peer
from ansible_collections.quorate.ha_storage.plugins.module_utils._fence.system import Node

from .worlds import CLONE, NAME, RUNNING

QUORATE = "Flags:            Quorate Qdevice \n"
ANSWER = "Controller on node2 in state S_NOT_DC: ok\n"
PROC = " 0: cs:WFConnection ro:Primary/Unknown ds:UpToDate/DUnknown C r-----\n"


class Tools:
    """Answers by the name of the tool; notes argv and time limit."""

    def __init__(self, **answers):
        self.answers, self.ran = {"cibadmin": RUNNING, "quorumtool": QUORATE, "crmadmin": ANSWER, **answers}, []

    def __call__(self, argv, *, stdin="", timeout=30, ok=(0,)):
        self.ran.append((" ".join(argv), timeout))
        answer = self.answers[argv[0].rpartition("-")[2]]
        result = answer if isinstance(answer, Result) else Result(0, answer, "")
        if result.rc not in ok:
            raise CommandFailed(argv, result.rc, result.stdout, result.stderr)
        return result

    @property
    def names(self):
        return [line.split()[0] for line, _timeout in self.ran]


@pytest.fixture
def node(tmp_path):
    """Makes node1 with these answers of its tools."""

    def make(seconds=10, **answers):
        made = Node("san0", "node2", [0], seconds, Tools(**answers))
        made.name, made.files = "node1", Files(str(tmp_path))
        (tmp_path / "proc").mkdir(exist_ok=True)
        (tmp_path / "proc/drbd").write_text(PROC)
        return made

    return make


def test_a_look_at_a_member_asks_the_member(node):
    made = node()
    seen = made.look()
    assert seen.answers and seen.quorum.quorate and seen.disks.up_to_date and seen.cluster.state is Peer.MEMBER
    assert made._run.names == ["cibadmin", "corosync-quorumtool", "crmadmin"]
    assert made._run.ran[-1][0] == "crmadmin --timeout 2s --status node2"


def test_a_member_that_does_not_answer(node):
    assert not node(crmadmin="").look().answers
    assert not node(crmadmin=Result(124, "", "timed out")).look().answers


def test_a_lost_peer_is_not_asked(node):
    lost = RUNNING.replace('uname="node2" in_ccm="true"', 'uname="node2" in_ccm="false"')
    made = node(cibadmin=lost)
    assert not made.look().answers and "crmadmin" not in made._run.names


def test_no_quorum_is_an_answer(node):
    assert not node(quorumtool=Result(2, "Flags:            Qdevice \n", "")).look().quorum.quorate


def test_no_command_lasts_longer_than_what_is_left(node):
    made = node(seconds=1.5)
    made.look()
    assert all(0 < timeout <= 1.5 for _line, timeout in made._run.ran)
    made.end = time.monotonic() - 5
    made.look()
    assert made._run.ran[-1][1] == 0.1


def test_a_cluster_that_does_not_run_is_an_error(node):
    with pytest.raises(HaStorageError):
        node(cibadmin=Result(102, "", "Connection to the CIB manager failed")).look()


def test_states_are_not_asked_of_a_kernel_that_waits_for_the_answer(node):
    """drbdsetup would wait for the lock that the promotion holds."""
    made = node()
    made.disks()
    assert made._run.ran == []


@pytest.fixture
def really(monkeypatch, tmp_path):
    """node1 with Pacemaker's own tools on a CIB in a file."""
    file = tmp_path / "cib.xml"
    file.write_text(RUNNING)
    file.chmod(0o600)
    monkeypatch.setenv("CIB_file", str(file))
    made = Node("san0", "node2", [0], 30, run)
    made.name = "node1"
    return made


def test_placing_and_removing(really):
    before = really.cluster()
    assert before.owner == "" and really.place(before)
    after = really.cluster()
    assert (after.owner, after.clone) == ("node1", CLONE)
    assert really.remove(after) and really.cluster().owner == ""


def test_a_cib_that_changed_meanwhile_is_looked_at_again(really, tmp_path):
    seen = really.cluster()
    file = tmp_path / "cib.xml"
    file.write_text(file.read_text().replace('num_updates="35"', 'num_updates="36"'))
    assert not really.place(seen)
    assert really.place(really.cluster())


def test_the_packaged_script_finds_the_constraint(really, tmp_path):
    """What crm-unfence-peer.sh deletes by."""
    really.place(really.cluster())
    found = f'<rsc_location rsc="{CLONE}" id="{NAME}"/>'
    subprocess.run(["cibadmin", "--delete", "--xml-text", found], check=True, timeout=30)
    assert really.cluster().owner == ""
    assert json.dumps(NAME) not in (tmp_path / "cib.xml").read_text()
