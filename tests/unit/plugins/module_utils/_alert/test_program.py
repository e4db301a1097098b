# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The loop: what happened is told, a failing sink does not stop it."""

from __future__ import annotations

import json
import time

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._alert import program
from ansible_collections.quorate.ha_storage.plugins.module_utils._alert.model import Event, Settings, Webhook
from ansible_collections.quorate.ha_storage.plugins.module_utils._alert.system import SETTINGS, Host
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.files import Files
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.ocf import Failure

SINKS = {"well": Webhook("http://a/"), "dead": Webhook("http://b/")}


class Scene:
    """A host with events and sights to come, and sinks one of which fails."""

    name = "node1"

    def __init__(self):
        self.events, self.seen, self.told = [], {("arbiter", "node1"): "votes"}, []

    def spooled(self):
        while self.events:
            yield self.events.pop(0)

    def sight(self):
        return self.seen

    def deliver(self, _host, sink, event, cluster):
        assert cluster == "lab"
        if sink.url == "http://b/":
            raise Failure("did not end within 15 s")
        self.told.append(event.text)


@pytest.fixture
def scene(monkeypatch):
    made = Scene()
    monkeypatch.setattr(program, "deliver", made.deliver)
    monkeypatch.setattr(program.syslog, "syslog", lambda *words: None)
    return made


def test_what_happens_is_told_and_a_dead_sink_keeps_nobody_waiting(scene):
    now = [0.0]
    watcher = program.Watcher(scene, Settings("lab", sinks=SINKS), clock=lambda: now[0])
    for _each in range(8):
        watcher.round()
        now[0] += 5
    scene.events.append(Event("fencing", "node2", "critical", "fenced"))
    scene.seen = {("arbiter", "node1"): "silent"}
    for _each in range(4):
        watcher.round()
        now[0] += 5
    assert scene.told[0] == "fenced" and "does not vote" in scene.told[1] and len(scene.told) == 2
    assert watcher.outbox.waiting() == {"well": 0, "dead": 2}


def test_the_node_is_looked_at_less_often_than_the_spool(scene, monkeypatch):
    now, looks = [0.0], []
    monkeypatch.setattr(scene, "sight", lambda: looks.append(now[0]) or {})
    watcher = program.Watcher(scene, Settings("lab"), clock=lambda: now[0])
    for _each in range(11):
        watcher.round()
        now[0] += 1
    assert looks == [0, 5, 10]


def test_a_delivery_is_bounded(monkeypatch):
    class Hanging:
        def deliver(self, *_words):
            time.sleep(60)

    monkeypatch.setattr(program, "_DELIVERY", 0.2)
    with pytest.raises(Failure, match="did not end"):
        program.deliver(Hanging(), SINKS["well"], Event("test", "n", "info", "x"), "lab")


def test_the_test_tries_every_sink(tmp_path, monkeypatch, capsys):
    host = Host(Files(str(tmp_path)))
    host.files.write_atomic(SETTINGS, json.dumps({"cluster": "lab", "webhook": {"url": "http://127.0.0.1:9/"}}))
    monkeypatch.setattr(program, "Host", lambda: host)
    assert program.main(["alerts", "test"]) == 1
    assert "webhook: [Errno" in capsys.readouterr().out
    monkeypatch.setattr(host, "deliver", lambda *_words: None)
    assert program.main(["alerts", "test"]) == 0
    assert capsys.readouterr().out == "webhook: delivered\n"


def test_without_settings_it_ends(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(program, "Host", lambda: Host(Files(str(tmp_path))))
    assert program.main(["alerts", "watch"]) == 1 and "there is no" in capsys.readouterr().err
