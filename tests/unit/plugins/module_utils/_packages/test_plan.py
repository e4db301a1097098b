# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Laws of the planners, with folders in memory."""

from __future__ import annotations

import dataclasses
import hashlib

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._packages.model import (
    INDEX,
    RELEASE,
    SUMS,
    Folder,
    Foreseen,
    Host,
    Release,
    Source,
    Wanted,
)
from ansible_collections.quorate.ha_storage.plugins.module_utils._packages.parse import parse_sums
from ansible_collections.quorate.ha_storage.plugins.module_utils._packages.plan import (
    PutSource,
    Remove,
    Take,
    Write,
    plan_download,
    plan_folder,
    plan_source,
    taken,
)
from ansible_collections.quorate.ha_storage.plugins.module_utils._packages.ready import folder_problems
from ansible_collections.quorate.ha_storage.plugins.module_utils._packages.render import (
    render_index,
    render_release,
    render_sums,
)
from hypothesis import given
from hypothesis import strategies as st

from . import packages

ROOM = 10**9
SBD, SBD_OLD, LVM = packages.package("sbd", "1.5"), packages.package("sbd", "1.4"), packages.package("lvm2")
POOL = [SBD, SBD_OLD, LVM, packages.package("lvm2", "9.9")]


def applied(folder, operation):
    """The folder after one operation."""
    action, digests = operation.action, dict(folder.digests)
    if isinstance(action, Take):
        digests.update({each.file: each.sha256 for each in action.packages})
        return dataclasses.replace(folder, digests=digests)
    if isinstance(action, Remove):
        kept = {name: digest for name, digest in digests.items() if name not in action.files}
        return dataclasses.replace(folder, digests=kept) if SUMS in kept else Folder(folder.path, kept, free=ROOM)
    assert isinstance(action, Write)
    index, sums = render_index(action.packages), render_sums(action.release, action.packages)
    texts = {INDEX: index, RELEASE: render_release(action.release, index), SUMS: sums}
    digests.update({name: hashlib.sha256(text.encode()).hexdigest() for name, text in texts.items()})
    return Folder(folder.path, digests, action.packages, action.release, parse_sums(sums), ROOM)


def debs(names):
    return sorted(name for name in names if name.endswith(".deb"))


def brought(folder, wanted):
    """The folder after the whole plan, which leaves nothing to do."""
    todo = plan_folder(folder, wanted)
    assert not todo.refusals
    for operation in todo.operations:
        folder = applied(folder, operation)
    assert plan_folder(folder, wanted).operations == ()
    assert debs(folder.digests) == debs(todo.after["files"])
    return folder


EMPTY = Folder("/srv/p", free=ROOM)
some = st.lists(st.sampled_from(POOL), unique=True, max_size=4).map(tuple)


@given(some, some, st.booleans(), st.booleans(), st.sets(st.sampled_from([each.file for each in POOL])))
def test_every_folder_is_brought_to_what_is_wanted_and_is_whole_then(first, then, old, others, damaged):
    folder = brought(EMPTY, Wanted(packages.HERE, first))
    digests = {name: "0" * 64 if name in damaged else digest for name, digest in folder.digests.items()}
    folder = dataclasses.replace(folder, digests=digests)
    folder = brought(folder, Wanted(packages.HERE, then, remove_old_versions=old, remove_others=others))
    assert folder_problems(folder) == []
    assert {*then} <= {*folder.packages} and all(folder.has(each) for each in then)
    if others:
        assert {*folder.packages} == {*then}
    if not old and not others:
        assert {each for each in first if each.file not in damaged} <= {*folder.packages}


@given(some, some, st.integers(0, 3))
def test_a_run_that_was_killed_is_carried_on(first, then, steps):
    folder, wanted = brought(EMPTY, Wanted(packages.HERE, first)), Wanted(packages.HERE, then, remove_old_versions=True)
    smooth = brought(folder, wanted)
    for operation in plan_folder(folder, wanted).operations[:steps]:
        folder = applied(folder, operation)
    assert brought(folder, wanted).digests == smooth.digests


def test_only_what_is_missing_is_taken_and_old_versions_stay():
    folder = brought(EMPTY, Wanted(packages.HERE, (SBD_OLD, LVM)))
    todo = plan_folder(folder, Wanted(packages.HERE, (SBD, LVM)))
    assert [operation.summary for operation in todo.operations] == [
        "take 1 package (0.0 MB) into /srv/p",
        "write the index of 3 packages in /srv/p",
    ]
    assert taken(todo) == {"missing": [SBD.file]}


def test_old_versions_go_with_leave_only_and_after_the_index():
    folder = brought(EMPTY, Wanted(packages.HERE, (SBD_OLD, LVM)))
    todo = plan_folder(folder, Wanted(packages.HERE, (SBD,), remove_old_versions=True))
    assert [type(operation.action) for operation in todo.operations] == [Take, Write, Remove]
    assert todo.operations[2].action == Remove((SBD_OLD.file,))


def test_an_absent_folder_is_emptied():
    folder = brought(EMPTY, Wanted(packages.HERE, (SBD,)))
    assert brought(folder, Wanted(None)).digests == {}
    assert plan_folder(EMPTY, Wanted(None)).operations == ()


def test_no_room_and_another_release_are_refused_at_once():
    folder = dataclasses.replace(brought(EMPTY, Wanted(packages.HERE, (LVM,))), free=10)
    told = plan_folder(folder, Wanted(Release("debian", "12", "amd64"), (SBD,))).refusals
    assert len(told) == 2 and "make room" in str(told[1])


def test_a_source_is_written_once_and_taken_back():
    wanted = Source(packages.HERE, "text")
    (operation,) = plan_source(Host(packages.HERE), wanted).operations
    assert operation.action == PutSource("text") and not operation.disturbs_io
    assert plan_source(Host(packages.HERE, "text"), wanted).operations == ()
    (operation,) = plan_source(Host(Release("rhel", "9"), "text"), Source(Release(), None)).operations
    assert operation.action == PutSource(None)


@pytest.mark.parametrize("text, number", [("text", 1), (None, 0)])
def test_a_host_is_judged_only_where_there_is_to_be_a_source(text, number):
    host = Host(packages.HERE, foreseen=Foreseen((), (), ("nosuch is not there",)))
    assert len(plan_source(host, Source(packages.HERE, text)).refusals) == number


def test_what_an_interrupted_download_left_is_used():
    there = Folder("/c", {LVM.file: LVM.sha256, SBD.file: "0" * 64})
    (operation,) = plan_download(there, Wanted(packages.HERE, (LVM, SBD))).operations
    assert operation.action == Take((SBD,)) and operation.summary == "download 1 package (0.0 MB)"
    assert plan_download(there, Wanted(packages.HERE, (LVM,))).operations == ()
