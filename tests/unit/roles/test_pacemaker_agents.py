# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The executables of the cluster agents: the volume group's own logic, and that both start without Ansible."""

from __future__ import annotations

import importlib.machinery
import importlib.util
import os
import pathlib
import subprocess
import sys

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._core import ocf

PROJECT = next(each for each in pathlib.Path(__file__).resolve().parents if (each / "galaxy.yml").exists())
AGENTS = PROJECT / "roles" / "pacemaker" / "files" / "ocf"
VALUES = {"vg": "vg-san0", "stop_deadline": "5"}


@pytest.fixture
def engine(tmp_path):
    """The folder that the role installs as /usr/lib/quorate."""
    (tmp_path / "ha_storage").symlink_to(PROJECT / "plugins" / "module_utils")
    return tmp_path


@pytest.fixture
def agent(engine, monkeypatch):
    """The volume group's agent as a module; its devices are a folder, and vgchange is a list of calls."""
    monkeypatch.syspath_prepend(str(engine))
    loader = importlib.machinery.SourceFileLoader("volume_group", str(AGENTS / "volume-group"))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("volume_group", loader))
    loader.exec_module(module)
    sys.path.remove("/usr/lib/quorate")
    devices = engine / "block"
    devices.mkdir()
    monkeypatch.setattr(module, "SYS_BLOCK", str(devices))
    monkeypatch.setattr(module.ocf, "bounded", lambda work, seconds: work())
    monkeypatch.setattr(module.ocf, "log", lambda *_words: None)
    yield module
    for name in [name for name in sys.modules if name.split(".")[0] == "ha_storage"]:
        del sys.modules[name]


def make(agent, *names: str) -> None:
    for number, name in enumerate(names):
        folder = pathlib.Path(agent.SYS_BLOCK) / f"dm-{number}" / "dm"
        folder.mkdir(parents=True)
        (folder / "name").write_text(name + "\n")


def test_only_the_groups_own_volumes_count(agent):
    make(agent, "vg--san0-lun0", "vg--san0--b-lun0", "vg-san0", "other")
    (pathlib.Path(agent.SYS_BLOCK) / "sda").mkdir()
    (pathlib.Path(agent.SYS_BLOCK) / "dm-9").mkdir()
    assert list(agent.active("vg-san0")) == ["vg--san0-lun0"]


def test_start_and_stop(agent, monkeypatch):
    calls = []

    def vgchange(argv, timeout):
        calls.append(argv)
        if "y" in argv:
            make(agent, "vg--san0-lun0")
        else:
            (pathlib.Path(agent.SYS_BLOCK) / "dm-0/dm/name").unlink()

    monkeypatch.setattr(agent, "run", vgchange)
    assert agent.monitor(VALUES) == ocf.NOT_RUNNING
    assert agent.stop(VALUES) == ocf.SUCCESS and calls == [], "nothing to stop: the disks are not touched"
    assert agent.start(VALUES) == ocf.SUCCESS and agent.monitor(VALUES) == ocf.SUCCESS
    assert agent.stop(VALUES) == ocf.SUCCESS and agent.monitor(VALUES) == ocf.NOT_RUNNING
    assert calls == [["vgchange", "-a", "y", "vg-san0"], ["vgchange", "-a", "n", "vg-san0"]]


def test_what_vgchange_says_is_not_believed(agent, monkeypatch):
    monkeypatch.setattr(agent, "run", lambda argv, timeout: None)
    with pytest.raises(agent.ocf.Failure, match="has no active volume"):
        agent.start(VALUES)
    make(agent, "vg--san0-lun0")
    with pytest.raises(agent.ocf.Failure, match="still active: vg--san0-lun0"):
        agent.stop(VALUES)


@pytest.mark.parametrize("name", ["target", "volume-group"])
def test_the_executable_starts_by_the_shell_without_site_packages(name, engine, tmp_path):
    text = (AGENTS / name).read_text()
    assert os.access(AGENTS / name, os.X_OK) and text.startswith("#!/bin/sh\n")
    copy = tmp_path / name
    copy.write_text(text.replace("/usr/lib/quorate", str(engine)))
    done = subprocess.run(["sh", str(copy), "meta-data"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert f'<resource-agent name="{name}"' in done.stdout
