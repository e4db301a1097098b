# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import ToolMissing
from ansible_collections.quorate.ha_storage.plugins.module_utils._host import module as subject
from ansible_collections.quorate.ha_storage.plugins.module_utils._host.spec import INFO, SERVICE

from .hosts import Host, Shared, system


class Ended(Exception):
    """The module has ended, with this result."""


class Module:
    """As much of an AnsibleModule as is used."""

    def __init__(self, options, check_mode=False, **params):
        defaults = {key: option.get("default") for key, option in options.items()}
        self.params = {**defaults, "name": "svc1", "units": ["svc1.target"], **params}
        self.check_mode = check_mode
        self.warnings = []

    def warn(self, text):
        self.warnings.append(text)

    def exit_json(self, **result):
        raise Ended("exit", result)

    def fail_json(self, **result):
        raise Ended("fail", result)


def ended(run, *given):
    with pytest.raises(Ended) as caught:
        run(*given)
    return caught.value.args


@pytest.fixture
def host(monkeypatch):
    made = Host(Shared())
    monkeypatch.setattr(subject, "HostSystem", lambda wish: system(made, wish))
    return made


def test_a_service_is_started_and_told(host):
    how, result = ended(subject.bring_about, Module(SERVICE, state="started"))
    assert (how, result["changed"], result["operations"]) == ("exit", True, ["systemctl start svc1.target"])
    assert result["after"]["avail"] == "up" and result["diff"]["before"] != result["diff"]["after"]
    how, result = ended(subject.tell, Module(INFO))
    assert (how, result["changed"], result["avail"]) == ("exit", False, "up") and result["digest"]


def test_wrong_options_and_errors_fail(host):
    for run, options in ((subject.bring_about, {**SERVICE}), (subject.tell, {**INFO})):
        how, result = ended(run, Module(options, state="started", tag="node1"))
        assert how == "fail" and result["problems"] == ["tag: is for a volume group, and vg is empty"]
    host.units["svc1.target"] = "masked"
    how, result = ended(subject.bring_about, Module(SERVICE, state="started"))
    assert how == "fail" and result["refusals"] and host.changes == []


def test_check_mode_on_a_host_without_the_tools(host, monkeypatch):
    def missing(*_words):
        raise ToolMissing("systemctl")

    host.do_systemctl = missing
    module = Module(SERVICE, check_mode=True, state="started")
    how, result = ended(subject.bring_about, module)
    assert (how, result["changed"], result["after"]) == ("exit", True, None) and module.warnings
    how, result = ended(subject.bring_about, Module(SERVICE, state="started"))
    assert how == "fail"
