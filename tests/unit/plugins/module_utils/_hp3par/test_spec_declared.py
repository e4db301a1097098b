# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import InvalidInput
from ansible_collections.quorate.ha_storage.plugins.module_utils._hp3par.arguments import DECLARED
from ansible_collections.quorate.ha_storage.plugins.module_utils._hp3par.declared import Declared, Pair
from ansible_collections.quorate.ha_storage.plugins.module_utils._hp3par.model import Mode
from ansible_collections.quorate.ha_storage.plugins.module_utils._hp3par.spec_declared import read_declared

from . import worlds


def read(**params):
    defaults = {key: option.get("default") for key, option in DECLARED.items()}
    given = {"name": "svc1", "array": worlds.options("hp3par1", transport="ssh"), "peer": None}
    return read_declared({**defaults, **given, **params})


def volume(name, remote=None, create=False):
    return {"name": name, "remote": remote, "create": create}


def test_what_is_not_given_is_left_alone():
    declared, timing = read()
    assert declared == Declared("svc1") and (timing.wait, timing.poll) == (600, 5)


def test_everything_that_is_given():
    policies = {"auto_recover": True, "over_per_alert": False, "auto_failover": None}
    declared, _timing = read(
        mode="periodic",
        period="1h30m",
        policies=policies,
        user_cpg="ssd",
        target_user_cpg="hdd",
        volumes=[volume("data"), volume("logs", "copy", True)],
        purge_volumes=True,
        stop_started=True,
        confirm="svc1",
        state="absent",
        target="hp3par2",
    )
    assert declared == Declared(
        "svc1",
        absent=True,
        target="hp3par2",
        mode=Mode.PERIODIC,
        period=5400,
        policies=(("auto_recover", True), ("over_per_alert", False)),
        cpg="ssd",
        target_cpg="hdd",
        volumes=(Pair("data", "data"), Pair("logs", "copy", True)),
        purge=True,
        stop_started=True,
        confirm="svc1",
    )


WRONG = [
    ({"period": "soon"}, "period"),
    ({"period": "0s"}, "period"),
    ({"user_cpg": "ssd"}, "user_cpg"),
    ({"target_user_cpg": "ssd"}, "user_cpg"),
    ({"user_cpg": "a b", "target_user_cpg": "ssd"}, "user_cpg"),
    ({"target": "hp3par2:sync"}, "target"),
    ({"purge_volumes": True}, "purge_volumes"),
    ({"confirm": "svc2"}, "confirm"),
    ({"wait_timeout": 0}, "wait_timeout"),
    ({"poll_interval": -1}, "poll_interval"),
    ({"volumes": [volume("data*")]}, "volumes[0].name"),
    ({"volumes": [volume("data", "set:x")]}, "volumes[0].remote"),
    ({"volumes": [volume("data", "a"), volume("data", "b")]}, "volumes"),
    ({"volumes": [volume("a", "data"), volume("data")]}, "volumes"),
    ({"name": "svc1;exit"}, "name"),
]


@pytest.mark.parametrize(("params", "path"), WRONG)
def test_what_is_wrong_is_told(params, path):
    with pytest.raises(InvalidInput) as caught:
        read(**params)
    assert path in [problem.path for problem in caught.value.problems]


def test_everything_that_is_wrong_is_told_at_once():
    with pytest.raises(InvalidInput) as caught:
        read(name="svc*", period="soon", purge_volumes=True)
    assert [problem.path for problem in caught.value.problems] == ["name", "period", "purge_volumes"]
