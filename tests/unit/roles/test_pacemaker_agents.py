# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The executables of the cluster agents: that they start without Ansible, and when LINBIT's agent is asked."""

from __future__ import annotations

import os
import pathlib
import subprocess
import time
import xml.etree.ElementTree

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.ocf import metadata
from ansible_collections.quorate.ha_storage.plugins.module_utils._service.agent import AGENT

PROJECT = next(each for each in pathlib.Path(__file__).resolve().parents if (each / "galaxy.yml").exists())
AGENTS = PROJECT / "roles" / "pacemaker" / "files" / "ocf"
STATE = """exists resource name:r0 role:{role} suspended:no write-ordering:flush
exists connection name:r0 peer-node-id:0 conn-name:peer connection:{connection} role:Secondary congested:no
exists device name:r0 volume:0 minor:0 disk:{disk}
exists peer-device name:r0 peer-node-id:0 conn-name:peer volume:0 replication:{replication} peer-disk:{peer}
exists -
"""
WELL = {"connection": "Connected", "disk": "UpToDate", "replication": "Established", "peer": "UpToDate"}
TOOL = """#!/bin/sh
echo "{name} $*" >>"$0.calls"
cat "$0.out" 2>/dev/null
exit $(cat "$0.rc" 2>/dev/null || echo 0)
"""


def test_the_service_agent_starts_by_the_shell_without_site_packages(tmp_path):
    (tmp_path / "ha_storage").symlink_to(PROJECT / "plugins" / "module_utils")
    text = (AGENTS / "service").read_text()
    assert os.access(AGENTS / "service", os.X_OK) and text.startswith("#!/bin/sh\n")
    copy = tmp_path / "service"
    copy.write_text(text.replace("/usr/lib/quorate", str(tmp_path)))
    (tmp_path / "service.xml").write_text("described")
    assert run(copy, "meta-data").stdout == "described", "without an interpreter"
    done = run(copy, "none")
    assert done.returncode == 3 and "usage:" in done.stderr


def test_the_meta_data_in_the_file_are_the_agents():
    """To mend it, write what this compares with into the file."""
    assert (AGENTS.parent / "service.xml").read_text() == metadata(AGENT) + "\n"


@pytest.mark.parametrize("name", ["service", "drbd"])
def test_pacemaker_reads_no_declarations_over_which_it_logs_errors(tmp_path, name):
    (tmp_path / "service.xml").write_text((AGENTS.parent / "service.xml").read_text())
    agent = tmp_path / name
    agent.write_text((AGENTS / name).read_text().replace("/usr/lib/quorate", str(tmp_path)))
    for_a_tester, for_pacemaker = run(agent, "meta-data").stdout, run(agent, "meta-data", provider="quorate").stdout
    assert "<!ATTLIST" in for_a_tester and "<!ATTLIST" not in for_pacemaker
    texts = (xml.etree.ElementTree.fromstring(text) for text in (for_a_tester, for_pacemaker))
    assert len({xml.etree.ElementTree.tostring(text) for text in texts}) == 1


def run(agent: pathlib.Path, action: str, provider: str = "") -> subprocess.CompletedProcess[str]:
    environment = dict(os.environ, OCF_RESOURCE_PROVIDER=provider)
    return subprocess.run(["sh", str(agent), action], capture_output=True, text=True, check=False, env=environment)


class Host:
    """A resource r0, DRBD's, Pacemaker's and LINBIT's programs, as executables that note what they are asked."""

    def __init__(self, path: pathlib.Path) -> None:
        self.path = path
        for name in ("drbdadm", "drbdsetup", "linbit", "cibadmin", "attrd_updater"):
            tool = path / name
            tool.write_text(TOOL.format(name=name))
            tool.chmod(0o755)
        self.state("Secondary")

    def state(self, role: str, **others: str) -> None:
        """What drbdsetup prints."""
        (self.path / "drbdsetup.out").write_text(STATE.format(role=role, **{**WELL, **others}))

    def says(self, tool: str, rc: int) -> None:
        """The return code of a tool."""
        (self.path / f"{tool}.rc").write_text(f"{rc}\n")

    def asked(self, tool: str = "linbit") -> list[str]:
        """The calls of a tool since the last question."""
        calls = self.path / f"{tool}.calls"
        found = calls.read_text().split("\n")[:-1] if calls.exists() else []
        calls.unlink(missing_ok=True)
        return found

    def act(self, action: str, interval: str = "9000", **environment: str) -> int:
        """The return code of the agent."""
        given = {
            "PATH": f"{self.path}:/usr/bin:/bin",
            "OCF_RESKEY_drbd_resource": "r0",
            "OCF_RESKEY_CRM_meta_interval": interval,
            "OCF_RESKEY_CRM_meta_on_node": "node1",
            "OCF_RESOURCE_INSTANCE": "r0-drbd",
            "QUORATE_LINBIT_AGENT": str(self.path / "linbit"),
            "QUORATE_RUN": str(self.path / "run"),
            **environment,
        }
        return subprocess.run(["sh", AGENTS / "drbd", action], env=given, capture_output=True, check=False).returncode


@pytest.fixture
def host(tmp_path):
    return Host(tmp_path)


def test_the_short_way_is_taken_once_linbits_agent_has_seen_that_all_is_well(host):
    assert [host.act("monitor") for _round in range(3)] == [0, 0, 0]
    assert host.asked() == ["linbit monitor"]


