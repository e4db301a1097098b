# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The plugin of ZFS, with the simulated executables."""

from __future__ import annotations

import json
import pathlib

import pytest
from ansible_collections.quorate.ha_storage.plugins.filter.zfs_host import zfs_host
from ansible_collections.quorate.ha_storage.plugins.module_utils._core import runner
from zfs import host as simulated
from zfs import state

from .hosts import FakeHost, said

NAME = "quorate_zfs"
BIN = next(each for each in pathlib.Path(__file__).parents if each.name == "tests") / "simulators" / "zfs" / "bin"
ROLE = "quorate.ha_storage:role"
ESX = {"name": "esx", "hosts": ["here", "dr1"], "datasets": [{"here": "src/zv", "dr1": "dst/zv"}]}


class Simulated:
    """The data sets of this host, in a file that the executables use."""

    def __init__(self, path):
        self.path = path
        path.write_text(json.dumps(state.dump(simulated.with_pools("src"))))

    def play(self, line):
        system = state.load(json.loads(self.path.read_text()))
        simulated.play(system, line)
        self.path.write_text(json.dumps(state.dump(system)))
        return system


@pytest.fixture
def node(tmp_path, monkeypatch):
    made = FakeHost(tmp_path / "root")
    made.run = runner.run
    monkeypatch.setattr(runner, "SEARCH_PATH", f"{BIN}:{runner.SEARCH_PATH}")
    monkeypatch.setenv("ZFS_SIMULATOR", str(tmp_path / "host"))
    for each in zfs_host([ESX], "here", {"here": {}, "dr1": {}})["files"]:
        made.write(f"/etc/quorate/zfs/{each['name']}.json", each["text"])
    made.zfs = Simulated(tmp_path / "host")
    return made


def test_the_age_of_the_copy_where_the_copy_is(capsys, node):
    assert said(capsys, node, NAME, "autoconf").lines == ["yes"]
    config = said(capsys, node, NAME, "config")
    assert config[NAME, "src_zv.label"] == "src/zv" and config[NAME, "src_zv.warning"] == "7200"
    # Nothing has arrived yet, not even the data set.
    assert said(capsys, node, NAME).values(NAME) == {"src_zv": "U"}
    node.zfs.play("zfs create -V 16M src/zv")
    node.zfs.play(f"zfs set {ROLE}=replica src/zv")
    assert said(capsys, node, NAME).values(NAME) == {"src_zv": "U"}
    system = node.zfs.play("zfs snapshot src/zv@20261123T120000Z")
    system = node.zfs.play("zfs snapshot src/zv@by-hand")
    (moment,) = [each.created for each in system.datasets["src/zv"].snapshots if each.name == "20261123T120000Z"]
    node.now = float(moment + 900)
    assert float(said(capsys, node, NAME).values(NAME)["src_zv"]) == 900
    node.zfs.play(f"zfs set {ROLE}=primary src/zv")
    assert said(capsys, node, NAME).values(NAME) == {"src_zv": "U"} and node.complaints == []


def test_a_description_that_is_broken_is_told(capsys, node):
    node.write("/etc/quorate/zfs/bad.json", "{")
    assert said(capsys, node, NAME, "config").fields(NAME, "label") == ["src_zv"]
    assert "bad.json" in node.complaints[0]


def test_without_zfs_nothing_is_known(capsys, node):
    node.run = node._ran
    assert said(capsys, node, NAME).values(NAME) == {"src_zv": "U"} and node.complaints
