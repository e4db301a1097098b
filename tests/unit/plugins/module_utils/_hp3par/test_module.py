# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._hp3par import module as subject
from ansible_collections.quorate.ha_storage.plugins.module_utils._hp3par.arguments import DECLARED, INFO, STATE
from hp3par.pair import new_pair

from . import worlds


class Ended(Exception):
    """The module has ended, with this result."""


class Module:
    """As much of an AnsibleModule as is used."""

    def __init__(self, options, check_mode=False, **params):
        defaults = {key: option.get("default") for key, option in options.items()}
        arrays = {"array": worlds.options("hp3par1", transport="wsapi"), "peer": None}
        self.params = {**defaults, "name": "svc1", **arrays, **params}
        self.check_mode = check_mode

    def exit_json(self, **result):
        raise Ended("exit", result)

    def fail_json(self, **result):
        raise Ended("fail", result)


def ended(run, *given):
    with pytest.raises(Ended) as caught:
        run(*given)
    return caught.value.args


PEER = {"peer_name": "svc1.r12345", "peer": worlds.options("hp3par2", transport="wsapi")}


def test_a_state_is_brought_about_and_told():
    pair = new_pair()
    how, result = ended(subject.bring_about, Module(STATE, state="stopped", **PEER), worlds.Requests(pair))
    assert (how, result["changed"], result["planned"]) == (
        "exit",
        True,
        ['hp3par1: PUT /remotecopygroups/svc1 {"action": 4}'],
    )
    assert [command["command"] for command in result["commands"]] == ['PUT /remotecopygroups/svc1 {"action": 4}']
    assert result["after"]["local"]["group"]["status"] == "Stopped"
    assert result["diff"]["before"]["local"]["group"]["status"] == "Started"
    assert result["health"]["status"] == "warn" and result["data_loss_bound"] is None
    assert pair.sessions == set()


def test_check_mode_and_failures_give_sessions_back_too():
    pair = new_pair()
    module = Module(STATE, state="stopped", check_mode=True, **PEER)
    how, result = ended(subject.bring_about, module, worlds.Requests(pair))
    assert (how, result["changed"], result["commands"], pair.changes()) == ("exit", True, [], [])
    how, result = ended(subject.bring_about, Module(STATE, state="failed_over", **PEER), worlds.Requests(pair))
    assert (how, pair.sessions) == ("exit", set())
    how, result = ended(subject.bring_about, Module(STATE, state="recovered"), worlds.Requests(pair))
    assert how == "fail" and result["refusals"] and pair.sessions == set()
    assert result["recovery_hint"] and result["after"]["peer"] is None and result["commands"] == []


def test_a_group_is_made_and_told():
    pair = new_pair(names=())
    how, result = ended(subject.declare, Module(DECLARED, mode="sync", **PEER), worlds.Requests(pair))
    assert (how, result["changed"], len(result["planned"])) == ("exit", True, 1)
    assert [command["outcome"] for command in result["commands"]] == ["done"]
    assert result["after"]["local"]["group"]["status"] == "New" and pair.sessions == set()
    how, result = ended(subject.declare, Module(DECLARED, mode="periodic", **PEER), worlds.Requests(pair))
    assert how == "fail" and "never changed" in result["msg"] and pair.sessions == set()
    how, result = ended(subject.declare, Module(DECLARED, period="soon"), None)
    assert how == "fail" and result["problems"]


def test_wrong_options():
    how, result = ended(subject.bring_about, Module(STATE, state="stopped", confirm="x"), None)
    assert how == "fail" and result["problems"]
    how, result = ended(subject.tell, Module(INFO, sync_max_delay="soon"), None)
    assert how == "fail" and result["problems"]


def test_reading_accepts_numbers_that_nobody_has_verified():
    array = worlds.options("hp3par1", transport="wsapi", accept_unverified_numbers=False)
    pair = new_pair()
    how, result = ended(subject.tell, Module(INFO, array=array), worlds.Requests(pair))
    assert (how, result["changed"], result["peer"]) == ("exit", False, None)
    assert result["health"] == {"status": "up", "reasons": ()}
    how, result = ended(subject.bring_about, Module(STATE, state="stopped", array=array), worlds.Requests(pair))
    assert how == "fail" and "accept_unverified_numbers" in result["msg"] and pair.changes() == []


def test_a_word_that_nobody_knows_is_down():
    pair = new_pair()
    pair.groups["svc1"].sides[0].volumes[0].sync = "Stale"  # the WSAPI's number of it is not known
    how, result = ended(subject.tell, Module(INFO, **PEER), worlds.Requests(pair))
    assert how == "exit" and result["health"]["status"] == "down" and "syncStatus 99" in result["health"]["reasons"][0]


def test_each_array_has_its_transport():
    for kind in ("ssh", "cli", "wsapi", "proxy"):
        assert subject.transport(worlds.options("hp3par1", transport=kind), None).kind == kind