def test_a_promotion_is_one_command_and_so_is_the_monitor_after_it(host):
    assert host.act("promote") == 0
    host.state("Primary")
    assert host.act("monitor") == 8
    assert host.act("demote") == 0
    host.state("Secondary")
    assert host.act("monitor") == 0
    assert host.asked("drbdadm") == ["drbdadm primary r0", "drbdadm secondary r0"] and host.asked() == []


def test_linbits_agent_still_comes_round(host):
    host.act("promote")
    host.state("Primary")
    host.says("linbit", 8)
    before = time.time() - 70
    os.utime(host.path / "run/drbd-r0.well", (before, before))
    assert [host.act("monitor"), host.act("monitor")] == [8, 8]
    assert host.asked() == ["linbit monitor"]


@pytest.mark.parametrize(
    "trouble",
    [
        {"connection": "Connecting", "replication": "Off", "peer": "DUnknown"},
        {"connection": "Connecting"},
        {"disk": "Inconsistent", "replication": "SyncTarget"},
        {"peer": "Inconsistent", "replication": "SyncSource"},
        {"disk": "Diskless"},
        {"peer": "Outdated"},
        {"disk": "UpToDate client:no quorum:no"},
        {"role": "Secondary suspended:fencing"},
        {"peer": "UpToDate\nexists device name:r0 volume:1 minor:1 disk:Failed"},
    ],
)
def test_whatever_is_not_well_is_linbits_and_so_is_the_first_look_after_it(host, trouble):
    host.act("monitor")
    host.asked()
    host.state(**{"role": "Secondary", **trouble})
    assert [host.act("monitor"), host.act("monitor")] == [0, 0]
    host.state("Secondary")
    assert [host.act("monitor"), host.act("monitor")] == [0, 0]
    assert host.asked() == ["linbit monitor"] * 3


def test_what_is_down_or_does_not_answer_is_linbits(host):
    host.says("drbdsetup", 10)
    host.says("linbit", 7)
    assert host.act("monitor") == 7 and host.asked() == ["linbit monitor"]
    host.says("drbdsetup", 0)
    (host.path / "drbdsetup.out").write_text("exists -\n")
    assert host.act("monitor") == 7 and host.asked() == ["linbit monitor"]


def test_a_probe_is_always_linbits(host):
    host.act("monitor")
    assert host.act("monitor", interval="0") == 0
    assert host.asked() == ["linbit monitor"] * 2


SCORE = 'name="master-r0-drbd" host="node1" value="{}"'


@pytest.fixture
def forgotten(host):
    """The CIB has no promotion score of this node, its attribute manager has one."""
    host.says("cibadmin", 105)
    (host.path / "attrd_updater.out").write_text(SCORE.format(10000))
    return host


@pytest.mark.parametrize(("interval", "linbit"), [("0", 8), ("0", 0), ("9000", 0)])
def test_a_score_that_the_cib_has_lost_is_written_anew(forgotten, interval, linbit):
    forgotten.says("linbit", linbit)
    forgotten.state("Primary" if linbit else "Secondary")
    assert forgotten.act("monitor", interval=interval) == linbit
    assert forgotten.asked("cibadmin") == [
        "cibadmin --query --xpath //node_state[@uname='node1']//nvpair[@name='master-r0-drbd']"
    ]
    asked = "attrd_updater --query --name master-r0-drbd --node node1"
    assert forgotten.asked("attrd_updater") == [asked, "attrd_updater --refresh"]


@pytest.mark.parametrize("out", ["", SCORE.format(""), SCORE.format("(null)")])
def test_a_copy_that_must_not_be_promoted_has_no_score(forgotten, out):
    (forgotten.path / "attrd_updater.out").write_text(out)
    assert forgotten.act("monitor") == 0
    assert len(forgotten.asked("attrd_updater")) == 1


@pytest.mark.parametrize("rc", [0, 102, 124])
def test_a_cib_that_has_it_or_does_not_answer_is_left_alone(forgotten, rc):
    forgotten.says("cibadmin", rc)
    assert forgotten.act("monitor") == 0 and forgotten.asked("attrd_updater") == []


def test_what_does_not_run_has_no_score(forgotten):
    forgotten.says("linbit", 7)
    assert forgotten.act("monitor", interval="0") == 7 and forgotten.asked("cibadmin") == []


def test_where_the_two_disagree_linbits_word_counts(host):
    host.says("linbit", 1)
    assert [host.act("monitor"), host.act("monitor")] == [1, 1]
    assert host.asked() == ["linbit monitor"] * 2


@pytest.mark.parametrize("action", ["promote", "demote"])
def test_what_the_command_refuses_goes_the_long_way(host, action):
    host.says("drbdadm", 11)
    host.says("linbit", 1)
    assert host.act(action) == 1 and host.asked() == [f"linbit {action}"]


@pytest.mark.parametrize("action", ["start", "stop", "notify", "reload", "validate-all"])
def test_the_other_actions_are_linbits_with_their_return_codes(host, action):
    host.act("monitor")
    host.says("linbit", 6)
    assert host.act(action) == 6
    host.says("linbit", 0)
    host.act("monitor")
    assert host.asked() == ["linbit monitor", f"linbit {action}", "linbit monitor"]


def test_linbits_agent_learns_that_there_are_no_notifications(host):
    (host.path / "linbit").write_text(
        "#!/bin/sh\n[ $OCF_RESKEY_ignore_missing_notifications$OCF_RESKEY_unfence_if_all_uptodate = truefalse ]\n"
    )
    assert host.act("start", OCF_RESKEY_unfence_if_all_uptodate="false") == 0


def test_without_linbits_agent_nothing_is_installed(host):
    assert host.act("start", QUORATE_LINBIT_AGENT="/nowhere/drbd") == 5
    assert host.act("dance") == 3
