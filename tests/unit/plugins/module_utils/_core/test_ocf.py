# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The frame of the cluster agents."""

from __future__ import annotations

import os
import time
import xml.etree.ElementTree as xml

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._core import ocf
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import HaStorageError


def act(result):
    def do(values):
        if isinstance(result, Exception):
            raise result
        return result

    return do


def agent(**actions) -> ocf.Agent:
    parameters = (
        ocf.Parameter("vg", "The group.", unique=True),
        ocf.Parameter("stop_deadline", "Seconds.", "integer", "20", reloadable=True),
    )
    return ocf.Agent(
        "probe", "0.1", "A probe. For tests.", parameters, {name: ocf.Action(do, 10) for name, do in actions.items()}
    )


@pytest.fixture(autouse=True)
def log(monkeypatch):
    lines = []
    monkeypatch.setattr(ocf.syslog, "syslog", lambda _priority, line: lines.append(line))
    return lines


def main(action, result=ocf.SUCCESS, **environment) -> int:
    given = {"OCF_RESKEY_vg": "vg0", **environment}
    return ocf.main(agent(start=act(result)), ["probe", action] if action else ["probe"], given)


def test_return_codes(capsys, log):
    assert main("start") == ocf.SUCCESS
    assert main("start", ocf.NOT_RUNNING) == ocf.NOT_RUNNING
    assert main("start", ocf.Failure("it is so", ocf.ERR_CONFIGURED)) == ocf.ERR_CONFIGURED
    assert main("start", HaStorageError("oh")) == main("start", OSError(5, "bad")) == ocf.ERR_GENERIC
    assert main("") == ocf.ERR_ARGS and main("promote") == ocf.ERR_UNIMPLEMENTED
    assert capsys.readouterr().err.startswith("ocf-exit-reason:it is so\nocf-exit-reason:oh\n")
    assert log[:2] == ["ERROR: it is so", "ERROR: oh"]


@pytest.mark.parametrize("wrong", [{"OCF_RESKEY_vg": ""}, {"OCF_RESKEY_stop_deadline": "soon"}])
def test_wrong_parameters_are_a_configuration_error(wrong):
    assert main("start", **wrong) == ocf.ERR_CONFIGURED


def test_defaults_are_filled_in():
    assert ocf.parameters(agent(), {"OCF_RESKEY_vg": "a"}) == {"vg": "a", "stop_deadline": "20"}


@pytest.mark.parametrize(("granted", "seconds"), [("", 20.0), ("60000", 20.0), ("10000", 7.0), ("1000", 1.0)])
def test_a_stop_ends_before_the_cluster_manager_would_kill_it(granted, seconds):
    assert ocf.deadline(20, {"OCF_RESKEY_CRM_meta_timeout": granted}) == seconds


def test_metadata_say_what_needs_no_restart_and_what_must_be_unique():
    text = ocf.metadata(agent(start=act(0), **{"reload-agent": act(0)}))
    root = xml.fromstring(text)
    assert [item.get("required") for item in root.iter("parameter")] == ["1", "0"]
    assert [item.get("unique-group") for item in root.iter("parameter")] == ["vg", None]
    assert [item.get("reloadable") for item in root.iter("parameter")] == [None, "1"]
    assert root.findtext("shortdesc") == "A probe"


def test_bounded_work(tmp_path, log):
    ocf.bounded((tmp_path / "done").touch, 5)
    assert (tmp_path / "done").exists()
    with pytest.raises(ocf.Failure, match="failed, see the system log"):
        ocf.bounded(lambda: os.rmdir(tmp_path / "missing"), 5)


def test_work_that_takes_too_long_fails_in_time():
    began = time.monotonic()
    with pytest.raises(ocf.Failure, match=r"did not end within 0\.2 s"):
        ocf.bounded(lambda: time.sleep(30), 0.2)
    assert time.monotonic() - began < 5
