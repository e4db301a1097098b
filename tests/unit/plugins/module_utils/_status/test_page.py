# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The document: everything well, and each thing that is not with what to do about it."""

from __future__ import annotations

import json

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._service.model import Failure, Member
from ansible_collections.quorate.ha_storage.plugins.module_utils._status.page import status_page

from . import sample

AT = {"at": "2026-11-23T15:30:00+00:00"}


def found(page, verdict):
    return [each["text"] for each in page["problems"] if each["verdict"] == verdict]


def test_all_is_well_but_for_an_old_proof():
    page = status_page(sample.told())
    assert (page["verdict"], page["cluster"], page["services"]) == ("up", "up", {"san0": "up", "san1": "up"})
    assert found(page, "warn") == found(page, "down") == []
    assert found(page, "note") == ["fencing of node1 was proven 203 days ago"]
    assert page["problems"][0]["way_out"].endswith("fence_drill=node1")
    assert json.loads(json.dumps(page)) == page


def test_days_of_a_proof_are_the_users():
    assert status_page({**sample.told(), "proof_days": 365})["problems"] == []
    never = status_page({**sample.told(), "measured": {}})
    assert found(never, "note") == [f"fencing of {node} was never proven" for node in sample.NODES]


def test_no_secret_is_in_it():
    site = sample.site()
    secrets = {site["services"][0]["drbd"]["secret"]}
    for service in site["services"]:
        for each in service["initiators"]:
            secrets |= {value for key, value in each["chap"].items() if "password" in key and value}
    assert len(secrets) == 5
    text = json.dumps(status_page(sample.told(site)))
    assert [secret for secret in secrets if secret in text] == []


@pytest.mark.parametrize(
    ("changes", "verdict", "text", "way_out"),
    [
        ({"quorum": False}, "down", "no quorum", "corosync-quorumtool"),
        ({"maintenance": True}, "warn", "maintenance mode", "maintenance-mode --delete"),
        ({"fencing": False}, "warn", "fencing is off", "playbook site"),
        ({"failures": (Failure("web", "node2", "start", "oh"),)}, "warn", "failed: start of web", "--cleanup"),
        (
            {"members": (Member("node1", True), Member("node2", True, standby=True))},
            "warn",
            "node2 standby",
            "crm_standby",
        ),
        (
            {"members": (Member("node1", True), Member("node2", unclean=True))},
            "warn",
            "unclean, offline",
            "--confirm node2",
        ),
        ({"instances": ()}, "down", "whole on no node", "crm_mon -1"),
    ],
)
def test_what_is_wrong_comes_with_a_way_out(changes, verdict, text, way_out):
    page = status_page(sample.told(**changes))
    assert page["verdict"] == verdict
    matching = [each for each in page["problems"] if text in each["text"]]
    assert matching and all(each["verdict"] == verdict and way_out in each["way_out"] for each in matching)
    assert page["problems"][-1]["verdict"] == "note"


def test_every_problem_of_a_broken_site_says_what_to_do():
    told = {**sample.told(done={"san1": 43.2}), "voted": {}}
    told["asked"]["node2"] = {}
    page = status_page(told)
    assert len(page["problems"]) >= 3 and [each for each in page["problems"] if not each["way_out"]] == []
    assert "the arbiter does not vote for node1" in found(page, "warn")
    assert page["site"]["nodes"][1]["state"] == "silent"


def test_nobody_answers():
    page = status_page({**sample.told(), "asked": {}, "measured": {}, "voted": {}})
    assert (page["verdict"], page["cluster"]) == ("down", "down")
    assert [node["state"] for node in page["site"]["nodes"]] == ["silent", "silent"]


def test_a_lost_session_is_a_warning_and_a_silent_initiator_is_told():
    told = sample.told()
    told["initiators"]["backup"]["sessions"][0]["state"] = "FAILED"
    told["initiators"]["other"] = {"unreachable": True}
    page = status_page(told)
    assert page["verdict"] == "warn" and found(page, "warn") == [
        "backup has lost its session with san1 at 203.0.113.51:3260"
    ]
    assert [(path["host"], path["silent"]) for path in page["paths"]] == [("backup", False), ("other", True)]


def test_without_a_cluster_there_are_only_copies():
    page = status_page({**AT, "zfs": sample.zfs()})
    assert (page["verdict"], page["site"], page["pauses"]) == ("up", None, [])
    assert [copy["name"] for copy in page["copies"]] == ["esx"]
    assert status_page(AT)["verdict"] == "up"
