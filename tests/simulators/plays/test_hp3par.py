# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The modules for Remote Copy groups, run by ansible-playbook, on a simulated pair of arrays."""

from __future__ import annotations

import json
import os
import pathlib
import subprocess
import sys

import pytest
import yaml
from hp3par import wsapi
from hp3par.pair import new_pair, write
from hp3par.serve import HERE, USER, Front

TOP = pathlib.Path(__file__).parents[3]
CLI = pathlib.Path(wsapi.__file__).parent / "bin/cli"
PAIR = {"name": "svc1.r12345", "array": "{{ hp3par2 }}", "peer": "{{ hp3par1 }}"}


@pytest.fixture
def front(tmp_path):
    with Front(new_pair("alletra-10.5"), tmp_path, speed=50) as running:
        yield running


def array(front, side, kind):
    """The options of a running array."""
    if kind == "cli":
        return {"name": front.pair.arrays[side].name, "transport": kind, "cli_path": str(CLI), "password_file": "/pwf"}
    ports = {"ssh": front.ssh_ports, "wsapi": front.https_ports}
    common = {"name": front.pair.arrays[side].name, "transport": kind, "host": HERE, "port": ports[kind][side]}
    own = {
        "ssh": {"key_file": str(front.folder / "key"), "known_hosts": str(front.folder / "known_hosts")},
        "wsapi": {
            "password": wsapi.PASSWORD,
            "ca_path": str(front.folder / "certificate.pem"),
            "accept_unverified_numbers": True,
        },
    }
    return {**common, "username": USER, **own[kind]}


def play(front, kind, tasks):
    """The results of the tasks, by what they register."""
    arrays = {f"hp3par{side + 1}": {**array(front, side, kind), "timezone": "Europe/Paris"} for side in (0, 1)}
    for task in tasks:
        task["name"] = f"Task {task['register']}"
    book = [{"hosts": "localhost", "gather_facts": False, "vars": arrays, "tasks": tasks}]
    path = front.folder / "play.yml"
    path.write_text(yaml.safe_dump(book, sort_keys=False))
    done = subprocess.run(
        [
            "ansible-playbook",
            "-i",
            "localhost,",
            "-c",
            "local",
            path,
            "-e",
            f"ansible_python_interpreter={sys.executable}",
        ],
        env={
            **os.environ,
            "HP3PAR_SIMULATOR": str(front.folder / "socket"),
            "ANSIBLE_STDOUT_CALLBACK": "ansible.posix.json",
            "ANSIBLE_CONFIG": str(TOP / "ansible.cfg"),
        },
        cwd=TOP,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.stdout.startswith("{"), done.stdout + done.stderr
    assert wsapi.PASSWORD not in done.stdout + done.stderr
    ran = json.loads(done.stdout)["plays"][0]["tasks"]
    return {task["task"]["name"].split()[-1]: task["hosts"]["localhost"] for task in ran}


def state(register, **options):
    return {"quorate.ha_storage.hp3par_rcg_state": {**PAIR, "poll_interval": 1, **options}, "register": register}


def info(register, **options):
    return {"quorate.ha_storage.hp3par_rcg_info": {**PAIR, **options}, "register": register}


@pytest.mark.parametrize("kind", ["ssh", "cli", "wsapi"])
def test_a_planned_take_over(front, kind):
    write(front.pair, 0, front.pair.groups["svc1"])
    take_over = {"state": "primary", "resume": True}
    checked = {**state("checked", **take_over), "check_mode": True}
    tasks = [info("before", mode="periodic"), checked, state("first", **take_over), state("second", **take_over)]
    results = play(front, kind, [*tasks, info("after")])
    assert results["before"]["health"] == {"status": "up", "reasons": []}
    changed = [results[name]["changed"] for name in ("checked", "first", "second", "after")]
    assert changed == [True, True, False, False]
    sent = [f"{command['array']}: {command['command']}" for command in results["first"]["commands"]]
    assert results["checked"]["planned"] == results["first"]["planned"] == sent
    assert len(front.pair.changes()) == len(sent) == 4
    assert results["after"]["local"]["group"]["role"] == "Primary"
    assert [volume.writes for volume in front.pair.groups["svc1"].sides[1].volumes] == [{1}, {1}]
    assert front.pair.sessions == set()


def test_a_refusal_fails_the_task_and_says_the_way_out(front):
    results = play(front, "ssh", [state("refused", state="failed_over")])
    assert results["refused"]["failed"]
    assert results["refused"]["refusals"] == [
        "the way to the partner is up (state=primary takes over without loss; where the other array is lost all the"
        " same, cut the links first)"
    ]
    assert results["refused"]["recovery_hint"] and results["refused"]["commands"] == []
