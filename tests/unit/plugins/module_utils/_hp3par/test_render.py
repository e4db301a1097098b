# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import json

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.plan import Operation
from ansible_collections.quorate.ha_storage.plugins.module_utils._hp3par import render
from ansible_collections.quorate.ha_storage.plugins.module_utils._hp3par.model import Step, Verb, Where

from . import views

COMMANDS = {
    Verb.START: ("startrcopygroup svc1", 'PUT /remotecopygroups/svc1 {"action": 3}'),
    Verb.STOP: ("stoprcopygroup -f svc1", 'PUT /remotecopygroups/svc1 {"action": 4}'),
    Verb.SYNC: ("syncrcopy -w svc1", 'PUT /remotecopygroups/svc1 {"action": 5}'),
    Verb.REVERSE: ("setrcopygroup reverse -f -waittask svc1", 'POST /remotecopygroups/svc1 {"action": 6}'),
    Verb.FAILOVER: ("setrcopygroup failover -f -waittask svc1", 'POST /remotecopygroups/svc1 {"action": 7}'),
    Verb.SWITCHOVER: ("setrcopygroup switchover -f -waittask svc1", 'POST /remotecopygroups/svc1 {"action": 8}'),
    Verb.RECOVER: ("setrcopygroup recover -f -waittask svc1", 'POST /remotecopygroups/svc1 {"action": 9}'),
    Verb.RESTORE: ("setrcopygroup restore -f -waittask svc1", 'POST /remotecopygroups/svc1 {"action": 10}'),
}


@pytest.mark.parametrize("verb", Verb)
def test_commands_and_requests(verb):
    step = Step(verb, Where.LOCAL, "svc1")
    assert (" ".join(render.arguments(step)), str(render.request(step))) == COMMANDS[verb]
    assert render.arguments(step).count("svc1") == 1


def test_options_are_of_the_cli_only():
    step = Step(Verb.REVERSE, Where.LOCAL, "svc1", ("-local", "-current"))
    assert " ".join(render.arguments(step)) == "setrcopygroup reverse -f -waittask -local -current svc1"
    assert render.request(step) is None


def test_what_the_document_of_opensvc_allows_is_what_is_read():
    assert render.READS == ("showrcopy targets", "showrcopy links", "showrcopy groups {group}")


def test_views_are_plain_data():
    told = json.loads(json.dumps(render.values(views.view("S", ""))))
    assert told["peer"] is None
    assert told["local"]["path"] == "ready"
    assert told["local"]["group"]["volumes"] == [
        {"name": "data", "remote": "data", "sync": "Synced", "percent": None, "last_sync": views.NOW - 100}
    ]
    assert render.values(views.view(None, ""))["local"] == {"array": "hp3par2", "path": None, "group": None}


def test_a_turn_is_what_hosts_must_not_see():
    def turns(*verbs):
        return render.turns(Operation("", Step(verb, Where.LOCAL, "svc1")) for verb in verbs)

    assert {verb for verb in Verb if turns(verb)} == {Verb.REVERSE, Verb.FAILOVER, Verb.SWITCHOVER, Verb.RESTORE}
    assert turns(Verb.STOP, Verb.REVERSE) and not turns()
