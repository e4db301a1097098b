# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The whole on the simulated host: each act fails in each way or is never come to, and the next run goes on."""

from __future__ import annotations

import copy
import functools

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import (
    CommandFailed,
    HaStorageError,
    NotConverged,
    Unparsable,
)
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.runner import Result
from ansible_collections.quorate.ha_storage.plugins.module_utils._zfs.model import Policy
from ansible_collections.quorate.ha_storage.plugins.module_utils._zfs.system import ZfsSystem
from zfs import host
from zfs.state import Fault

from . import worlds
from .worlds import Killed, Simulated, guids, names, open_system, read, replicate, snapshots, volume, wanted

KEEP = {"keep_source": Policy(last=1), "keep_target": Policy(last=1)}
PAIRS = [("src/zv", "dst/zv"), ("src/zw", "dst/zw")]


def first():
    """Two volumes, nothing at the target."""
    system = volume()
    host.play(system, "zfs create -V 16M src/zw")
    snapshots(system, "a", "b", dataset="src/zw")
    return system


def further():
    """Their copies are behind; one has an unfinished receive, and properties that are not right any more."""
    system = first()
    replicate(system, wanted(PAIRS))
    snapshots(system, "c", "d")
    snapshots(system, "c", dataset="src/zw")
    system.faults = [Fault(system.acts + 1, "cut")]
    with pytest.raises(CommandFailed):
        replicate(system, wanted(PAIRS))
    system.faults = []
    host.play(system, "zfs set stmf_sbd_lu=600144f0aa src/zv")
    return system


def stale():
    """An unfinished receive of what is gone, and data at the target that may go."""
    system = further()
    host.play(system, "zfs destroy src/zv@c", "zfs snapshot dst/zv@own")
    snapshots(system, "mine", "more", dataset="dst/zv")
    return system


def options(system):
    """All that a run may do is asked for."""
    copied = system.datasets.get("dst/zv")
    mine = [str(each.guid) for each in copied.snapshots if each.name in ("b", "own")] if copied else []
    return wanted(PAIRS, snapshot="now", discard_after=tuple(mine), **KEEP)


SCENES = {"first": first, "further": further, "stale": stale}


def begun(name):
    system = SCENES[name]()
    system.acts = 0
    return system


@functools.lru_cache(maxsize=None)
def ended(name):
    system = begun(name)
    replicate(system, options(system))
    return system


def outcome(system):
    """What counts in the end: snapshots with their content and holds, bookmarks, properties."""
    return {
        name: (
            [(each.name, each.content, sorted(each.holds)) for each in dataset.snapshots],
            [each.name for each in dataset.bookmarks],
            sorted((key, value.local) for key, value in dataset.properties.items()),
            dataset.content,
            dataset.partial,
        )
        for name, dataset in system.datasets.items()
    }


def cases(kinds):
    for name in SCENES:
        for number in range(1, ended(name).acts + 1):
            for kind in kinds:
                yield pytest.param(name, number, kind, id=f"{name}-{number}-{kind}")


@pytest.mark.parametrize("name, number, kind", cases(host.KINDS))
def test_each_act_fails_once(name, number, kind):
    system = begun(name)
    want = options(system)
    system.faults = [Fault(number, kind)]
    with pytest.raises(HaStorageError) as caught:
        replicate(system, want)
    assert isinstance(caught.value, (CommandFailed, NotConverged))
    system.faults = []
    replicate(system, want)
    assert outcome(system) == outcome(ended(name)) and replicate(system, want) == []


@pytest.mark.parametrize("name, number, kind", cases(["kill"]))
def test_a_run_is_killed_before_each_act(name, number, kind):
    system = begun(name)
    want = options(system)
    with pytest.raises(Killed):
        replicate(system, want, kill=number)
    replicate(system, want)
    assert outcome(system) == outcome(ended(name)) and replicate(system, want) == []


