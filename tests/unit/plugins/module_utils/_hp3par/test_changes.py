# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import dataclasses

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._hp3par.changes import changes
from ansible_collections.quorate.ha_storage.plugins.module_utils._hp3par.declared import Declared, Pair
from ansible_collections.quorate.ha_storage.plugins.module_utils._hp3par.model import (
    Mode,
    Status,
    Sync,
    Target,
    View,
)

from . import views

PRIMARY = views.view("P", "S")
STOPPED = views.view("P", "S", Status.STOPPED, Sync.STOPPED)
NOTHING = View(views.side("hp3par1", "hp3par2", None), None, views.NOW)
NOTHING = dataclasses.replace(
    NOTHING, local=dataclasses.replace(NOTHING.local, targets=(Target("hp3par2", views.READY),))
)
DATA, LOGS = Pair("data", "data"), Pair("logs", "logs.copy", create=True)


def told(view, stopped_here=False, **options):
    """The commands, or the names of what refuses them."""
    todo = changes(view, Declared(views.NAME, views.PEER_NAME, **options), stopped_here)
    assert not (todo.refusals and todo.operations)
    names = [refusal.name for refusal in todo.refusals]
    return names or [operation.summary.partition(" on the local array")[0] for operation in todo.operations]


def test_a_new_group_is_made_in_order():
    options = {"mode": Mode.PERIODIC, "period": 300, "policies": (("auto_recover", True), ("over_per_alert", False))}
    assert told(NOTHING, volumes=(DATA, LOGS), cpg="ssd", target_cpg="ssd2", **options) == [
        "creatercopygroup -usr_cpg ssd hp3par2:ssd2 svc1 hp3par2:periodic",
        "setrcopygroup period 300s hp3par2 svc1",
        "setrcopygroup pol auto_recover svc1",
        "setrcopygroup pol no_over_per_alert svc1",
        "admitrcopyvv data svc1 hp3par2:data",
        "admitrcopyvv -createvv logs svc1 hp3par2:logs.copy",
    ]
    assert told(NOTHING, mode=Mode.SYNC) == ["creatercopygroup svc1 hp3par2:sync"]


NEW = [
    ({}, ["needs_mode"]),
    ({"mode": Mode.PERIODIC}, ["needs_period"]),
    ({"mode": Mode.SYNC, "period": 300}, ["no_period"]),
    ({"mode": Mode.SYNC, "target": "other"}, ["unknown_target"]),
    ({"target": "other", "period": 300}, ["needs_mode", "unknown_target", "no_period"]),
]


@pytest.mark.parametrize(("options", "names"), NEW)
def test_what_is_wrong_with_a_new_group_is_told_at_once(options, names):
    assert told(NOTHING, **options) == names


def test_a_new_group_needs_one_way_to_one_partner():
    def with_targets(*targets):
        return dataclasses.replace(NOTHING, local=dataclasses.replace(NOTHING.local, targets=targets))

    two = with_targets(Target("a", views.READY), Target("b", views.READY))
    assert told(two, mode=Mode.SYNC) == ["unknown_target"]
    assert told(two, mode=Mode.SYNC, target="b") == ["creatercopygroup svc1 b:sync"]
    assert told(with_targets(), mode=Mode.SYNC) == ["unknown_target"]
    assert told(with_targets(Target("a", views.FAILED)), mode=Mode.SYNC) == ["target_failed"]


def test_a_new_name_leaves_room_for_the_id_of_the_other_array():
    for length, refused in ((22, False), (23, True)):
        todo = changes(NOTHING, Declared("a" * length, mode=Mode.SYNC))
        assert bool(todo.refusals) is refused


def test_a_group_of_the_other_array_alone_is_not_made_again():
    assert told(views.view(None, "S"), mode=Mode.SYNC) == ["only_on_peer"]


def test_what_is_as_described_or_not_described_is_left_alone():
    policies = (("auto_recover", True), ("auto_synchronize", False))
    same = {"mode": Mode.PERIODIC, "period": 300, "target": "hp3par1", "policies": policies, "volumes": (DATA,)}
    for view in (PRIMARY, STOPPED, views.view("P", ""), views.view("S", "P"), views.view("PR", "SR")):
        assert told(view, purge=True, **same) == told(view) == []
    todo = changes(PRIMARY, Declared(views.NAME))
    assert todo.before == todo.after


