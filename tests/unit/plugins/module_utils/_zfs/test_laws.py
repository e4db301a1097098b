# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The laws, by whatever may have happened on both sides before: to the simulated host, by the commands of a real run.

After a run the newest snapshot of the source is at the target, with the same content, or nothing was changed at all. No
snapshot is lost that no policy gave up. What both had in common is never lost. And a run that is killed before any of
its acts is followed by one that brings it to the same end.
"""

from __future__ import annotations

import copy

from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import CommandFailed, Refused
from ansible_collections.quorate.ha_storage.plugins.module_utils._zfs.model import Policy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from zfs import host
from zfs.state import Fault

from . import worlds
from .worlds import Killed, guids, replicate, wanted

NUMBERS = iter(range(1 << 30))
ACTS = (
    *("write", "take", "take", "take", "take", "replicate", "replicate", "replicate", "cut", "latest", "kill"),
    *("bookmark", "forget", "rename", "own empty", "own data", "own write", "hold", "clone", "grow"),
)
SETTINGS = settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
histories = st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 9)), max_size=14)


def fresh():
    """A name or a value that nothing else has."""
    return f"n{next(NUMBERS)}"


def happen(system, act, number):
    """One thing happens; what cannot be done just now is not."""
    source, target = system.datasets["src/zv"], system.datasets.get("dst/zv")
    if act == "write":
        host.write(system, "src/zv", **{f"p{number}": fresh()})
    elif act == "take":
        host.write(system, "src/zv", **{f"p{number}": fresh()})
        host.play(system, f"zfs snapshot src/zv@{fresh()}")
    elif act in ("replicate", "latest"):
        attempt(system, wanted(latest=act == "latest"))
    elif act == "cut":
        system.faults = [Fault(system.acts + 1 + number % 4, "cut")]
        attempt(system, wanted())
        system.faults = []
    elif act == "kill":
        attempt(system, wanted(), kill=system.acts + 1 + number)
    elif act == "grow":
        host.play(system, f"zfs set volsize={32 + number}M src/zv")
    elif act in ("bookmark", "forget", "rename") and source.snapshots:
        change(system, act, source.snapshots[number % len(source.snapshots)])
    elif target and not target.partial:
        own(system, act, number)


def change(system, act, snapshot):
    """The administrator of the source does something to a snapshot."""
    line = {
        "bookmark": f"zfs bookmark src/zv@{snapshot.name} src/zv#{fresh()}",
        "forget": f"zfs destroy src/zv@{snapshot.name}",
        "rename": f"zfs rename src/zv@{snapshot.name} src/zv@{fresh()}",
    }
    host.run(system, line[act].split())


def own(system, act, number):
    """Somebody does something to the target."""
    if act in ("own data", "own write"):
        host.write(system, "dst/zv", **{f"p{number}": fresh()})
    target = system.datasets["dst/zv"]
    if act in ("own data", "own empty"):
        host.play(system, f"zfs snapshot dst/zv@{fresh()}")
    elif act in ("hold", "clone") and target.snapshots:
        name = f"dst/zv@{target.snapshots[number % len(target.snapshots)].name}"
        host.play(system, f"zfs hold {fresh()} {name}" if act == "hold" else f"zfs clone {name} dst/{fresh()}")


def attempt(system, want, **values):
    """A run that may be refused or killed, and may fail where there are faults: whether it came to its end."""
    try:
        replicate(system, want, **values)
    except (Refused, Killed):
        return False
    except CommandFailed:
        assert system.faults
        return False
    return True


def after(history):
    """A host on which all of this happened."""
    system = worlds.volume()
    for act, number in history:
        happen(system, act, number)
    return system


def common(system):
    """The guids that both sides know, the source's bookmarks counted."""
    source = system.datasets["src/zv"]
    return {*guids(system, "src/zv"), *(each.guid for each in source.bookmarks)} & {*guids(system, "dst/zv")}


@given(histories)
@SETTINGS
def test_the_newest_snapshot_arrives_or_nothing_is_touched(history):
    system = after(history)
    before, mine, theirs = worlds.world(system), guids(system, "src/zv"), guids(system, "dst/zv")
    try:
        replicate(system)
    except Refused:
        assert worlds.world(system) == before
        return
    newest = system.datasets["src/zv"].snapshots[-1:]
    assert [each.guid for each in newest if each.guid not in guids(system, "dst/zv")] == []
    copied = {each.guid: each.content for each in system.datasets["dst/zv"].snapshots}
    assert [each.name for each in newest if copied[each.guid] != each.content] == []
    assert guids(system, "src/zv") == mine and guids(system, "dst/zv")[: len(theirs)] == theirs
    assert system.panic == "" and replicate(system) == []


@given(histories, st.integers(1, 12))
@SETTINGS
def test_a_killed_run_is_ended_by_the_next(history, number):
    system = after(history)
    smooth = copy.deepcopy(system)
    had = bool(common(system))
    if not attempt(smooth, wanted()):
        return
    attempt(system, wanted(), kill=system.acts + number)
    assert not had or common(system)
    assert attempt(system, wanted())
    for name in ("src/zv", "dst/zv"):
        assert guids(system, name) == guids(smooth, name)
        held = [sorted(each.holds) for each in smooth.datasets[name].snapshots]
        assert [sorted(each.holds) for each in system.datasets[name].snapshots] == held
    assert system.datasets["dst/zv"].content == smooth.datasets["dst/zv"].content


@given(histories, st.integers(0, 3), st.integers(0, 3))
@SETTINGS
def test_no_base_is_lost_by_retention(history, mine, theirs):
    system = after(history)
    policies = {"keep_source": Policy(last=mine), "keep_target": Policy(last=theirs)}
    needed = precious(system)
    done = attempt(system, wanted(now=worlds.NOW * 2, **policies))
    left = {each.guid for dataset in system.datasets.values() for each in dataset.snapshots}
    assert needed <= left
    if done:
        assert common(system) and replicate(system, wanted(now=worlds.NOW * 2, **policies)) == []
        host.play(system, f"zfs snapshot src/zv@{fresh()}")
        assert attempt(system, wanted())


def precious(system):
    """The guids of what somebody else holds or has cloned."""
    return {
        each.guid
        for name, dataset in system.datasets.items()
        for each in dataset.snapshots
        if set(each.holds) - {"quorate"} or system.clones(f"{name}@{each.name}")
    }
