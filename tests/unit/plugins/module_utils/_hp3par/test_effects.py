# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._hp3par import effects
from ansible_collections.quorate.ha_storage.plugins.module_utils._hp3par.model import (
    Role,
    Status,
    Step,
    Sync,
    Verb,
    Where,
)
from ansible_collections.quorate.ha_storage.plugins.module_utils._hp3par.wish import For

from . import views

LOCAL, PEER = Where
BEFORE = {
    Verb.STOP: (views.view(), PEER, ()),
    Verb.START: (views.view(status=views.STOPPED), PEER, ()),
    Verb.SYNC: (views.view(), PEER, ()),
    Verb.REVERSE: (views.view(status=views.STOPPED), LOCAL, ()),
    Verb.FAILOVER: (views.view("S", "P", status=views.STOPPED), LOCAL, ()),
    Verb.RECOVER: (views.view("PR", "P", status=views.STOPPED), LOCAL, ()),
    Verb.RESTORE: (views.view("PR", "SR"), LOCAL, ()),
    Verb.SWITCHOVER: (views.view(), PEER, ()),
}


@pytest.mark.parametrize("verb", Verb)
def test_a_step_has_its_effect_and_before_it_had_none(verb):
    view, where, options = BEFORE[verb]
    step = Step(verb, where, "svc1", options)
    after = effects.expected(view, step)
    assert effects.took_effect(view, step, after)
    assert not effects.took_effect(view, step, view)
    assert after.progress.steps == (step,)


def roles(verb, *options):
    view, where, _none = BEFORE[verb]
    return [group.role.value for group in effects.expected(view, Step(verb, where, "svc1", options)).groups]


def test_roles_afterwards():
    assert roles(Verb.REVERSE) == ["Primary", "Secondary"]
    assert roles(Verb.REVERSE, "-current") == ["Primary-Rev", "Secondary-Rev"]
    assert roles(Verb.REVERSE, "-natural") == ["Secondary-Rev", "Primary-Rev"]
    assert roles(Verb.REVERSE, "-local", "-current") == ["Primary-Rev", "Primary"]
    assert roles(Verb.FAILOVER) == ["Primary-Rev", "Primary"]
    assert roles(Verb.RECOVER) == ["Primary-Rev", "Secondary-Rev"]
    assert roles(Verb.RESTORE) == ["Secondary", "Primary"]
    assert roles(Verb.SWITCHOVER) == ["Primary-Rev", "Secondary-Rev"]


def test_arrays_may_do_more_by_themselves():
    """Failed over, made the old primary follow, started, and called the new direction natural (10.5, live)."""
    view, where, options = BEFORE[Verb.FAILOVER]
    step = Step(Verb.FAILOVER, where, "svc1", options)
    assert effects.took_effect(view, step, views.view("PR", "SR"))
    assert effects.took_effect(views.view("S", "", status=views.STOPPED), step, views.view("P", "S"))
    assert not effects.took_effect(view, step, views.view("SR", "PR"))


def test_a_side_that_does_not_answer_proves_nothing_of_its_own_step():
    view = views.view()
    stop = Step(Verb.STOP, PEER, "svc1.r12345")
    assert not effects.took_effect(view, stop, views.view("S", "", status=views.STOPPED))
    reverse = Step(Verb.REVERSE, LOCAL, "svc1")
    assert effects.took_effect(views.view(status=views.STOPPED), reverse, views.view("P", "", status=views.STOPPED))


def test_only_a_later_time_proves_a_synchronization():
    view, step = views.view(), Step(Verb.SYNC, PEER, "svc1.r12345")
    assert not effects.took_effect(view, step, views.view())
    assert not effects.took_effect(view, step, views.view(last_sync=views.NOW, sync=Sync.SYNCING))
    assert effects.took_effect(view, step, views.view(last_sync=views.NOW))
    assert not effects.took_effect(views.view(last_sync=None), step, views.view(last_sync=views.NOW))


def test_what_is_waited_for():
    assert effects.settled(views.view(path=views.FAILING), For.PATH, 3) is None
    assert effects.settled(views.view(), For.CONFIRMATION, 3).progress.failed_readings == 3
    assert all(group.synced for group in effects.settled(views.view(sync=Sync.NEW), For.SYNC, 3).groups)
    for before, after in ((Status.STARTING, Status.STARTED), (Status.STOPPING, Status.STOPPED)):
        assert effects.settled(views.view(status=before), For.SETTLED, 3).local.group.status is after
    failed = effects.settled(views.view("S", "", path=views.FAILED), For.SETTLED, 3)
    assert failed.local.group.status is Status.STOPPED and failed.local.group.role is Role.SECONDARY
