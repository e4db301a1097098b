# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.tree import Node, plain, planted
from ansible_collections.quorate.ha_storage.plugins.module_utils._host.overview import service_overview

GROUP = plain(Node("svc1", "warn", (Node("hp3par1: svc1 Primary, Stopped", "warn"),)))


def host(avail, digest="d1"):
    status = "down" if avail == "down" else "up"
    resources = [{"name": "unit a.service", "status": status, "seen": "active" if status == "up" else "inactive"}]
    return {"avail": avail, "resources": resources, "digest": digest}


def told(*avails, **more):
    return service_overview({f"node{at}": host(one) for at, one in enumerate(avails, 1)}, "svc1", **more)


@pytest.mark.parametrize(
    ("avails", "verdict"),
    [
        (("up", "down"), "up"),
        (("down", "up", "down"), "up"),
        (("up", "warn"), "warn"),
        (("warn", "down"), "warn"),
        (("down", "down"), "down"),
        (("up", "up"), "down"),
        ((), "down"),
    ],
)
def test_a_service_runs_on_one_host_and_nothing_of_it_on_another(avails, verdict):
    assert told(*avails)["avail"] == verdict


def test_the_tree_has_hosts_groups_and_resources():
    found = told("up", "down", sync=GROUP)
    assert (found["overall"], found["avail"], found["sync"]) == ("warn", "up", "warn")
    assert found["hosts"] == {"node1": "up", "node2": "down"}
    assert found["text"] == [
        "svc1 [warn]",
        "├ avail",
        "│ ├ node1: up",
        "│ │ └ unit a.service: active",
        "│ └ node2: down",
        "│   └ unit a.service: inactive",
        "└ sync [warn]",
        "  └ svc1 [warn]",
        "    └ hp3par1: svc1 Primary, Stopped [warn]",
    ]


def test_a_host_that_tells_nothing_is_shown():
    found = service_overview({"node1": host("up"), "node2": {"msg": "no vgs here"}}, "svc1")
    assert found["hosts"]["node2"] == "unknown" and found["avail"] == "warn"
    assert "  └ node2: no vgs here [warn]" in found["text"]


def test_a_description_that_differs_is_shown():
    seen = {"node1": host("up"), "node2": host("down"), "node3": host("down", "d2")}
    found = service_overview(seen, "svc1")
    assert found["different"] == ["node3"] and found["overall"] == "warn" and found["avail"] == "up"
    assert found["text"][-1] == "└ described in another way: node3 [warn]"
    del seen["node1"]
    assert service_overview(seen, "svc1")["different"] == ["node2", "node3"]


def test_a_tree_survives_being_data():
    assert plain(planted(GROUP)) == GROUP
