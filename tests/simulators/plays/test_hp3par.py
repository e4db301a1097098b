# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The modules for Remote Copy groups, run by ansible-playbook, on a simulated pair of arrays."""

from __future__ import annotations

import pytest
from hp3par.pair import new_pair, write
from hp3par.proxied import Proxied
from hp3par.serve import Front

from .on_arrays import calm, play

PAIR = {"name": "svc1.r12345", "array": "{{ hp3par2 }}", "peer": "{{ hp3par1 }}"}


@pytest.fixture
def front(tmp_path):
    with Front(calm(new_pair("alletra-10.5")), tmp_path, speed=50) as running:
        yield running


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


def test_a_group_is_made_and_made_again(tmp_path):
    pair = new_pair("alletra-10.5", names=())
    pair.arrays[0].stock |= {"data"}
    wanted = {**PAIR, "name": "svc1", "peer_name": "svc1.r12345", "array": "{{ hp3par1 }}", "peer": "{{ hp3par2 }}"}
    wanted |= {"mode": "periodic", "period": "5m", "user_cpg": "ssd", "target_user_cpg": "ssd"}
    wanted |= {"volumes": [{"name": "data", "create": True}], "policies": {"auto_recover": True}}

    def make(register, **more):
        return {"quorate.ha_storage.hp3par_rcg": {**wanted, **more}, "register": register}

    gone = {"state": "absent", "confirm": "svc1"}
    with Front(pair, tmp_path, speed=50) as front:
        checked = {**make("checked"), "check_mode": True}
        results = play(front, "ssh", [checked, make("first"), make("second"), make("gone", **gone)])
    assert [results[name]["changed"] for name in ("checked", "first", "second", "gone")] == [True, True, False, True]
    sent = [f"{command['array']}: {command['command']}" for command in results["first"]["commands"]]
    assert results["checked"]["planned"] == results["first"]["planned"] == sent and len(sent) == 4
    assert pair.groups == {} and pair.arrays[1].stock == {"data"}


def timeless(value):
    """*value* without moments: they go by while a transport takes its time."""
    if isinstance(value, dict):
        return {key: timeless(one) for key, one in value.items() if key not in ("last_sync", "seconds")}
    return [timeless(one) for one in value] if isinstance(value, list) else value


def test_every_transport_gives_the_same_field_by_field(tmp_path):
    fields = ("changed", "operations", "turns", "after", "health", "diff")
    told = {}
    for kind in ("ssh", "cli", "wsapi", "proxy"):
        (tmp_path / kind).mkdir()
        tasks = [state("refused", state="failed_over"), state("moved", state="primary", resume=True), info("seen")]
        tasks[0]["ignore_errors"] = True
        with Front(calm(new_pair("alletra-10.5")), tmp_path / kind, speed=50) as front, Proxied(front):
            results = play(front, kind, tasks)
            assert [side.role for side in front.pair.groups["svc1"].sides] == ["Secondary", "Primary"], results
        outcomes = [command["outcome"] for command in results["moved"]["commands"]]
        moved = {field: results["moved"][field] for field in fields}
        seen = {field: results["seen"][field] for field in ("local", "peer", "health", "recovery_hint")}
        told[kind] = timeless([results["refused"]["refusals"], outcomes, moved, seen])
    assert told["cli"] == told["wsapi"] == told["proxy"] == told["ssh"]
