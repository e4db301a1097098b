# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Planned switchovers by the playbook, under writes to every LUN; what must be refused, and what is left behind."""

from __future__ import annotations

import json
import os
import pathlib
import re
import signal

import pytest

HISTORY = "/var/lib/quorate/switchovers.jsonl"


def constraints(host):
    """Those that a move leaves, whoever moved."""
    found = host.check_output("cibadmin --query --scope constraints")
    return [word for word in found.split('"') if word.startswith(("cli-", "quorate-switchover-", "drbd-fence-"))]


def said(done):
    """Molecule has failures go to stderr; as JSON, quotes in them are escaped."""
    return (done.stdout + done.stderr).replace("\\", "")


@pytest.fixture(name="move")
def _move(playbook):
    """Runs the playbook for san0."""

    def move(*options, check=True):
        return playbook("switchover.yml", "-e", "switchover_service=san0", *options, check=check)

    return move


def test_there_and_back_without_an_error_and_with_nothing_left(nodes, move, writes, places):
    first, standby = places()
    for _way in range(2):
        assert "0 I/O errors, measured by initiator on 4 LUNs" in move().stdout
        assert constraints(nodes[0]) == []
    assert places()[0] == first
    written, read = writes()
    assert written["errors"] == 0 and (read["lost"], read["corrupt"]) == (0, 0)
    assert all(each["done"] > 100 for each in written["devices"].values())
    # The aim is a fifteenth of what the stock agents take, 51 s; a machine that tests share gets some grace.
    assert written["longest_gap_seconds"] < 15
    for host in nodes:
        entries = [json.loads(line) for line in host.check_output(f"tail -n 2 {HISTORY}").splitlines()]
        assert [entry["from"] for entry in entries] == [first, standby]
        assert {step["action"] for step in entries[-1]["steps"]} == {"stop", "demote", "promote", "start"}


def test_where_it_runs_already_nothing_happens(move, places):
    here = places()[0]
    assert "changed=0" in move("-e", f"switchover_to={here}").stdout
    assert places()[0] == here


def test_check_mode_moves_nothing(nodes, move, places):
    here = places()[0]
    move("--check")
    assert places()[0] == here and constraints(nodes[0]) == []


@pytest.fixture(name="boundaries")
def _boundaries(monkeypatch, move):
    """The tasks at which to end the playbook: the move itself, what follows it, the last; or every one.

    EVERY_BOUNDARY=N: every one from the Nth on. What runs from here on is counted, and killed where KILL_AT_TASK says.
    """
    monkeypatch.setenv("ANSIBLE_CALLBACK_PLUGINS", str(pathlib.Path(__file__).parents[3] / "tests" / "callbacks"))
    monkeypatch.setenv("ANSIBLE_CALLBACKS_ENABLED", "kill_at_task")
    tasks = re.findall(r"^KILL_AT_TASK=\d+ (.*)$", move().stdout, re.M)
    named = [number for number, name in enumerate(tasks, 1) if name.startswith(("Move san0", "Stop the stopwatch"))]
    first = os.environ.get("EVERY_BOUNDARY")
    return range(int(first), len(tasks) + 1) if first else [*named, len(tasks)]


def test_killed_between_two_tasks_the_service_goes_on_and_the_next_run_succeeds(
    nodes, monkeypatch, move, writes, boundaries, places
):
    for number in boundaries:
        monkeypatch.setenv("KILL_AT_TASK", str(number))
        assert move(check=False).returncode == -signal.SIGKILL
        before = places()[0]
        monkeypatch.delenv("KILL_AT_TASK")
        move()
        assert places()[0] != before and constraints(nodes[0]) == []
    written, read = writes()
    assert written["errors"] == 0 and (read["lost"], read["corrupt"]) == (0, 0)


BROKEN = {
    "unknown service": (None, None, ["-e", "switchover_service=san7"], 'must be "all" or among san0'),
    "unknown node": (None, None, ["-e", "switchover_to=node7"], "may be one of node1, node2"),
    "maintenance": (
        "crm_attribute --name maintenance-mode --update true",
        "crm_attribute --name maintenance-mode --delete",
        [],
        "the cluster is in maintenance mode",
    ),
    "left over": (
        "crm_resource --ban --resource san0 --node {other} --lifetime PT10M",
        "crm_resource --clear --resource san0",
        [],
        "is left from an earlier move by hand",
    ),
    "another target": (
        "cp -p /etc/quorate/targets/san0.json /run/kept; echo >>/etc/quorate/targets/san0.json",
        "cp -p /run/kept /etc/quorate/targets/san0.json",
        [],
        "{other} has saved another target than {here}",
    ),
    "disconnected": (
        "drbdadm disconnect san0",
        "drbdadm adjust san0; sleep 5",
        [],
        "DRBD san0 is",
    ),
}


@pytest.mark.parametrize("case", BROKEN)
def test_refused_with_the_reason(hosts, move, case, places):
    before, after, options, reason = BROKEN[case]
    here = places()[0]
    other = ({"node1", "node2"} - {here}).pop()
    words = {"here": here, "other": other}
    if before:
        hosts[other].check_output(before.format(**words))
    try:
        done = move(*options, check=False)
    finally:
        if after:
            hosts[other].check_output(after)
    assert done.returncode != 0 and reason.format(**words) in said(done), said(done)[-3000:]
    assert places()[0] == here


def test_the_standby_is_inspected_without_a_move(hosts, playbook, places):
    here = places()[0]
    other = ({"node1", "node2"} - {here}).pop()
    assert f"{other}: san0 could move now" in playbook("inspect_standby.yml").stdout
    hosts[other].check_output("mv /etc/quorate/targets/san0.json /run/kept")
    try:
        done = playbook("inspect_standby.yml", check=False)
    finally:
        hosts[other].check_output("mv /run/kept /etc/quorate/targets/san0.json")
    assert done.returncode != 0 and f"{other} has no saved target" in said(done), said(done)[-3000:]
    assert places()[0] == here


def test_the_status_is_a_tree_and_json(playbook, tmp_path, places):
    files = {kind: tmp_path / f"status.{kind}" for kind in ("json", "html")}
    options = [word for kind, path in files.items() for word in ("-e", f"status_{kind}={path}")]
    found = playbook("status.yml", *options, "-e", "status_strict=true").stdout
    here = places()[0]
    assert f"san0 on {here}" in found and "logged in: iqn.2026-11.com.example:initiator" in found
    told = json.loads(files["json"].read_text())
    assert told["services"] == {"san0": "up"} and [copy["well"] for copy in told["site"]["details"][0]["copies"]] == [
        True,
        True,
    ]
    assert told["site"]["arbiter"]["votes"] == ["node1", "node2"]
    assert [(path["host"], path["sessions"][0]["well"]) for path in told["paths"]] == [("initiator", True)]
    assert [pause["what"] for pause in told["pauses"] if pause["kind"] == "switchover"][-1] == "san0"
    page = files["html"].read_text()
    assert f"san0 runs on {here}" in page and "lab-only" not in page and len(page.encode()) < 300_000


def test_home_again(nodes, playbook, places):
    playbook("switchback.yml")
    assert places()[0] == "node1" and constraints(nodes[0]) == []


def test_in_the_end_all_is_well(nodes, move, places):
    """What the refused ones have broken is mended: the next run moves."""
    here = places()[0]
    move("-e", "switchover_client=")
    assert places()[0] != here and constraints(nodes[0]) == []
