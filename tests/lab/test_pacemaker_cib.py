# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The CIB of a real cluster of one node (Debian 13, Pacemaker 3.0)."""

from __future__ import annotations

import json
import os
import time

import pytest
from ansible_collections.quorate.ha_storage.bench.node import ENGINE, TOP, Node

COROSYNC = """
totem {
    version: 2
    cluster_name: cib
    transport: udpu
}
nodelist {
    node {
        ring0_addr: 127.0.0.1
        name: node1
        nodeid: 1
    }
}
quorum {
    provider: corosync_votequorum
}
"""
# One run as the module does it. It kills itself before crm_diff, before the commit (--patch) or when that is done.
BRING = """
import json, os, signal
from ha_storage._core.converge import bring
from ha_storage._core.errors import Refused
from ha_storage._core.runner import run
from ha_storage._pacemaker.spec import read_declaration
from ha_storage._pacemaker.system import PacemakerSystem
from ha_storage._pacemaker.view import cluster_view

def die(at):
    if KILL_AT == at:
        os.kill(os.getpid(), signal.SIGKILL)

def deadly(argv, **options):
    die(argv[0])
    if "--patch" in argv:
        die("--patch")
    result = run(argv, **options)
    if "--patch" in argv and result.rc == 0:
        die("done")
    return result

system = PacemakerSystem(runner=deadly, wait=WAIT, nodes=NODES)
try:
    outcome = bring(system, read_declaration(json.loads(PARAMS)), system.plan, check_mode=False)
    said = [operation.summary for operation in outcome.plan.operations]
    print(json.dumps({"said": said, "view": cluster_view(system.read(), "quorate")}))
except Refused as refused:
    print(json.dumps({"refused": str(refused)}))
"""
MONITOR = [{"name": "monitor", "interval": "10s", "timeout": "60s"}]
ROLES = [
    {"name": "monitor", "interval": "9s", "role": "Promoted", "timeout": "60s"},
    {"name": "monitor", "interval": "11s", "role": "Unpromoted", "timeout": "60s"},
]
GIVEN = {
    "properties": {"stonith-enabled": False},
    "resources": [
        {"id": "role", "agent": "ocf:pacemaker:Stateful", "operations": ROLES},
        {"id": "role-clone", "kind": "clone", "resource": "role", "meta": {"promotable": True}},
        {"id": "first", "agent": "ocf:heartbeat:Dummy", "operations": MONITOR},
        {"id": "last", "agent": "ocf:heartbeat:Dummy", "operations": MONITOR},
        {"id": "both", "kind": "group", "members": ["first", "last"]},
    ],
    "constraints": [
        {
            "id": "where",
            "kind": "colocation",
            "resource": "both",
            "with_resource": "role-clone",
            "with_role": "Promoted",
        },
        {
            "id": "when",
            "kind": "order",
            "first": "role-clone",
            "first_action": "promote",
            "then": "both",
            "then_action": "start",
        },
    ],
}


def program(given: dict, kill_at: str = "", wait: int = 120, nodes: tuple[str, ...] = ("node1",)) -> str:
    values = {"PARAMS": json.dumps(given), "KILL_AT": kill_at, "WAIT": wait, "NODES": nodes}
    return "".join(f"{name} = {value!r}\n" for name, value in values.items()) + BRING


def active(node: Node) -> dict:
    return node.python(program(GIVEN))["view"]["active"]


@pytest.fixture(scope="module")
def node():
    with Node(f"test-cib-{os.getpid()}") as machine:
        machine.put_engine()
        machine.put(TOP / "plugins/module_utils/_pacemaker", f"{ENGINE}/ha_storage/")
        machine.put(TOP / "tests/unit/fixtures/pacemaker", "/root/fixtures")
        yield machine


@pytest.fixture(scope="module")
def cluster(node):
    node.sh("cat > /etc/corosync/corosync.conf", stdin=COROSYNC)
    node.sh("systemctl start corosync pacemaker")
    return node


def test_this_pacemaker_has_nothing_against_the_site(node):
    """running.xml is what the unit tests make of a site, with the tools of the machine they run on."""
    assert node.rc("crm_verify --xml-file /root/fixtures/running.xml") == 0
    moved = "sed s,targets/san0.json,targets/other.json, /root/fixtures/running.xml"
    said = node.sh(f"{moved} | crm_simulate --xml-pipe --simulate --output-as=xml")
    assert 'action="restart" resource="san0-target"' in said and 'action="restart" resource="san0-ip"' in said


def test_a_run_killed_around_its_commit_is_finished_by_the_next(cluster):
    """The first run waits for the election. What a run does is one commit, there or not there."""
    cluster.python(program({"properties": {"stonith-enabled": False}}))
    for kill_at, owned in (("crm_diff", "1"), ("--patch", "1"), ("done", "8")):
        cluster.sh(f"PYTHONPATH={ENGINE} python3 -", stdin=program(GIVEN, kill_at), check=False)
        assert cluster.sh("cibadmin --query --xpath '//obj_ref' | grep -c obj_ref").strip() == owned
    cluster.python(program(GIVEN))
    assert cluster.python(program(GIVEN))["said"] == []


def test_what_is_declared_runs(cluster):
    deadline = time.monotonic() + 120
    while set(active(cluster)) != {"role", "first", "last"}:
        assert time.monotonic() < deadline
    assert cluster.sh("crm_mon --one-shot | grep -c 'Promoted: . node1'").strip() == "1"


def test_what_an_operator_did_stays(cluster):
    cluster.sh("crm_resource --move --resource both --node node1 --lifetime PT10M --force")
    cluster.sh("crm_attribute --name cluster-recheck-interval --update 5min")
    seen = cluster.python(program({**GIVEN, "resource_defaults": {"resource-stickiness": 200}}))
    assert seen["said"] == ["commit: set resource default resource-stickiness=200"]
    assert [each["id"] for each in seen["view"]["foreign_constraints"]] == ["cli-prefer-both"]
    assert seen["view"]["all_properties"]["cluster-recheck-interval"] == "5min"
    assert "dc-version" in seen["view"]["all_properties"]


def test_what_runs_is_removed_only_when_told_so_and_in_its_order(cluster):
    assert "both" not in cluster.python(program({}))["refused"]
    assert "last is active on node1" in cluster.python(program({}))["refused"]
    seen = cluster.python(program({"stop_removed": True}))
    assert "refused" not in seen, seen["refused"]
    assert seen["said"][0] == "stop role-clone, both" and seen["view"]["active"] == {}
    left = cluster.sh("cibadmin --query --scope configuration")
    assert "both" not in left and "obj_ref" not in left and "cluster-recheck-interval" in left