def test_settings_are_changed_while_the_group_replicates():
    assert told(PRIMARY, period=600, policies=(("auto_recover", False), ("auto_synchronize", True))) == [
        "setrcopygroup period 600s hp3par1 svc1",
        "setrcopygroup pol no_auto_recover svc1",
        "setrcopygroup pol auto_synchronize svc1",
    ]


def test_volumes_move_while_the_group_is_stopped():
    moving = {"volumes": (LOGS,), "purge": True}
    moves = ["dismissrcopyvv -f data svc1", "admitrcopyvv -createvv logs svc1 hp3par1:logs.copy"]
    assert told(PRIMARY, **moving) == ["needs_stop"]
    around = ["stoprcopygroup -f svc1", *moves, "startrcopygroup svc1"]
    assert told(PRIMARY, stop_started=True, **moving) == around
    assert told(STOPPED, stop_started=True, **moving) == moves
    assert told(STOPPED, stopped_here=True, **moving) == [*moves, "startrcopygroup svc1"]
    assert told(STOPPED, stopped_here=True, volumes=(DATA,)) == ["startrcopygroup svc1"]
    assert told(STOPPED, volumes=(LOGS,)) == moves[1:]  # without purge, nothing is dismissed


def test_what_never_changes_is_refused():
    assert told(PRIMARY, mode=Mode.SYNC) == ["immutable"]
    assert told(PRIMARY, target="other", mode=Mode.SYNC) == ["immutable", "immutable"]
    assert told(PRIMARY, volumes=(Pair("data", "other"),)) == ["other_copies"]
    assert told(views.view("P", "S", mode=Mode.SYNC), period=300) == ["no_period"]


def test_removal_asks_for_the_name_and_for_a_stop():
    assert told(PRIMARY, absent=True) == ["needs_stop", "removal_unconfirmed"]
    leave = {"absent": True, "confirm": views.NAME}
    assert told(PRIMARY, **leave) == ["needs_stop"]
    assert told(PRIMARY, stop_started=True, **leave) == ["stoprcopygroup -f svc1", "removercopygroup -f svc1"]
    assert told(STOPPED, **leave) == ["removercopygroup -f svc1"]
    empty = views.having(STOPPED, local={"volumes": ()}, peer={"volumes": ()})
    assert told(empty, absent=True) == ["removercopygroup -f svc1"]
    assert told(NOTHING, absent=True) == []


@pytest.mark.parametrize(
    ("view", "name"),
    [
        (views.view("S", "P"), "not_primary"),
        (views.view("P", "P", Status.STOPPED, Sync.STOPPED), "both_primary"),
        (views.view("P", "SR", Status.STOPPED, Sync.STOPPED), "mixed_roles"),
        (views.view("P", "S", path=views.FAILED), "target_failed"),
        (views.view("P", "S", path=views.FAILING), "target_failed"),
        (views.view("P", "S", Status.FAILSAFE), "failsafe"),
        (views.view("P", "S", Status.STARTING), "settling"),
        (views.view("P", None), "absent_on_peer"),
        (views.view("P", "", Status.STOPPED, Sync.STOPPED), "maybe_superseded"),
    ],
)
def test_a_group_in_such_a_state_is_not_changed(view, name):
    leave = {"stop_started": True, "confirm": views.NAME}
    for wish in ({"absent": True}, {"volumes": (), "purge": True}):
        assert name in told(view, **wish, **leave)
    if name != "maybe_superseded":
        assert name in told(view, period=600)


def test_a_started_group_whose_partner_is_not_asked_follows_this_one():
    alone = views.view("P", "")
    assert told(alone, period=600) == ["setrcopygroup period 600s hp3par1 svc1"]
    assert told(alone, absent=True, stop_started=True, confirm=views.NAME)[-1] == "removercopygroup -f svc1"


def test_every_view_has_a_plan_or_a_named_refusal():
    letters = ("P", "PR", "S", "SR", None)
    for local in letters:
        for peer in (*letters, ""):
            for status in Status:
                for wish in ({"absent": True}, {"period": 600, "volumes": (DATA, LOGS)}):
                    names = told(views.view(local, peer, status), stop_started=True, confirm=views.NAME, **wish)
                    assert local in ("P", "PR") or not any(" " in name for name in names)
