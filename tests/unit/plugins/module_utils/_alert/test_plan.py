# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""When what is told."""

from __future__ import annotations

import hypothesis.strategies as st
from ansible_collections.quorate.ha_storage.plugins.module_utils._alert.model import Event, Settings, Webhook
from ansible_collections.quorate.ha_storage.plugins.module_utils._alert.plan import (
    GIVE_UP,
    MOST,
    PAUSE,
    WAITING,
    Outbox,
)
from hypothesis import given, settings

SINK = Webhook("http://h/")


def outbox(level="info", *sinks):
    return Outbox(Settings("lab", level, 300, dict.fromkeys(sinks or ("hook",), SINK)))


def event(text, severity="critical"):
    return Event("node", "n", severity, text)


def told(box, now):
    """Everything that is due, delivered."""
    texts = []
    while box.due(now):
        for sink, each in box.due(now):
            texts.append(each.text)
            box.delivered(sink)
    return texts


def test_the_same_is_told_once_and_counted():
    box = outbox()
    for now in range(10):
        box.add(event("lost"), now)
    assert told(box, 10) == ["lost"]
    box.tick(299)
    assert told(box, 299) == []
    box.tick(300)
    assert told(box, 300) == ["lost (again, 9 times within 300 s)"]
    box.tick(601)
    assert told(box, 601) == []
    box.add(event("lost"), 602)
    assert told(box, 602) == ["lost"]


def test_too_much_of_different_things_is_only_counted():
    box = outbox()
    for number in range(MOST + 5):
        box.add(event(f"e{number}"), 0)
    assert len(told(box, 0)) == MOST
    box.tick(300)
    assert told(box, 300) == [f"5 further events are only in the system log; the last one: e{MOST + 4}"]
    box.tick(900)
    assert told(box, 900) == []


def test_what_is_not_severe_enough_is_not_told():
    box = outbox("warning")
    box.add(event("started", "info"), 0)
    assert told(box, 0) == []


def test_a_sink_that_fails_is_tried_again_and_keeps_nobody_waiting():
    box = outbox("info", "dead", "well")
    box.add(event("a"), 0)
    box.failed("dead", 0)
    box.delivered("well")
    assert box.due(PAUSE - 1) == []
    box.add(event("b"), 1)
    assert [sink for sink, _each in box.due(1)] == ["well"]
    assert [(sink, each.text) for sink, each in box.due(PAUSE)] == [("dead", "a"), ("well", "b")]


def test_old_messages_and_too_many_of_them_are_given_up():
    box = outbox()
    box.add(event("a"), 0)
    assert box.due(GIVE_UP + 1) == [] and box.waiting() == {"hook": 0}
    for number in range(WAITING + 50):
        box._enqueue(event(str(number)), 0)
    assert box.waiting() == {"hook": WAITING} and box.due(0)[0][1].text == "50"


steps = st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 100)), max_size=60)


@settings(max_examples=50, deadline=None)
@given(steps)
def test_everything_is_told_or_counted(happened):
    box, now, messages = outbox(), 0.0, []
    for text, pause in happened:
        now += pause
        box.tick(now)
        box.add(event(text), now)
        messages += told(box, now)
    for _each in range(2):
        now += 1000
        box.tick(now)
        messages += told(box, now)
    counted = sum(int(each.split("again, ")[1].split()[0]) if "again" in each else 1 for each in messages)
    assert counted == len(happened)
