# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What hosts run by themselves, with the simulated executables."""

from __future__ import annotations

import json
import pathlib

import pytest
from ansible_collections.quorate.ha_storage.plugins.filter.zfs_host import zfs_host
from ansible_collections.quorate.ha_storage.plugins.module_utils._core import runner
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.lock import exclusive
from ansible_collections.quorate.ha_storage.plugins.module_utils._zfs import program as subject
from zfs import host, state

BIN = next(each for each in pathlib.Path(__file__).parents if each.name == "tests") / "simulators" / "zfs" / "bin"
ROLE = "quorate.ha_storage:role"
ESX = {"name": "esx", "hosts": ["here", "dr1"], "datasets": [{"here": "src/zv", "dr1": "dst/zv"}]}


class Host:
    """A host with the descriptions of the role, and another one behind ssh."""

    def __init__(self, folder):
        self.folder, self.said = folder, []
        system = host.with_pools("src")
        host.play(system, "zfs create -V 16M src/zv")
        (folder / "host").write_text(json.dumps(state.dump(system)))
        (folder / "host.dr1").write_text(json.dumps(state.dump(host.with_pools("dst"))))
        described = [{**ESX, "options": {"lock_folder": str(folder)}}]
        for each in zfs_host(described, "here", {"here": {}, "dr1": {}})["files"]:
            (folder / f"{each['name']}.json").write_text(json.dumps(each["text"]))

    def run(self, *words):
        return subject.main(["quorate-zfs", "--folder", str(self.folder), *words])

    def play(self, line):
        system = state.load(json.loads((self.folder / "host").read_text()))
        host.play(system, line)
        (self.folder / "host").write_text(json.dumps(state.dump(system)))

    def copies(self):
        return state.load(json.loads((self.folder / "host.dr1").read_text())).datasets


@pytest.fixture
def here(tmp_path, monkeypatch):
    made = Host(tmp_path)
    monkeypatch.setattr(runner, "SEARCH_PATH", f"{BIN}:{runner.SEARCH_PATH}")
    monkeypatch.setenv("ZFS_SIMULATOR", str(tmp_path / "host"))
    monkeypatch.setattr(subject.syslog, "syslog", lambda _priority, text: made.said.append(text))
    return made


def test_only_a_primary_sends(here):
    assert here.run("replicate", "esx") == 0 and "dst/zv" not in here.copies()
    assert here.said == ["esx: nothing sent, this side is of no role yet"]
    here.play(f"zfs set {ROLE}=replica src/zv")
    assert here.run("replicate", "esx") == 0 and "dst/zv" not in here.copies()
    here.play(f"zfs set {ROLE}=primary src/zv")
    assert here.run("replicate", "esx") == 0 and len(here.copies()["dst/zv"].snapshots) == 1
    assert here.said[-1].startswith("esx: sent dst/zv@")


def test_what_goes_wrong_is_told(here, monkeypatch, capsys):
    monkeypatch.setattr(subject, "_PATIENCE", 0.1)
    assert here.run("replicate", "nobody") == 1 and "nobody: " in here.said[-1]
    with exclusive(str(here.folder / "quorate-zfs-dr1-dst-zv"), what="this test", timeout=1):
        assert here.run("replicate", "esx") == 1 and "another run for the same target" in here.said[-1]
    (here.folder / "host.dr1.down").touch()
    here.play(f"zfs set {ROLE}=primary src/zv")
    assert here.run("replicate", "esx") == 1 and "ssh failed" in here.said[-1]
    assert "quorate-zfs: esx: ssh failed" in capsys.readouterr().err


def test_the_gate_runs_what_it_admits_in_its_place(here, monkeypatch):
    ran = []
    monkeypatch.setattr(subject.os, "execve", lambda path, words, environment: ran.append(words) or 0)
    monkeypatch.setenv("SSH_ORIGINAL_COMMAND", "zfs get -Hp -o value guid src/zv")
    assert here.run("gate") == 0 and ran[0][1:] == ["get", "-Hp", "-o", "value", "guid", "src/zv"]
    monkeypatch.setenv("SSH_ORIGINAL_COMMAND", "sh -c id")
    assert here.run("gate") == 1 and len(ran) == 1
    assert here.said[-1] == "refused: is no command of a replication: sh -c id"
