# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Two sites that fit, and one thing wrong at a time."""

from __future__ import annotations

import copy

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._metro.judge import findings
from ansible_collections.quorate.ha_storage.plugins.module_utils._metro.model import Limits

CLUSTER = {
    "nodes": [
        {"name": f"node{n}", "links": [f"10.1.0.{n}", f"10.2.0.{n}"], "replication": f"10.2.0.{n}"} for n in (1, 2)
    ],
    "arbiter": {"name": "arbiter", "address": "10.9.0.3"},
}
SITE = {"cluster": CLUSTER, "services": [{"target": {"portals": [{"ip": "10.3.0.50"}]}}]}
WINDOW = (1000.0, 1010.0)


def answers(trip, source=None):
    """A peer that answers after *trip* ms."""
    return {"source": source, "sent": 10, "received": 10, "min_ms": trip, "avg_ms": trip * 3, "max_ms": trip * 9}


def fact(number):
    """What a node tells that is as it should be."""
    other = 3 - number
    return {
        "time": 1005.0,
        "memory_mib": 4096,
        "networks": [
            {"interface": f"eth{net}", "address": f"10.{net}.0.{number}", "prefix": 24} for net in (1, 2, 3, 4)
        ],
        "peers": {
            f"10.1.0.{other}": answers(1.2),
            f"10.2.0.{other}": answers(1.1),
            "10.9.0.3": answers(20.0, f"10.4.0.{number}"),
        },
    }


def judged(change=None, limits=None):
    """The findings after *change* of what the first node told."""
    facts = {"node1": fact(1), "node2": fact(2)}
    if change:
        change(facts["node1"])
    return findings(SITE, facts, WINDOW, limits or Limits())


def set_trip(address, value):
    """A change: that peer is so far away."""
    return lambda told: told["peers"][address].update(min_ms=value)


def set_value(key, value):
    """A change: the node tells another value."""
    return lambda told: told.update({key: value})


def test_sites_that_fit():
    assert judged() == ([], [])


@pytest.mark.parametrize(("trip", "problems", "warnings"), [(2.0, 0, 0), (2.1, 0, 1), (5.0, 0, 1), (5.1, 1, 0)])
def test_the_distance_between_the_sites(trip, problems, warnings):
    found = judged(set_trip("10.2.0.2", trip))
    assert (len(found.problems), len(found.warnings)) == (problems, warnings)
    for line in (*found.problems, *found.warnings):
        assert line.startswith(f"node1: node2 at 10.2.0.2 is {trip:g} ms away and back, more than ")
        assert ("ha_storage_metro.round_trip_ms" in line) == bool(problems)


def test_the_distance_to_the_arbiter():
    assert judged(set_trip("10.9.0.3", 200.0)).problems == []
    found = judged(set_trip("10.9.0.3", 200.5)).problems
    assert len(found) == 1
    assert "the arbiter arbiter at 10.9.0.3 is 200.5 ms away" in found[0]


def test_other_limits():
    assert judged(set_trip("10.2.0.2", 9.0), Limits(round_trip_ms=10, round_trip_warn_ms=10)) == ([], [])


def test_silence_is_told_elsewhere_and_loss_is_a_warning():
    silent = {"sent": 10, "received": 0, "min_ms": None}
    assert judged(lambda told: told["peers"]["10.2.0.2"].update(silent)) == ([], [])
    found = judged(lambda told: told["peers"]["10.2.0.2"].update(received=7))
    assert found == ([], ["node1: 3 of 10 echoes from 10.2.0.2 were lost (look at the link)"])


def test_a_network_for_two_purposes():
    def arbiter_by_management(told):
        told["peers"]["10.9.0.3"].update(source="10.1.0.1")

    found = judged(arbiter_by_management).problems
    assert len(found) == 1
    assert found[0].startswith("node1: management and arbiter share the network 10.1.0.0/24")
    assert judged(arbiter_by_management, Limits(separate=("replication", "iscsi"))).problems == []


def test_one_network_for_everything():
    wide = [{"interface": "eth0", "address": "10.2.0.1", "prefix": 8}]
    found = judged(set_value("networks", wide)).problems
    assert [line.split(" share ")[0] for line in found] == [
        "node1: replication and iscsi",
        "node1: replication and management",
        "node1: replication and arbiter",
    ]


def test_no_arbiter():
    facts = {"node1": fact(1), "node2": fact(2)}
    alone = {**SITE, "cluster": {**CLUSTER, "arbiter": None}}
    assert findings(alone, facts, WINDOW, Limits()) == ([], [])


@pytest.mark.parametrize(
    ("time", "words"),
    [(998.5, None), (1011.9, None), (990.0, "at least 10 s behind"), (1013.0, "at least 3 s ahead")],
)
def test_clocks(time, words):
    found = judged(set_value("time", time)).problems
    assert len(found) == bool(words)
    assert not words or words in found[0]


def test_memory():
    assert judged(set_value("memory_mib", 1024)).problems[0].startswith("node1: has 1024 MiB of memory, less than 2048")
    found = judged(set_value("memory_mib", 3000))
    assert found.problems == []
    assert found.warnings[0].startswith("node1 has 3000 MiB of memory and node2 4096 MiB")


def test_all_at_once():
    def change(told):
        before = copy.deepcopy(told)
        set_trip("10.2.0.2", 8.0)(told)
        set_value("time", 0.0)(told)
        set_value("memory_mib", 100)(told)
        assert before != told

    assert len(judged(change).problems) == 3
