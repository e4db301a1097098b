# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The playbooks of the role hp3par_rcg, run by ansible-playbook, on a simulated pair of arrays."""

from __future__ import annotations

import datetime
import json

import pytest
from hp3par.engine import tick
from hp3par.pair import new_pair, write
from hp3par.serve import HERE, Front

from .on_arrays import TOP, arrays, calm, playbook

BOTH = ("svc1", "svc2")
OFF = {"hp3par_rcg_hosts_off": True}
DISASTER = {"hp3par_rcg_to": "hp3par2", "hp3par_rcg_disaster": True}


@pytest.fixture
def front(tmp_path):
    with Front(calm(new_pair("3par-3.3", names=BOTH)), tmp_path, speed=50) as running:
        yield running


def service(name, **more):
    sides = [{"array": "hp3par1", "group": name}, {"array": "hp3par2", "group": f"{name}.r12345"}]
    return {"name": name, "sides": sides, "mode": "periodic", **more}


def run(front, which, *options, services=None, **variables):
    """(whether it went well, the messages and errors it printed, the tasks it ran) of one of the playbooks."""
    site = {"hp3par_rcg_arrays": arrays(front), "hp3par_rcg_services": services or [service(name) for name in BOTH]}
    given = {"hp3par_rcg_host": HERE, "hp3par_rcg_poll_interval": 1, **site, **variables}
    code, plays = playbook(front, TOP / f"playbooks/rcg_{which}.yml", *options, variables=given)
    results = [(task["task"]["name"].split(" : ")[-1], task["hosts"][HERE]) for task in plays[0]["tasks"]]
    return code == 0, "\n".join(filter(None, map(told, results))), [name for name, _result in results]


def told(named):
    """What a task prints, and each item of its loop."""
    parts = [named[1], *named[1].get("results", [])]
    messages = [part.get("msg", "") for part in parts]
    return "\n".join("\n".join(map(str, one)) if isinstance(one, list) else str(one) for one in messages)


def roles(front, name="svc1"):
    return [side.role for side in front.pair.groups[name].sides]


def held(front, side, name="svc1"):
    """The writes that one array holds."""
    return [volume.writes for volume in front.pair.groups[name].sides[side].volumes]


def now(hours):
    """The time of the day, *hours* from now."""
    return (datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(hours=hours)).strftime("%H:%M")


def lost(front):
    """The first array is lost, and the second one has noticed."""
    with front.lock:
        front.pair.arrays[0].up = False
        tick(front.pair, 20)


def test_the_status_is_a_tree_that_changes_nothing(front):
    went_well, text, _tasks = run(front, "status", hp3par_rcg_strict=True)
    assert went_well and "\nRemote Copy groups\n├ svc1\n│ ├ hp3par1: svc1 Primary, Started, Periodic, in sync" in text
    assert "would lose what was written after" in text
    lost(front)
    went_well, text, _tasks = run(front, "status", hp3par_rcg_strict=True, hp3par_rcg_service="svc2")
    assert not went_well and "├ hp3par1: " in text and "the group is Stopped [warn]" in text and "svc1" not in text
    assert front.pair.changes() == []


def test_services_are_relocated_with_all_their_writes_and_a_second_run_does_nothing(front):
    for name in BOTH:
        write(front.pair, 0, front.pair.groups[name])
    went_well, text, _tasks = run(front, "switchover", "--check", hp3par_rcg_to="hp3par2")
    assert went_well and front.pair.changes() == []
    assert "hp3par2: setrcopygroup reverse -f -waittask svc2.r12345" in text
    went_well, text, _tasks = run(front, "switchover", hp3par_rcg_to="hp3par2", **OFF)
    assert went_well and [roles(front, name) for name in BOTH] == [["Secondary", "Primary"]] * 2
    assert [held(front, 1, name) for name in BOTH] == [[{1}, {1}], [{2}, {2}]]
    sent = front.pair.changes()
    assert len(sent) == 8  # sync, stop, reverse, start of each
    went_well, text, _tasks = run(front, "switchover", hp3par_rcg_to="hp3par2")
    assert went_well and "nothing to do" in text and front.pair.changes() == sent


def test_all_at_once(front):
    went_well, _text, ran = run(front, "switchover", hp3par_rcg_to="hp3par2", hp3par_rcg_parallel=True, **OFF)
    assert went_well and [roles(front, name) for name in BOTH] == [["Secondary", "Primary"]] * 2
    assert "Begin with all of them" in ran and "Work on svc1" not in ran
    assert len(front.pair.changes()) == 8


def test_hosts_are_stopped_before_and_started_after(front, tmp_path):
    tasks = {}
    for moment in ("stop", "start"):
        path = tmp_path / f"{moment}.yml"
        path.write_text(
            f"- name: Hosts {moment}\n  ansible.builtin.debug:\n    msg: {moment} {{{{ hp3par_rcg_item }}}}\n"
        )
        tasks[f"hp3par_rcg_{moment}_tasks"] = str(path)
    went_well, text, ran = run(front, "switchover", hp3par_rcg_service="svc2", hp3par_rcg_to="hp3par2", **tasks)
    assert went_well and ran.index("Hosts stop") < ran.index("Work on svc2") < ran.index("Hosts start")
    assert "stop svc2" in text and "start svc2" in text
    # Replication is no part of the pause of the service.
    assert [line.split()[0] for _side, line in front.pair.changes()][-2:] == ["setrcopygroup", "startrcopygroup"]
    assert [index for index, name in enumerate(ran) if name == "Work on svc2"][-1] > ran.index("Hosts start")
    _went_well, _text, ran = run(front, "switchover", hp3par_rcg_service="svc2", hp3par_rcg_to="hp3par2", **tasks)
    assert "Hosts stop" not in ran and roles(front, "svc1") == ["Primary", "Secondary"]


