# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The agent for a whole target: return codes, and what is left after a failure."""

from __future__ import annotations

import contextlib
import os

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._core import ocf
from ansible_collections.quorate.ha_storage.plugins.module_utils._lio import agent
from ansible_collections.quorate.ha_storage.plugins.module_utils._lio.render import saved_text
from ansible_collections.quorate.ha_storage.plugins.module_utils._lio.steps import tpg_path
from ansible_collections.quorate.ha_storage.tests.unit.plugins.module_utils._lio.worlds import (
    IQN,
    World,
    system,
    two_luns,
)


@pytest.fixture
def world(monkeypatch):
    world = World()
    monkeypatch.setattr(agent, "LioSystem", lambda wanted: system(world.kernel, wanted))
    monkeypatch.setattr(agent, "exclusive", lambda timeout: contextlib.nullcontext())
    monkeypatch.setattr(ocf, "bounded", lambda work, seconds: work())
    monkeypatch.setattr(ocf, "log", lambda *_words: None)
    monkeypatch.setattr(os.path, "exists", lambda path: path not in world.kernel.missing)
    monkeypatch.setattr(agent, "DEVICE_WAIT", 0.0)
    return world


@pytest.fixture
def values(tmp_path):
    path = tmp_path / "san0.json"
    path.write_text(saved_text(two_luns()))
    return {"config": str(path), "iqn": IQN, "stop_deadline": "5"}


def test_from_stopped_to_started_and_back(world, values):
    assert agent.monitor(values) == ocf.NOT_RUNNING
    for action, running in ((agent.start, True), (agent.start, True), (agent.stop, False), (agent.stop, False)):
        assert action(values) == ocf.SUCCESS
        assert agent.monitor(values) == (ocf.SUCCESS if running else ocf.NOT_RUNNING)
    assert world.kernel.children["core"] == {"alua"}


def test_a_missing_portal_fails_the_monitor_and_start_repairs_it(world, values):
    agent.start(values)
    world.kernel._rmdir(f"{tpg_path(IQN)}/np/10.0.0.1:3260", "")
    with pytest.raises(ocf.Failure, match=r"incomplete: no portal 10\.0\.0\.1:3260"):
        agent.monitor(values)
    assert agent.start(values) == agent.monitor(values) == ocf.SUCCESS


def test_a_change_under_way_is_waited_for(world, values, monkeypatch):
    agent.start(values)
    folder = f"{tpg_path(IQN)}/np/10.0.0.1:3260"
    world.kernel._rmdir(folder, "")

    @contextlib.contextmanager
    def end_of_the_change(timeout):
        world.kernel._mkdir(folder, "")
        yield

    monkeypatch.setattr(agent, "exclusive", end_of_the_change)
    assert agent.monitor(values) == ocf.SUCCESS


@pytest.mark.parametrize("call", [3, 20, 30])
def test_a_failed_start_leaves_nothing(world, values, call):
    def refuse():
        if len(world.kernel.calls) == call:
            raise OSError(22, "Invalid argument")

    world.kernel.watch = refuse
    with pytest.raises(ocf.Failure, match="start failed, nothing is left"):
        agent.start(values)
    assert world.kernel.children["core"] == {"alua"} and IQN not in world.kernel.children["iscsi"]


def test_a_start_without_its_device_fails_before_anything_is_made(world, values):
    world.kernel.missing = {"/dev/vg/lun1"}
    with pytest.raises(ocf.Failure, match="/dev/vg/lun1 does not exist"):
        agent.start(values)
    assert world.kernel.calls == []


@pytest.mark.parametrize(
    ("text", "rc"),
    [
        (None, ocf.ERR_INSTALLED),
        ("{", ocf.ERR_CONFIGURED),
        (saved_text(two_luns()).replace(IQN, IQN + "x"), ocf.ERR_CONFIGURED),
    ],
    ids=["missing", "broken", "other"],
)
def test_a_wrong_file(world, values, tmp_path, text, rc):
    (tmp_path / "san0.json").unlink()
    if text is not None:
        (tmp_path / "san0.json").write_text(text)
    assert agent.monitor(values) == ocf.NOT_RUNNING, "a probe may come before the file"
    for action in (agent.start, agent.validate, agent.reload):
        with pytest.raises(ocf.Failure) as caught:
            action(values)
        assert caught.value.rc == rc
    world.bring(two_luns())
    with pytest.raises(ocf.Failure):
        agent.monitor(values)
    assert agent.stop(values) == ocf.SUCCESS, "a stop needs no file"


def test_reload_adds_what_the_file_has_more(world, values, tmp_path):
    agent.start(values)
    changed = two_luns(attributes={"emulate_model_alias": "1", "emulate_tpu": "1"})
    (tmp_path / "san0.json").write_text(saved_text(changed))
    world.kernel.calls.clear()
    assert agent.validate(values) == agent.reload(values) == ocf.SUCCESS
    assert len(world.kernel.calls) == 1


def test_it_is_an_agent(monkeypatch, capsys):
    monkeypatch.setattr("sys.argv", ["target", "meta-data"])
    assert agent.main() == ocf.SUCCESS
    assert '<resource-agent name="target"' in capsys.readouterr().out
