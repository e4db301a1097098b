# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A target served from its file."""

from __future__ import annotations

import contextlib
import os

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._core import ocf
from ansible_collections.quorate.ha_storage.plugins.module_utils._lio import serve
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
    monkeypatch.setattr(serve, "LioSystem", lambda wanted: system(world.kernel, wanted))
    monkeypatch.setattr(serve, "exclusive", lambda timeout: contextlib.nullcontext())
    monkeypatch.setattr(os.path, "exists", lambda path: path not in world.kernel.missing)
    monkeypatch.setattr(serve, "DEVICE_WAIT", 0.0)
    return world


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "san0.json"
    path.write_text(saved_text(two_luns()))
    return str(path)


def test_from_nothing_to_served_and_back(world, path):
    wanted = serve.saved_target(path, IQN)
    assert not serve.exists(IQN)
    assert serve.start(wanted) > 0 == serve.start(wanted)
    assert serve.exists(IQN) and serve.lacks(wanted) == []
    serve.remove(IQN)
    serve.remove(IQN)
    assert not serve.exists(IQN) and world.kernel.children["core"] == {"alua"}


def test_what_initiators_lack_and_start_repairs(world, path):
    wanted = serve.saved_target(path, IQN)
    serve.start(wanted)
    world.kernel._rmdir(f"{tpg_path(IQN)}/np/10.0.0.1:3260", "")
    assert serve.lacks(wanted) == ["no portal 10.0.0.1:3260"]
    serve.start(wanted)
    assert serve.lacks(wanted) == []


def test_a_change_under_way_is_waited_for(world, path, monkeypatch):
    wanted = serve.saved_target(path, IQN)
    serve.start(wanted)
    folder = f"{tpg_path(IQN)}/np/10.0.0.1:3260"
    world.kernel._rmdir(folder, "")

    @contextlib.contextmanager
    def end_of_the_change(timeout):
        world.kernel._mkdir(folder, "")
        yield

    monkeypatch.setattr(serve, "exclusive", end_of_the_change)
    assert serve.lacks(wanted) == []


def test_a_device_that_is_not_there_fails_before_anything_is_made(world, path):
    world.kernel.missing = {"/dev/vg/lun1"}
    with pytest.raises(ocf.Failure, match="/dev/vg/lun1 does not exist"):
        serve.start(serve.saved_target(path, IQN))
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
def test_a_wrong_file(tmp_path, text, rc):
    path = tmp_path / "san0.json"
    if text is not None:
        path.write_text(text)
    with pytest.raises(ocf.Failure) as caught:
        serve.saved_target(str(path), IQN)
    assert caught.value.rc == rc


def test_reload_adds_what_the_file_has_more(world, path):
    serve.start(serve.saved_target(path, IQN))
    changed = two_luns(attributes={"emulate_model_alias": "1", "emulate_tpu": "1"})
    with open(path, "w", encoding="utf-8") as stream:
        stream.write(saved_text(changed))
    world.kernel.calls.clear()
    serve.reload(serve.saved_target(path, IQN))
    assert len(world.kernel.calls) == 1
