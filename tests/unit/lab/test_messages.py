# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (c) 2026 quorate.ha_storage contributors
"""What the user reads when something is missing, too small, forbidden, or dead."""

import json
import os
import signal
import subprocess
import sys
import time

import pytest

from lab.lib import cli, host, proc, up, verbs
from lab.lib.errors import LabError
from lab.lib.state import Lab


@pytest.fixture(autouse=True)
def _own_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("LAB_DIR", str(tmp_path / "lab"))
    monkeypatch.setenv("LAB_NAME", "unit")


def test_missing_tools_become_packages():
    absent = {"mmdebstrap", "ssh"}
    missing = host.missing_tools(True, True, lambda name: None if name in absent else f"/bin/{name}")
    assert {tool.package for tool in missing} == {"openssh-client", "mmdebstrap"}


def test_a_cached_image_needs_no_build_tools():
    assert not host.missing_tools(False, False, lambda name: None if name in {"mmdebstrap", "newuidmap"} else name)


def test_an_ordinary_user_needs_uidmap_to_build():
    missing = host.missing_tools(True, False, lambda name: None if name == "newuidmap" else name)
    assert [tool.package for tool in missing] == ["uidmap"]


def test_require_says_how_to_install(monkeypatch):
    monkeypatch.setattr(host, "missing_packages", lambda building, root: ["mmdebstrap", "patchelf"])
    with pytest.raises(LabError, match=r"missing on this host: mmdebstrap, patchelf\n.*doctor --install"):
        host.require(True)


def test_missing_program_at_run_time():
    with pytest.raises(LabError, match="the host has no 'no-such-tool'"):
        proc.run(["no-such-tool"])


def test_failed_program_shows_its_last_words():
    with pytest.raises(LabError, match=r"failed with code 3\n  it is broken"):
        proc.run([sys.executable, "-c", "import sys; print('it is broken', file=sys.stderr); sys.exit(3)"])


def test_endless_program_is_ended():
    with pytest.raises(LabError, match="did not end within"):
        proc.run([sys.executable, "-c", "import time; time.sleep(60)"], timeout=0.3)


def test_too_little_memory():
    host.require_memory(1000, 1000)
    with pytest.raises(LabError, match=r"may use 2816 MiB, and 900 MiB are available\n.*--memory"):
        host.require_memory(2816, 900)


def test_available_memory_is_read_from_the_kernels_figures():
    assert host.available_mib("MemTotal: 10 kB\nMemAvailable:    2097152 kB\n") == 2048
    assert host.available_mib("MemTotal: 10 kB\n") == 0


@pytest.mark.parametrize(
    ("switches", "text"),
    [
        ({"kernel/unprivileged_userns_clone": "0"}, "kernel.unprivileged_userns_clone=1"),
        ({"kernel/apparmor_restrict_unprivileged_userns": "1"}, "apparmor_restrict_unprivileged_userns=0"),
        ({"user/max_user_namespaces": "0"}, "user.max_user_namespaces=10000"),
        ({"user/max_user_namespaces": "9999"}, "inside a container"),
        ({}, "inside a container"),
    ],
)
def test_forbidden_namespace_names_the_setting(switches, text):
    assert text in host.namespace_hint(switches)


def test_forbidden_namespace_is_an_error(monkeypatch):
    failed = subprocess.CompletedProcess([], 1, "", "Operation not permitted")
    monkeypatch.setattr(host, "run", lambda *_, **__: failed)
    with pytest.raises(LabError, match="no network namespace of your own"):
        host.namespace(False)


def test_no_subordinate_ids(monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 1001)
    monkeypatch.setattr(host, "run", lambda *_, **__: subprocess.CompletedProcess([], 1, "", ""))
    with pytest.raises(LabError, match="add-subuids"):
        host.mapped_root()


def test_no_sudo(monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 1001)
    monkeypatch.setattr(host, "which", lambda _: None)
    with pytest.raises(LabError, match=r"only root can install.*\n.*apt-get install --no-install-recommends kmod"):
        host.install(["kmod"])


@pytest.mark.parametrize("verb", ["ssh", "cut", "kill", "start", "replace"])
def test_a_lab_that_is_down(verb, capsys):
    assert cli.main([verb, "node1"]) == 1
    assert "the lab 'unit' is not up\n  start it: LAB_NAME=unit lab/lab up" in capsys.readouterr().err