REFUSED = [
    ({"hp3par_rcg_to": "hp3par2"}, "while the direction of svc1, svc2 changes is lost"),
    ({"hp3par_rcg_to": "hp3par3"}, 'hp3par_rcg_to is "hp3par3", which is no array of svc1, svc2'),
    ({"hp3par_rcg_to": "hp3par2", "hp3par_rcg_service": "svc1, svc3"}, 'must be "all" or among svc1, svc2'),
    ({"hp3par_rcg_to": "hp3par2", "hp3par_rcg_service": ""}, 'must be "all" or among svc1, svc2'),
    ({"hp3par_rcg_to": "hp3par2", "services": [{"name": "svc1", "sides": []}]}, "sides: must be two"),
]


@pytest.mark.parametrize(("given", "why"), REFUSED)
def test_what_is_wrong_is_refused_before_any_change(front, given, why):
    went_well, text, _tasks = run(front, "switchover", **given)
    assert not went_well and why in text and front.pair.changes() == []


def test_windows_hold_synchronizations_back_unless_they_are_overridden(front):
    services = [
        service("svc1", sync_windows=[f"{now(2)}-{now(3)}"]),
        service("svc2", sync_windows=[f"{now(-1)}-{now(1)}"]),
    ]
    went_well, text, _tasks = run(front, "switchover", services=services, hp3par_rcg_to="hp3par2", **OFF)
    assert not went_well and "synchronizes svc1, outside of sync_windows" in text and front.pair.changes() == []
    went_well, text, _tasks = run(front, "sync", services=services)
    assert went_well and "svc1: not now" in text
    assert [line for _side, line in front.pair.changes()] == ["syncrcopy -w svc2"]
    went_well, text, _tasks = run(front, "sync", services=services, hp3par_rcg_sync_anytime=True)
    assert went_well and [line for _side, line in front.pair.changes()][1:] == [
        "syncrcopy -w svc1",
        "syncrcopy -w svc2",
    ]


def test_a_disaster_there_and_back(front):
    write(front.pair, 0, front.pair.groups["svc1"])
    lost(front)
    unconfirmed = {**DISASTER, "hp3par_rcg_accept_data_loss": True}
    went_well, text, _tasks = run(front, "failover", **unconfirmed)
    assert not went_well and "would lose what was written after" in text
    assert "-e hp3par_rcg_confirm=svc1,svc2" in text and front.pair.changes() == []
    went_well, text, _tasks = run(front, "failover", **unconfirmed, hp3par_rcg_confirm="svc1")
    assert not went_well and front.pair.changes() == []
    confirmed = {"hp3par_rcg_confirm": "svc2,svc1"}
    went_well, text, _tasks = run(front, "failover", **DISASTER, **confirmed)
    assert not went_well and "would be lost" in text and front.pair.changes() == []  # no leave to lose anything
    went_well, text, _tasks = run(front, "failover", **unconfirmed, **confirmed)
    assert went_well and [roles(front, name)[1] for name in BOTH] == ["Primary-Rev"] * 2
    write(front.pair, 1, front.pair.groups["svc1"])

    front.pair.arrays[0].up = True
    back = {"hp3par_rcg_to": "hp3par1", "hp3par_rcg_discard_peer_changes": True, **confirmed}
    went_well, text, _tasks = run(front, "failback", **back, hp3par_rcg_until="recovered")
    assert went_well and roles(front) == ["Secondary-Rev", "Primary-Rev"]
    went_well, text, _tasks = run(front, "failback", **back)
    assert not went_well and "hp3par_rcg_hosts_off=true" in text
    went_well, text, _tasks = run(front, "failback", **back, **OFF)
    assert went_well and roles(front) == ["Primary", "Secondary"] and held(front, 0) == [{2}, {2}]
    sent = front.pair.changes()
    went_well, text, _tasks = run(front, "failback", **back, **OFF)
    assert went_well and front.pair.changes() == sent


def test_one_host_does_it(front):
    _code, plays = playbook(
        front,
        TOP / "playbooks/rcg_status.yml",
        "-i",
        f"{HERE},localhost,",
        variables={
            "hp3par_rcg_host": "all",
            "hp3par_rcg_arrays": arrays(front),
            "hp3par_rcg_services": [service("svc1")],
        },
    )
    assert "2 hosts would do this at once" in str(plays[0]["tasks"][-1]["hosts"][HERE]["msg"])


def test_the_status_of_everything_has_the_groups(front):
    inventory, told_to = front.folder / "groups.yml", front.folder / "status.json"
    inventory.write_text(json.dumps({"hp3par_rcg": {"hosts": {HERE: None}}}))
    site = {"hp3par_rcg_arrays": arrays(front), "hp3par_rcg_services": [service("svc1")], "status_json": str(told_to)}
    code, plays = playbook(front, TOP / "playbooks/status.yml", "-i", str(inventory), variables=site)
    assert code == 0, plays
    document = json.loads(told_to.read_text())
    (copy,) = document["copies"]
    assert (copy["source"], copy["target"], copy["kind"]) == ("hp3par1", "hp3par2", "3PAR")
    assert copy["lag_seconds"] is not None and document["verdict"] == copy["verdict"]