def test_a_full_target_keeps_what_came_and_goes_on_when_there_is_room():
    system = volume()
    system.pools["dst"].blocks = 1
    with pytest.raises(CommandFailed, match="out of space"):
        replicate(system)
    assert system.datasets["dst/zv"].partial and names(system, "dst/zv") == []
    system.pools["dst"].blocks = 99
    assert replicate(system)[0].startswith("send the rest of") and worlds.same(system)


def test_exit_code_0_without_effect_is_found_out_at_once():
    """So nothing that comes after it, as pruning, is done."""
    system = volume()
    system.faults = [Fault(4, "silent")]
    with pytest.raises(NotConverged, match="both ends ended without an error, and yet"):
        replicate(system, wanted(**KEEP))
    assert names(system, "src/zv") == ["a", "b"]


def many(count):
    system = host.with_pools("src", "dst")
    for number in range(count):
        host.play(system, f"zfs create -V 16M src/zv{number}", f"zfs snapshot src/zv{number}@a")
    return system, wanted([(f"src/zv{number}", f"dst/zv{number}") for number in range(count)])


def test_a_run_with_nothing_to_do_takes_as_many_processes_for_100_as_for_1():
    counts = []
    for count in (1, 100):
        system, want = many(count)
        replicate(system, want)
        simulated = Simulated(system)
        ZfsSystem(want, runner=simulated.run, piper=simulated.pipe).read()
        counts.append(simulated.processes)
    assert counts == [8, 8]


def test_what_was_sent():
    system = volume()
    opened = open_system(system, wanted())
    worlds.bring(opened, opened.wanted, worlds.plan, check_mode=False)
    assert [(each.target, each.name, each.guid) for each in opened.sent] == [
        ("dst/zv", name, str(guid)) for name, guid in zip("ab", guids(system, "src/zv"))
    ]
    assert all(each.size > 0 for each in opened.sent)


class Answers:
    """A runner that says something else for some command."""

    def __init__(self, system, word, rc, stdout, stderr):
        self.simulated, self.word, self.answer = Simulated(system), word, Result(rc, stdout, stderr)

    def __call__(self, argv, **options):
        if self.word not in argv:
            return self.simulated.run(argv, **options)
        if self.answer.rc not in options.get("ok", (0,)):
            raise CommandFailed(argv, self.answer.rc, self.answer.stdout, self.answer.stderr)
        return self.answer


@pytest.mark.parametrize(
    "word, rc, stdout, stderr, error",
    [
        ("get", 0, "", "", Unparsable),
        ("get", 0, "warning: something new\n", "", Unparsable),
        ("get", 1, "", "cannot open 'src/zv': I/O error\n", Unparsable),
        ("get", 255, "", "ssh: connection refused\n", CommandFailed),
        ("list", 1, "", "cannot open 'src/zv': dataset does not exist\n", CommandFailed),
        ("list", 0, "no datasets available\n", "", Unparsable),
        ("zpool", 1, "src\thealth\tONLINE\n", "permission denied\n", CommandFailed),
        ("-t", 0, "nothing\n", "", Unparsable),
        ("-t", 255, "", "ssh: connection refused\n", CommandFailed),
    ],
)
def test_unknown_words_lead_to_no_change(word, rc, stdout, stderr, error):
    system = further()
    before = worlds.world(system)
    opened = ZfsSystem(wanted(), runner=Answers(system, word, rc, stdout, stderr))
    with pytest.raises(error):
        opened.read()
    assert worlds.world(system) == before


def test_a_host_without_zfs_in_check_mode():
    opened = open_system(host.with_pools(), wanted())
    assert [pair.source.exists for pair in opened.absent().pairs] == [False]


def test_nothing_of_the_children_is_taken_for_the_data_set():
    system = volume()
    host.play(
        system, "zfs create src/fs", "zfs snapshot src/fs@a", "zfs create src/fs/child", "zfs snapshot src/fs/child@z"
    )
    pair = read(system, wanted([("src/fs", "dst/fs")])).pairs[0]
    assert [each.name for each in pair.source.snapshots] == ["a"]


def test_the_world_is_left_alone_by_reading():
    system = further()
    before = copy.deepcopy(worlds.world(system))
    read(system)
    assert worlds.world(system) == before
