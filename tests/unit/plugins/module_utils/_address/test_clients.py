# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the nodes tell each other about their clients."""

from __future__ import annotations

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._address import clients
from ansible_collections.quorate.ha_storage.plugins.module_utils._address.parse import Connection
from ansible_collections.quorate.ha_storage.plugins.module_utils._core import ocf
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import CommandTimedOut
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.runner import Result

CLIENT, BOTH = Connection(3260, "10.77.30.14", 51362), ["node1", "node2"]


class Attributes:
    """The cluster's attributes, by node."""

    def __init__(self) -> None:
        self.values: dict[str, str] = {}
        self.updates = 0
        self.hang = False

    def run(self, argv, timeout, ok=(0,)):
        assert argv[0] == "attrd_updater" and timeout <= 3
        if self.hang:
            raise CommandTimedOut(argv, timeout)
        options = dict(zip(argv[1:], argv[2:]))
        assert options["--name"] == "quorate-clients-san0"
        if "--query" in argv:
            return Result(0, f'name="x" host="node1" value="{self.values.get("node1", "")}"\n', "")
        assert "--private" in argv
        self.values[options["--node"]] = options["--update"]
        self.updates += 1
        return Result(0, "", "")


@pytest.fixture
def attributes(monkeypatch, tmp_path):
    attributes = Attributes()
    monkeypatch.setattr(clients, "run", attributes.run)
    monkeypatch.setattr(clients, "FOLDER", str(tmp_path / "run"))
    monkeypatch.setattr(clients.os, "uname", lambda: type("Uname", (), {"nodename": "node1"}))
    monkeypatch.setattr(ocf, "log", lambda *_words: None)
    return attributes


def test_the_other_node_hears_it_and_has_it_at_hand(attributes):
    clients.remember("san0", [CLIENT], BOTH)
    assert attributes.values == {"node2": "3260,10.77.30.14,51362"}, "not told to itself"
    attributes.values = {"node1": attributes.values["node2"]}
    assert clients.recall("san0") == [CLIENT]


def test_told_again_only_after_a_change_or_a_while(attributes, monkeypatch):
    for _round in range(3):
        clients.remember("san0", [CLIENT], BOTH)
    assert attributes.updates == 1
    clients.remember("san0", [], BOTH)
    assert attributes.updates == 2 and attributes.values["node2"] == ""
    later = clients.time.time() + clients.TELL_AGAIN
    monkeypatch.setattr(clients.time, "time", lambda: later)
    clients.remember("san0", [], BOTH)
    assert attributes.updates == 3


def test_attributes_that_do_not_answer_fail_nothing(attributes):
    attributes.hang = True
    clients.remember("san0", [CLIENT], BOTH)
    assert clients.recall("san0") == []
    attributes.hang = False
    clients.remember("san0", [CLIENT], BOTH)
    assert attributes.updates == 1, "what was not told is told the next time"


def test_nobody_is_told_where_no_peer_is_named(attributes):
    clients.remember("san0", [CLIENT], ["node1"])
    assert attributes.values == {}
