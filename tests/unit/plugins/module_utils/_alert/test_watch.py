# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What has changed between looks."""

from __future__ import annotations

from ansible_collections.quorate.ha_storage.plugins.module_utils._alert.watch import Watch

QUORUM, ARBITER, LINK, DISK = ("quorum", "n"), ("arbiter", "n"), ("replication", "san0"), ("disk", "san0")
WELL = {QUORUM: "yes", ARBITER: "votes", LINK: "up", DISK: "there"}


def looked(watch, sight, times):
    return [event for _each in range(times) for event in watch.look(sight, 7)]


def settled():
    watch = Watch("n")
    assert looked(watch, WELL, 8) == [], "that all is well is no news"
    return watch


def test_a_change_is_told_once_at_the_second_look():
    watch = settled()
    assert watch.look({**WELL, ARBITER: "silent"}, 7) == []
    told = looked(watch, {**WELL, ARBITER: "silent"}, 5)
    assert [(each.kind, each.severity, each.at) for each in told] == [("arbiter", "warning", 7)]
    assert [each.severity for each in looked(watch, WELL, 5)] == ["ok"]


def test_a_blip_is_not_told():
    watch = settled()
    assert watch.look({**WELL, LINK: "interrupted"}, 7) == [] and looked(watch, WELL, 5) == []


def test_lost_quorum_does_not_wait_for_a_second_look():
    watch = settled()
    assert [each.severity for each in watch.look({**WELL, QUORUM: "no"}, 7)] == ["critical"]


def test_every_kind_has_its_words():
    watch = settled()
    bad = {QUORUM: "no", ARBITER: "silent", LINK: "StandAlone", DISK: "lost"}
    assert sorted(each.kind for each in looked(watch, bad, 2)) == ["arbiter", "disk", "quorum", "replication"]
    assert {each.severity for each in looked(watch, WELL, 2)} == {"ok"}
    assert [each.text for each in looked(watch, {**WELL, LINK: "interrupted"}, 2)] == [
        "san0: n is not connected to its peer, nothing is replicated"
    ]


def test_what_is_bad_from_the_start_is_told_once_a_start_would_be_over():
    watch = Watch("n")
    assert looked(watch, {QUORUM: "no"}, 5) == []
    assert [each.kind for each in looked(watch, {QUORUM: "no"}, 5)] == ["quorum"]


def test_a_node_that_was_stopped_begins_anew():
    watch = settled()
    assert looked(watch, {}, 5) == [] and looked(watch, {QUORUM: "no"}, 3) == [] and looked(watch, WELL, 8) == []
