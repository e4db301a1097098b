# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import HaStorageError, Unparsable
from ansible_collections.quorate.ha_storage.plugins.module_utils._hp3par.answers import Kind, Silent
from ansible_collections.quorate.ha_storage.plugins.module_utils._hp3par.model import Step, Verb, Where
from hp3par.pair import Fault, new_pair

from . import worlds

STOP = Step(Verb.STOP, Where.LOCAL, "svc1")


def test_a_session_is_opened_once_and_given_back():
    pair = new_pair()
    transport = worlds.transport(pair, 0, "wsapi")
    assert transport.read("svc1").group.name == "svc1"
    assert transport.act(STOP, 60).kind is Kind.DONE
    assert len(pair.sessions) == 1
    transport.close()
    transport.close()
    assert pair.sessions == set()
    assert [line for _side, line in pair.log].count("POST /credentials") == 1


def test_a_question_is_asked_again_with_a_new_session_and_a_command_is_not():
    pair = new_pair()
    transport = worlds.transport(pair, 0, "wsapi")
    transport.read("svc1")
    pair.faults = [Fault("expired", writes=False)]
    assert transport.read("svc1").group.status.value == "Started"
    pair.faults = [Fault("expired")]
    outcome = transport.act(STOP, 60)
    assert outcome.kind is Kind.DECLINED and "HTTP 403, code 6" in outcome.text
    assert sum(line.startswith("PUT") for _side, line in pair.log) == 1


def test_wrong_credentials_are_no_silence():
    transport = worlds.transport(new_pair(), 0, "wsapi", password="wrong")
    with pytest.raises(HaStorageError, match="no session: HTTP 403, code 5") as caught:
        transport.read("svc1")
    assert not isinstance(caught.value, Silent)


def test_an_absent_group_and_a_silent_array():
    pair = new_pair()
    assert worlds.transport(pair, 0, "wsapi").read("another").group is None
    pair.arrays[0].answers = False
    with pytest.raises(Silent):
        worlds.transport(pair, 0, "wsapi").read("svc1")
    with pytest.raises(Silent):
        worlds.transport(pair, 0, "wsapi").act(STOP, 60)


def test_numbers_that_nobody_has_verified():
    with pytest.raises(Unparsable, match="accept_unverified_numbers"):
        worlds.transport(new_pair(), 0, "wsapi", accept_unverified_numbers=False).read("svc1")


def test_a_promotion_is_to_be_waited_for():
    pair = new_pair()
    pair.groups["svc1"].sides[0].status = pair.groups["svc1"].sides[1].status = "Stopped"
    pair.promoting_until = pair.now + 60
    start = Step(Verb.START, Where.LOCAL, "svc1")
    assert worlds.transport(pair, 0, "wsapi").act(start, 60).kind is Kind.LATER


def test_what_has_no_equivalent_is_never_sent():
    with pytest.raises(AssertionError):
        worlds.transport(new_pair(), 0, "wsapi").act(Step(Verb.REVERSE, Where.LOCAL, "svc1", ("-local",)), 60)


def test_a_session_that_cannot_be_given_back_is_no_error():
    pair = new_pair()
    transport = worlds.transport(pair, 0, "wsapi")
    transport.read("svc1")
    pair.arrays[0].answers = False
    transport.close()
    assert transport.key == ""
