# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The plugin of Remote Copy, on the simulated pair of arrays."""

from __future__ import annotations

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._hp3par.arguments import INFO
from ansible_collections.quorate.ha_storage.plugins.module_utils._hp3par.model import (
    Group,
    Mode,
    Role,
    Side,
    Status,
    Sync,
    View,
    Volume,
)
from ansible_collections.quorate.ha_storage.plugins.module_utils._munin import rcg as subject
from hp3par.pair import new_pair

from .._hp3par import worlds
from .hosts import FakeHost, all_unknown, said

NAME = "quorate_rcg"
FILE = "/etc/quorate/munin/rcg.json"


@pytest.fixture
def pair():
    return new_pair()


@pytest.fixture
def host(tmp_path, monkeypatch, pair):
    made = FakeHost(tmp_path)
    defaults = {key: option.get("default") for key, option in INFO.items()}
    one, two = (worlds.options(name, transport="wsapi") for name in ("hp3par1", "hp3par2"))
    sides = [
        {**defaults, "name": "svc1", "peer_name": "svc1.r12345", "array": one, "peer": two, "sync_max_delay": "10m"},
        {**defaults, "name": "svc1.r12345", "peer_name": "svc1", "array": two, "peer": one, "sync_max_delay": "10m"},
    ]
    made.write(FILE, [{"name": "svc-1", "sides": sides}])
    monkeypatch.setattr(subject, "open_url", worlds.Requests(pair))
    return made


def test_lag_and_state(capsys, host, pair):
    assert said(capsys, host, NAME, "autoconf").lines == ["yes"]
    config = said(capsys, host, NAME, "config")
    assert config[NAME, "svc_1.critical"] == "600" and config[f"{NAME}_state", "svc_1.warning"] == "0"
    first = float(said(capsys, host, NAME).values(NAME)["svc_1"])
    assert said(capsys, host, NAME).values(f"{NAME}_state")["svc_1"] in ("0", "1", "2")
    assert first >= 0 and host.complaints == [] and pair.sessions == set()


def test_nothing_is_known_where_no_array_answers(capsys, host, monkeypatch):
    def refused(*_given, **_more):
        raise ConnectionRefusedError

    monkeypatch.setattr(subject, "open_url", refused)
    assert all_unknown(said(capsys, host, NAME)) and host.complaints


def test_the_lag():
    def lag(mode, *moments, sync=Sync.SYNCED):
        volumes = tuple(Volume(f"v{moment}", "v", sync, moment) for moment in moments)
        group = Group("svc1", "two", Status.STARTED, Role.PRIMARY, mode, volumes=volumes)
        return subject.lag(View(Side("one", group), None, 1000))

    assert lag(Mode.SYNC, 10) == 0
    assert lag(Mode.SYNC, 990, sync=Sync.NOT_SYNCED) == 10
    assert lag(Mode.PERIODIC, 700, 900) == 300
    assert lag(Mode.PERIODIC, 700, None) is None
    assert lag(Mode.PERIODIC, 1100) == 0
    assert subject.lag(View(Side("one", None), None, 1000)) is None


def test_the_other_array_is_asked_where_the_first_is_silent(capsys, host, pair):
    pair.arrays[0].answers = False
    assert said(capsys, host, NAME).values(f"{NAME}_state")["svc_1"] in ("1", "2") and host.complaints == []
