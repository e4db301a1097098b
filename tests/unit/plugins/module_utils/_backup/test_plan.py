# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""When an archive is made, and when nothing must be put back."""

from __future__ import annotations

import dataclasses

import hypothesis.strategies as st
import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._backup.model import (
    CIB,
    Comparison,
    Entry,
    Kept,
    Restore,
    Services,
    Wanted,
)
from ansible_collections.quorate.ha_storage.plugins.module_utils._backup.plan import (
    Drop,
    Keep,
    Put,
    by_hand,
    due,
    plan_backup,
    plan_restore,
)
from hypothesis import given

ALL = Restore(("cib", "cluster", "drbd", "initiator", "lvm", "targets"), True)


def entry(text=b"x"):
    return Entry(0o600, 0, 0, text, text.decode())


def name(number):
    return f"config-2026112{number // 10}T00000{number % 10}Z.tar.gz"


def actions(todo):
    return [each.action for each in todo.operations]


def applied(current, todo):
    for action in actions(todo):
        if isinstance(action, Keep):
            current = Kept(current.present, (*current.archives, action.name), current.present)
        else:
            left = tuple(each for each in current.archives if each != action.name)
            current = dataclasses.replace(current, archives=left)
    return current


snapshots = st.dictionaries(st.sampled_from(["/etc/a", "/etc/b"]), st.builds(entry, st.sampled_from([b"1", b"2"])))


@given(snapshots, st.none() | snapshots, st.integers(0, 12), st.integers(1, 5))
def test_a_second_plan_is_empty_and_there_are_never_too_many(present, last, many, keep):
    current = Kept(present, tuple(map(name, range(many))), last if many else None)
    wanted = Wanted(name(20), keep)
    after = applied(current, plan_backup(current, wanted))
    assert plan_backup(after, wanted).operations == ()
    assert len(after.archives) <= keep


def test_a_bare_node_and_an_unchanged_one_need_no_archive():
    assert actions(plan_backup(Kept({}), Wanted(name(1), 3))) == []
    same = Kept({"/etc/a": entry()}, (name(1),), {"/etc/a": entry()})
    assert actions(plan_backup(same, Wanted(name(2), 3))) == []


def test_a_change_makes_one_and_the_oldest_goes():
    changed = Kept({"/etc/a": entry(b"hush")}, (name(1), name(2)), {"/etc/a": entry()})
    todo = plan_backup(changed, Wanted(name(3), 2))
    assert actions(todo) == [Keep(name(3)), Drop(name(1))]
    assert todo.after["archives"] == [name(2), name(3)] and "/etc/a" in todo.after["files"]


def test_only_what_differs_of_the_parts_is_put_back_and_what_is_new_stays():
    present = {"/etc/drbd.conf": entry(), "/etc/quorate/a": entry(), "/etc/drbd.d/new.res": entry()}
    archived = {"/etc/drbd.conf": entry(b"o"), "/etc/quorate/a": entry(b"o"), "/etc/drbd.d/old.res": entry()}
    todo = plan_restore(Comparison(present, archived), Restore(("drbd",), True))
    assert actions(todo) == [
        Put("/etc/drbd.conf", archived["/etc/drbd.conf"]),
        Put("/etc/drbd.d/old.res", archived["/etc/drbd.d/old.res"]),
    ]
    assert todo.refusals == ()


def test_a_volume_group_is_left_to_people():
    current = Comparison({"/volume-groups/vg0": entry()}, {"/volume-groups/vg0": entry(b"o")})
    assert plan_restore(current, ALL).operations == () and by_hand(current, ALL) == ["vg0"]
    assert due(current, Restore(("drbd",))) == []


def test_without_leave_it_is_refused_and_what_differs_is_named():
    current = Comparison({}, {"/etc/drbd.conf": entry()})
    refused = plan_restore(current, Restore(("drbd",))).refusals
    assert [str(each) for each in refused] == ["this differs now: /etc/drbd.conf (set overwrite_configuration=true)"]
    assert plan_restore(Comparison({}, {}), Restore(("drbd",))).refusals == ()


TARGET = b'{"targets": [{"wwn": "iqn.2026-11.com.example:san0"}]}'


@pytest.mark.parametrize(
    "path, services, reason",
    [
        ("/etc/corosync/authkey", Services(corosync=True), "corosync runs here"),
        ("/etc/default/sbd", Services(sbd=True), "sbd runs here"),
        (CIB, Services(), "does not run here"),
        (CIB, Services(cluster=True, active=frozenset({"san0"})), "the cluster runs san0"),
        (CIB, Services(cluster=True, fenced=frozenset({"x"})), "must stay"),
        ("/etc/drbd.d/san0.res", Services(resources=frozenset({"san0"})), "san0 is up here"),
        (
            "/etc/quorate/targets/san0.json",
            Services(targets=frozenset({"iqn.2026-11.com.example:san0"})),
            "is served here",
        ),
    ],
)
def test_what_runs_is_not_harmed(path, services, reason):
    current = Comparison({}, {path: entry(TARGET)}, services)
    (refusal,) = plan_restore(current, ALL).refusals
    assert reason in str(refusal)
    same = Comparison({path: entry(TARGET)}, {path: entry(TARGET)}, services)
    assert plan_restore(same, ALL).refusals == ()


def test_what_does_not_run_may_be_put_back():
    archived = {CIB: entry(), "/etc/drbd.d/b.res": entry(), "/etc/quorate/t.json": entry(TARGET)}
    services = Services(cluster=True, resources=frozenset({"a"}), targets=frozenset({"iqn.2026-11.com.example:b"}))
    assert plan_restore(Comparison({}, archived, services), ALL).refusals == ()