def test_status_of_nothing(capsys):
    assert cli.main(["status", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"cuts": [], "name": "unit", "nodes": {}, "up": False}


def test_down_of_nothing_is_fine(capsys):
    assert cli.main(["down"]) == 0
    assert "is down" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("power", "text"),
    [("off", r"node1 is off\n  lab/lab start node1"), ("frozen", r"node1 is frozen\n  lab/lab thaw node1")],
)
def test_a_dead_node_says_how_to_start_it(power, text, monkeypatch):
    lab = Lab()
    plan = {"topology": {"name": "t", "networks": [], "machines": [MACHINE]}}
    monkeypatch.setattr(Lab, "read_plan", lambda self: plan)
    monkeypatch.setattr(Lab, "ask", lambda self, do: {"nodes": {"node1": {"power": power}}})
    with pytest.raises(LabError, match=text):
        verbs.require_alive(lab, "node1")
    with pytest.raises(LabError, match="no node 'other'"):
        verbs.require_alive(lab, "other")


MACHINE = {
    "name": "node1",
    "index": 0,
    "site": "",
    "memory_mib": 512,
    "addresses": [["lab", "10.77.0.11/24"]],
    "data_mib": [],
    "groups": [],
}


def test_unknown_topology_names_the_known_ones():
    with pytest.raises(LabError, match=r"there are: .*pair.*single"):
        up.load("nonsense")


def test_memory_option_replaces_every_nodes():
    assert {node.memory_mib for node in up.load("pair", "256M").nodes} == {256}


@pytest.mark.parametrize("name", ["Name", "a/b", "..", "x" * 40])
def test_bad_lab_names(name):
    with pytest.raises(LabError, match="is no name for a lab"):
        Lab(name)


def test_two_labs_share_nothing_but_the_cache():
    one, two = Lab("one"), Lab("two")
    assert one.cache == two.cache
    for attribute in ("folder", "socket", "short", "inventory", "ssh_config", "supervisor_pid", "key"):
        assert getattr(one, attribute) != getattr(two, attribute)


def test_a_long_folder_gets_a_short_socket(monkeypatch, tmp_path):
    monkeypatch.setenv("LAB_DIR", str(tmp_path / ("d" * 120)))
    assert len(str(Lab("one").socket)) < 108


def test_only_the_recorded_process_is_ended(tmp_path):
    with subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"], start_new_session=True) as child:
        path = tmp_path / "pid"
        proc.write_pid(path, child.pid)
        assert proc.read_pid(path) == child.pid
        entry = json.loads(path.read_text(encoding="utf-8"))
        # The same id with another start time is somebody else's process.
        path.write_text(json.dumps({**entry, "start": entry["start"] - 1}), encoding="utf-8")
        assert proc.read_pid(path) is None
        assert not proc.end_group(path)
        time.sleep(0.05)
        assert child.poll() is None
        path.write_text(json.dumps(entry), encoding="utf-8")
        assert proc.end_group(path)
        assert child.wait(5) == -signal.SIGKILL
    assert proc.read_pid(path) is None


def test_pid_file_that_is_no_pid_file(tmp_path):
    (tmp_path / "pid").write_text("no", encoding="utf-8")
    assert proc.read_pid(tmp_path / "pid") is None
    assert proc.read_pid(tmp_path / "absent") is None


def test_files_are_written_whole(tmp_path):
    proc.write_text(tmp_path / "a" / "b", "one", 0o600)
    proc.write_text(tmp_path / "a" / "b", "two", 0o600)
    assert (tmp_path / "a" / "b").read_text(encoding="utf-8") == "two"
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["b"]
    assert (tmp_path / "a" / "b").stat().st_mode & 0o777 == 0o600


def test_no_new_disks_without_the_image(monkeypatch, tmp_path, capsys):
    plan = {"topology": {"name": "t", "networks": [], "machines": [MACHINE]}, "image_file": str(tmp_path / "gone.img")}
    monkeypatch.setattr(Lab, "read_plan", lambda self: plan)
    assert cli.main(["replace", "node1"]) == 1
    assert "gone.img is not in the cache any more\n  lab/lab down, then up" in capsys.readouterr().err
