# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import NotConverged, Refusal, Refused
from ansible_collections.quorate.ha_storage.plugins.module_utils._hp3par.answers import Kind, Outcome, Silent
from ansible_collections.quorate.ha_storage.plugins.module_utils._hp3par.model import Step, Verb, Where
from ansible_collections.quorate.ha_storage.plugins.module_utils._hp3par.sender import Sender
from ansible_collections.quorate.ha_storage.plugins.module_utils._hp3par.spec import Timing

START = Step(Verb.START, Where.LOCAL, "svc1")


class Arrays:
    """One array that answers as it is told, and a clock that goes by with sleeping."""

    def __init__(self, *outcomes):
        self.outcomes, self.now, self.sent = list(outcomes), 0.0, []
        self.name, self.kind = "hp3par1", "fake"

    def transport(self, _where):
        return self

    def act(self, order, _seconds):
        self.sent.append(order)
        return self.outcomes.pop(0)

    def shown(self, _order):
        return "startrcopygroup svc1"

    def sleep(self, seconds):
        self.now += seconds

    def look(self, _progress):
        raise Silent("silence")


def sender(*outcomes):
    arrays = Arrays(*outcomes)
    return arrays, Sender(arrays, Timing(wait=20, poll=5), lambda: arrays.now, arrays.sleep)


def test_only_what_may_be_sent_again_is_and_not_for_ever():
    later, done = Outcome(Kind.LATER, "later"), Outcome(Kind.DONE)
    arrays, made = sender(later, later, done)
    assert made.send(START, 60, again=True) is done and len(arrays.sent) == 3
    assert [one["outcome"] for one in made.commands] == ["later", "later", "done"]
    arrays, made = sender(later)
    assert made.send(START, 60) is later and len(arrays.sent) == 1
    arrays, made = sender(*[later] * 9)
    assert made.send(START, 60, again=True) is later and len(arrays.sent) == 5  # 20 s, every 5 s


@pytest.mark.parametrize(
    ("outcome", "said", "seconds"),
    [
        (Outcome(Kind.DECLINED, "no"), "'startrcopygroup svc1' was declined: no", 5),
        (Outcome(Kind.DECLINED), "'startrcopygroup svc1' was declined: no reason", 5),
        (Outcome(Kind.UNCERTAIN), "may have been carried out or not, and has had no effect within 20 s", 20),
        (Outcome(Kind.DONE), "was accepted, and has had no effect within 20 s", 20),
    ],
)
def test_silence_is_waited_for_and_is_no_effect(outcome, said, seconds):
    arrays, made = sender()
    with pytest.raises(NotConverged, match=said):
        made.await_effect(START, outcome, lambda _view: True)
    assert arrays.now == seconds


def test_a_refusal_after_a_command_does_not_say_that_nothing_was_changed():
    _arrays, made = sender(Outcome(Kind.DONE))
    assert isinstance(made.refused((Refusal("a"),)), Refused)
    made.send(START, 60)
    assert "half-way: a" in str(made.refused((Refusal("a"),)))
