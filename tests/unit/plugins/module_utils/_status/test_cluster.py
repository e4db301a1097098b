# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

from ansible_collections.quorate.ha_storage.plugins.module_utils._service.model import Member
from ansible_collections.quorate.ha_storage.plugins.module_utils._status.cluster import cluster_values

from . import sample


def values(told):
    return cluster_values(told["site"], told["asked"], told["voted"])


def test_nodes_services_and_copies():
    found = values(sample.told(done={"san1": 25.0}))
    assert [(node["name"], node["state"], node["serves"]) for node in found["nodes"]] == [
        ("node1", "online", ["san0"]),
        ("node2", "online", ["san1"]),
    ]
    san0, san1 = found["details"]
    assert (san0["node"], san0["served"], len(san0["luns"]), san0["portals"]) == ("node1", 3, 3, ["203.0.113.50:3260"])
    assert [copy["well"] for copy in san0["copies"]] == [True, True]
    # 300 of 400 GiB are missing at the copy, and the one that serves says so of its peer.
    assert [(copy["node"], copy["disk"], copy["behind"] >> 30) for copy in san1["copies"]] == [
        ("node1", "Inconsistent", 300),
        ("node2", "UpToDate", 300),
    ]
    assert found["arbiter"]["votes"] == found["quorum"] == ["node1", "node2"]


def test_a_member_that_one_node_has_lost_is_lost():
    lost = sample.told(members=(Member("node1", online=True), Member("node2", maintenance=True)))
    assert [node["state"] for node in values(lost)["nodes"]] == ["online", "maintenance, offline"]
    told = sample.told()
    told["asked"]["node2"] = {"unreachable": True}
    assert [(node["state"], node["verdict"]) for node in values(told)["nodes"]] == [
        ("online", "up"),
        ("silent", "warn"),
    ]


def test_what_is_down_has_no_size():
    told = sample.told()
    told["asked"]["node2"]["results"][0]["service"]["replication"] = None
    copy = values(told)["details"][0]["copies"][1]
    assert (copy["disk"], copy["behind"], copy["percent"], copy["well"]) == ("down", 0, None, False)
