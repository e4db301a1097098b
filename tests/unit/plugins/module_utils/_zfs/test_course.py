# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What stands in the way of a replication is a conflict, told before the first change; the rest is no obstacle."""

from __future__ import annotations

import dataclasses

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import Refused
from ansible_collections.quorate.ha_storage.plugins.module_utils._zfs.course import expected, plan_pair
from ansible_collections.quorate.ha_storage.plugins.module_utils._zfs.model import LINEAGE, ROLE, Pool
from ansible_collections.quorate.ha_storage.plugins.module_utils._zfs.plan import course_of
from ansible_collections.quorate.ha_storage.plugins.module_utils._zfs.steps import Rollback
from zfs import host
from zfs.state import Fault

from . import worlds
from .worlds import NOW, replicate, snapshots, volume, wanted


def copied(*more):
    """A volume and its copy, and what happened then."""
    system = volume()
    replicate(system)
    host.play(system, *more)
    return system


def kinds(system, want=None):
    """The conflicts, and that nothing is done then."""
    want = want or wanted()
    scene = worlds.read(system, want)
    course = course_of(scene.pairs[0], scene, want)
    assert not (course.conflicts and course.steps)
    if course.conflicts:
        before = worlds.world(system)
        with pytest.raises(Refused):
            replicate(system, want)
        assert worlds.world(system) == before
    return [each.kind for each in course.conflicts]


def on_target(system, *names):
    """Somebody writes to the target and takes snapshots of it."""
    snapshots(system, *names, dataset="dst/zv")
    return system


CONFLICTS = {
    "the source does not exist": (lambda: host.with_pools("src", "dst"), {}, "source_missing"),
    "no snapshot matches": (volume, {"match": worlds.re.compile("x")}, "nothing_to_send"),
    "the pool of the target is not there": (lambda: volume(host.with_pools("src")), {}, "pool no_parent"),
    "the copy is something else": (lambda: _with(volume(), "zfs create -V 16M dst/zv"), {}, "target_not_replica"),
    "nothing in common": (
        lambda: _with(volume(), "zfs create -V 16M dst/zv", "zfs snapshot dst/zv@a"),
        {},
        "no_common",
    ),
    "it is a file system": (
        lambda: _with(volume(), "zfs create dst/zv", "zfs snapshot dst/zv@a"),
        {},
        "kind",
    ),
    "the target was written to": (lambda: _written(copied()), {}, "modified"),
    "the target has data of its own": (lambda: on_target(copied(), "x"), {}, "diverged"),
    "another snapshot of the name": (
        lambda: _with(copied(), "zfs snapshot dst/zv@c", "zfs snapshot src/zv@c"),
        {},
        "name_clash",
    ),
    "other streams than before": (copied, {"large_blocks": False}, "lineage"),
    "a lineage of a newer version": (lambda: _with(copied(), f"zfs set {LINEAGE}=new dst/zv"), {}, "lineage"),
    "nobody knows how it came": (lambda: _foreign_copy("1M"), {}, "lineage_unknown"),
    "both are primary": (
        lambda: _with(copied(), f"zfs set {ROLE}=primary src/zv", f"zfs set {ROLE}=primary dst/zv"),
        {},
        "role",
    ),
    "a role nobody knows": (lambda: _with(copied(), f"zfs set {ROLE}=boss src/zv"), {}, "role"),
    "the pool is read-only": (lambda: _pool(volume(), readonly="on"), {}, "pool"),
    "the pool has failed": (lambda: _pool(volume(), health="SUSPENDED"), {}, "pool"),
}


def _with(system, *lines):
    host.play(system, *lines)
    return system


def _written(system):
    host.write(system, "dst/zv", here="x")
    return system


def _pool(system, **values):
    system.pools["dst"] = dataclasses.replace(system.pools["dst"], **values)
    return system


def _foreign_copy(block_size, options=""):
    """A copy that was made by hand."""
    system = host.with_pools("src", "dst")
    host.play(system, f"zfs create -V 16M -b {block_size} src/zv")
    snapshots(system, "a")
    host.pipe(system, f"zfs send {options} src/zv@a | zfs receive dst/zv")
    snapshots(system, "b")
    return system


@pytest.mark.parametrize("name", CONFLICTS)
def test_conflicts_are_told_by_their_kind_and_nothing_is_done(name):
    make, options, kind = CONFLICTS[name]
    assert kinds(make(), wanted(**options)) == kind.split()


def test_all_conflicts_of_all_pairs_are_told_at_once():
    system = _pool(_written(copied()), health="FAULTED")
    want = wanted([("src/zv", "dst/zv"), ("src/none", "dst/none")])
    with pytest.raises(Refused, match="pool is FAULTED.*4096 bytes were written.*src/none: source_missing"):
        replicate(system, want)


NO_OBSTACLES = {
    "empty snapshots of the target": lambda: _with(copied(), "zfs snapshot dst/zv@x", "zfs snapshot dst/zv@y"),
    "a snapshot renamed at the target": lambda: _with(copied(), "zfs rename dst/zv@b dst/zv@other"),
    "a snapshot renamed at the source": lambda: _with(copied(), "zfs rename src/zv@b src/zv@other"),
    "a base of which the source has a bookmark only": lambda: _with(
        copied(), "zfs release quorate src/zv@b", "zfs destroy src/zv@b"
    ),
    "a clone of the target": lambda: _with(copied(), "zfs clone dst/zv@b dst/clone"),
    "a hold of somebody": lambda: _with(copied(), "zfs hold mine dst/zv@b", "zfs hold mine src/zv@b"),
    "a larger volume": lambda: _with(copied(), "zfs set volsize=32M src/zv"),
    "a copy made by hand with small blocks": lambda: _foreign_copy("8K"),
    "a degraded pool": lambda: _pool(copied(), health="DEGRADED"),
}


