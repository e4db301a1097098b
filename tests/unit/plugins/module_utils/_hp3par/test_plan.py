# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import dataclasses

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._hp3par.model import (
    Progress,
    Step,
    Sync,
    Verb,
    Volume,
    Where,
)
from ansible_collections.quorate.ha_storage.plugins.module_utils._hp3par.plan import decide, plan

from . import views
from .views import FAILED, STOPPED


def test_a_group_that_is_not_the_partner_is_left_alone():
    other = views.group("svc1", "hp3par1", views.view().local.group.role)
    other = dataclasses.replace(other, volumes=(Volume("other", "other", Sync.SYNCED),))
    view = views.having(views.view(), local={"volumes": other.volumes})
    todo = plan(view, views.wish("primary"))
    assert [refusal.name for refusal in todo.refusals] == ["not_partners"]
    assert "data:data" in str(todo.refusals[0]) and "other:other" in str(todo.refusals[0])


def test_a_step_is_never_done_twice():
    view, wish = views.view(), views.wish("primary", sync_before="never")
    stop = Step(Verb.STOP, Where.PEER, "svc1.r12345")
    again = dataclasses.replace(view, progress=Progress(steps=(stop,)))
    assert decide(view, wish).step == stop
    assert [refusal.name for refusal in decide(again, wish).refusals] == ["no_effect"]


@pytest.mark.parametrize(
    "view, state, options, on, name",
    [
        (views.view(), "primary", {"keep_natural": True}, Where.LOCAL, "needs_cli"),
        (views.view("SR", "", STOPPED, Sync.STOPPED, FAILED), "failed_over", views.DISASTER, Where.LOCAL, "needs_cli"),
        (views.view(), "primary", {"keep_natural": True}, Where.PEER, None),
        (views.view(), "primary", {}, Where.LOCAL, None),
    ],
)
def test_what_the_wsapi_cannot_do_is_refused_before_the_first_step(view, state, options, on, name):
    todo = plan(view, views.wish(state, wsapi=frozenset({on}), **options))
    assert [refusal.name for refusal in todo.refusals] == ([name] if name else [])


def test_before_and_after_are_plain_data():
    todo = plan(views.view(), views.wish("primary"))
    assert [todo.before[side]["group"]["role"] for side in ("local", "peer")] == ["Secondary", "Primary"]
    assert [todo.after[side]["group"]["role"] for side in ("local", "peer")] == ["Primary", "Secondary"]
    assert todo.after["local"]["group"]["status"] == "Stopped"
    assert all(operation.disturbs_io for operation in todo.operations)
