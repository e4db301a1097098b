# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The order of a patch, its continuation, and when a machine may be built anew."""

from __future__ import annotations

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._node.plan import patch_plan, replace_problems

from .worlds import BOTH, SITE, VOTES, asked, live

ASKED_FOR = {"packages": "all", "tasks": "", "reboot": "auto"}
ALL_VOTE = dict.fromkeys(BOTH, VOTES)


def mark(*done, began="2026-11-22T10:00:00+00:00", request=None, **places):
    return {"began": began, "done": list(done), "request": request or ASKED_FOR, "places": places}


def planned(found=None, votes=None, marks=None):
    return patch_plan(SITE, found or asked(), votes or ALL_VOTE, marks or {}, ASKED_FOR)


def test_the_node_that_serves_less_comes_first():
    assert planned()["nodes"] == ["node2", "node1"]
    assert planned(asked({"san0": "node2", "san1": "node2"}))["nodes"] == ["node1", "node2"]
    each_one = planned(asked({"san0": "node2", "san1": "node1"}))
    assert each_one["nodes"] == ["node1", "node2"]
    assert each_one["places"] == {"san0": "node2", "san1": "node1"}
    assert (each_one["problems"], each_one["down"], each_one["began"]) == ([], [], "")


def test_a_node_that_is_down_without_a_reason_is_a_problem():
    found = planned(asked(down=["node2"]))
    assert "the cluster does not run on node2, and no interrupted run" in found["problems"][0]
    assert (found["down"], found["away"]) == (["node2"], [])


def test_an_interrupted_run_goes_on_with_the_node_that_it_stopped():
    # Before, node1 served nothing; so it is the first again although it would be the second now.
    marks = {"node1": mark(san0="node2", san1="node2"), "node2": {}}
    found = planned(asked({"san0": "node2", "san1": "node2"}, down=["node1"]), {"node2": VOTES}, marks)
    assert (found["problems"], found["nodes"], found["away"]) == ([], ["node1", "node2"], ["node1"])
    assert found["began"] == "2026-11-22T10:00:00+00:00"


def test_the_other_one_must_serve_well_meanwhile():
    marks = {"node1": mark(), "node2": mark()}
    found = planned(asked(down=["node2"], failures=["monitor of san0"]), {"node1": ""}, marks)
    assert found["away"] == ["node2"]
    assert any("arbiter" in each for each in found["problems"])
    assert any("monitor of san0" in each for each in found["problems"])


def test_what_is_done_is_left_alone_and_services_go_home():
    marks = {"node1": mark(san0="node1"), "node2": mark("node2", san0="node1", gone="node1")}
    found = planned(asked({"san0": "node2", "san1": "node2"}), marks=marks)
    assert (found["nodes"], found["done"]) == (["node1"], ["node2"])
    assert found["places"] == {"san0": "node1", "san1": "node2"}


def test_another_request_begins_with_the_first_node_but_remembers_the_places():
    marks = {"node1": mark("node2", request={**ASKED_FOR, "reboot": "always"}, san0="node1", san1="node1")}
    found = planned(asked({"san0": "node2", "san1": "node2"}), marks=marks)
    assert (found["nodes"], found["done"]) == (["node1", "node2"], [])
    assert set(found["places"].values()) == {"node1"}


def test_a_node_that_was_done_must_not_be_down():
    found = planned(asked(down=["node2"]), marks={"node1": mark("node2")})
    assert (found["away"], found["nodes"]) == ([], ["node1"]) and "node2" in found["problems"][0]


def test_a_later_run_counts():
    marks = {"node1": mark("node1", "node2", began="2026-01-01"), "node2": mark(began="2026-02-01")}
    assert planned(marks=marks)["done"] == []


def test_nothing_runs_anywhere():
    found = planned({"node1": {}, "node2": {}}, marks={"node1": mark(), "node2": {}})
    assert len(found["problems"]) == 2 and found["places"] == {"san0": "", "san1": ""}


LOST = live(connection="Connecting", percent=None)


def replaced(found, states, lost="node2"):
    """*states* -- metadata of each service on the lost node: fresh (True), with a history (False) or none (None)."""
    disks = [
        {"path": f"/dev/vg0/{name}", "busy": False, "metadata": None if fresh is None else {"fresh": fresh}}
        for name, fresh in states.items()
    ]
    backings = [{"device": disk["path"], "exists": True, "signature": None} for disk in disks]
    fact = {"drbd": {"resources": [], "disks": disks}, "backings": backings, "volume_groups": []}
    return replace_problems(SITE, lost, found, ALL_VOTE, fact)


NEW = {"san0": None, "san1": None}


def test_a_new_machine_while_the_other_one_serves():
    assert replaced(asked(down=["node2"], replication=LOST), NEW) == []


def test_a_replacement_that_was_interrupted():
    # Before the cluster was started there, one volume had been copied.
    begun = asked(down=["node2"], replication=live(percent=40.0))
    assert replaced(begun, {"san0": False, "san1": True}) == []
    # After that.
    assert replaced(asked(replication=live(percent=40.0)), {"san0": False, "san1": True}) == []


def test_a_member_is_not_replaced():
    (only,) = replaced(asked(), {"san0": False, "san1": False})
    assert "node2 is a running member and its data are up to date: there is nothing to replace" in only


def test_the_wrong_node():
    found = replaced(asked(), NEW, lost="node1")
    assert any("san0 does not run as a whole on node2, but on node1" in each for each in found)


def test_an_old_machine_that_is_only_switched_off():
    found = replaced(asked(down=["node2"], replication=LOST), {"san0": False, "san1": None})
    assert len(found) == 1 and "node2 has data of san0, so it is no new machine" in found[0]


@pytest.mark.parametrize("found", [{}, asked(down=["node1"])])
def test_without_a_survivor(found):
    assert "the cluster does not run on node1" in replaced(found, NEW)[0]