@pytest.mark.parametrize("name", NO_OBSTACLES)
def test_what_is_no_obstacle(name):
    system = NO_OBSTACLES[name]()
    before = worlds.guids(system, "dst/zv")
    snapshots(system, "c", "d")
    replicate(system)
    assert worlds.same(system) and replicate(system) == []
    assert worlds.guids(system, "dst/zv")[: len(before)] == before
    assert system.datasets["dst/zv"].volsize == system.datasets["src/zv"].volsize


def test_the_newest_common_snapshot_is_the_base_even_if_an_older_one_is_asked_about():
    """The trap of -I: with b at both sides, nothing is sent that begins before it."""
    system = copied()
    snapshots(system, "c")
    assert [step for step in replicate(system) if step.startswith("send")] == ["send src/zv@c since @b to dst/zv"]


def test_only_the_latest():
    system = volume()
    snapshots(system, "c", "d")
    assert replicate(system, wanted(latest=True))[0] == "send src/zv@d to dst/zv"
    snapshots(system, "e", "f")
    assert replicate(system, wanted(latest=True))[0] == "send src/zv@f since @d to dst/zv"
    assert worlds.names(system, "dst/zv") == ["d", "f"] and worlds.same(system)


def point(system, name):
    """The guid that a refusal tells for discard_after."""
    return str(system.datasets["dst/zv"].snapshot(name).guid)


def test_what_is_newer_goes_only_where_its_snapshot_was_named():
    system = on_target(copied(), "x", "y")
    snapshots(system, "c")
    with pytest.raises(Refused, match=f"add {point(system, 'b')} to discard_after"):
        replicate(system)
    assert kinds(system, wanted(discard_after=(point(system, "a"),))) == ["diverged"]
    steps = replicate(system, wanted(discard_after=(point(system, "b"),)))
    assert steps[0] == "roll dst/zv back to b, losing x, y"
    assert worlds.same(system) and replicate(system) == []


def test_unsaved_writes_go_only_down_to_the_newest_snapshot():
    system = _with(copied(), "zfs snapshot dst/zv@x")
    _written(system)
    snapshots(system, "c")
    assert kinds(system, wanted(discard_after=(point(system, "b"),))) == ["modified"]
    steps = replicate(system, wanted(discard_after=(point(system, "x"),)))
    assert steps[0] == "roll dst/zv back to x" and "x" in worlds.names(system, "dst/zv") and worlds.same(system)


@pytest.mark.parametrize("line", ["zfs hold mine dst/zv@x", "zfs clone dst/zv@x dst/clone"])
def test_nothing_goes_that_somebody_holds_or_has_cloned(line):
    system = _with(on_target(copied(), "x"), line)
    assert kinds(system, wanted(discard_after=(point(system, "b"),))) == ["in_use"]


def cut(system, number=1):
    """The stream with this number is cut off."""
    system.faults, system.acts = [Fault(number, "cut")], 0
    with pytest.raises(worlds.CommandFailed):
        replicate(system)
    system.faults = []
    return system


def test_a_cut_off_stream_goes_on_where_it_was():
    for system, since in ((volume(), ""), (copied(), "c")):
        snapshots(system, "c", "d") if since else None
        cut(system)
        assert system.datasets["dst/zv"].partial
        steps = replicate(system)
        assert steps[0].startswith("send the rest of src/zv@") and worlds.same(system)
        assert replicate(system) == []


@pytest.mark.parametrize("first", [True, False])
def test_a_rest_that_cannot_come_any_more_is_given_up(first):
    system = volume() if first else copied()
    if not first:
        snapshots(system, "c", "d")
    cut(system)
    host.play(system, f"zfs destroy src/zv@{'a' if first else 'c'}")
    assert replicate(system)[0] == "give up the unfinished receive of dst/zv"
    assert worlds.same(system) and replicate(system) == []


def test_without_resume_what_came_is_given_up():
    system = cut(volume())
    assert replicate(system, wanted(resume=False))[0].startswith("give up")
    assert worlds.same(system)


def test_a_rest_is_given_up_before_a_rollback():
    system = copied()
    snapshots(system, "c")
    cut(system)
    _written(system)
    assert kinds(system) == ["modified"]
    steps = replicate(system, wanted(discard_after=(point(system, "b"),)))
    assert [step.split()[0] for step in steps[:3]] == ["give", "roll", "send"] and worlds.same(system)


def test_what_is_expected_is_what_comes():
    system = on_target(copied(), "x")
    snapshots(system, "c", "d")
    scene = worlds.read(system)
    pair = scene.pairs[0]
    options = wanted(discard_after=(point(system, "b"),)).options
    course = plan_pair(pair.source, pair.target, options, NOW, (Pool("src"), Pool("dst")))
    assert any(isinstance(step, Rollback) for step in course.steps)
    after = expected(pair.target, course)
    replicate(system, wanted(discard_after=options.discard_after))
    assert [each.name for each in after.snapshots] == worlds.names(system, "dst/zv")


def test_a_rest_that_was_begun_on_another_base_is_given_up():
    system = copied()
    snapshots(system, "c")
    cut(system)
    host.play(system, "zfs release quorate dst/zv@b", "zfs destroy dst/zv@b")
    system.datasets["dst/zv"].content = dict(system.datasets["dst/zv"].snapshots[-1].content)
    assert replicate(system)[0].startswith("give up") and worlds.same(system)
