# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Laws of the planner, and the rules that protect users of the disks."""

from __future__ import annotations

import dataclasses
import json

from ansible_collections.quorate.ha_storage.plugins.module_utils._iscsi.model import (
    Chap,
    Desired,
    Initiator,
    Lun,
    Portal,
    Record,
    Session,
)
from ansible_collections.quorate.ha_storage.plugins.module_utils._iscsi.plan import (
    Await,
    Delete,
    Login,
    Logout,
    Save,
    masked,
    outdated,
    plan,
)
from hypothesis import given, settings

from .worlds import IQNS, PORTALS, TIMEOUT, desires, initiators, obey

law = settings(max_examples=60, deadline=None)
IQN, PORTAL = IQNS[0], PORTALS[0]
CHAP = Chap("u1", "secret-secret1")


def carried_out(current, desired):
    for operation in plan(current, desired).operations:
        current = obey(current, operation.action)
    return current


@law
@given(initiators(), desires())
def test_after_the_plan_nothing_is_left(current, desired):
    assert plan(carried_out(current, desired), desired).operations == ()


@law
@given(initiators(), desires())
def test_an_interrupted_plan_is_completed_by_the_next_one(current, desired):
    steps = plan(current, desired).operations
    for end in range(len(steps)):
        broken_off = current
        for operation in steps[:end]:
            broken_off = obey(broken_off, operation.action)
        assert plan(carried_out(broken_off, desired), desired).operations == ()


@law
@given(initiators(), desires())
def test_the_diff_is_empty_exactly_when_nothing_of_the_configuration_is_done(current, desired):
    todo = plan(current, desired)
    waits = all(isinstance(operation.action, Await) for operation in todo.operations)
    relogins = desired.relogin and any(isinstance(operation.action, Logout) for operation in todo.operations)
    assert (todo.before == todo.after) == waits or relogins


@law
@given(initiators(), desires())
def test_what_a_plan_never_does(current, desired):
    todo = plan(current, desired)
    for operation in todo.operations:
        iqn, portal = operation.action.iqn, operation.action.portal
        assert iqn == desired.iqn and (portal in desired.portals or not desired.portals), "touches what is not its own"
        assert operation.disturbs_io == isinstance(operation.action, Logout)
    shown = json.dumps([todo.before, todo.after]) + repr(todo.operations) + repr(todo.refusals)
    assert "secret" not in shown
    left = [operation.action.portal for operation in todo.operations if isinstance(operation.action, Logout)]
    leaving = [one for one in current.sessions if one.iqn == desired.iqn and one.portal in left]
    in_use = any(lun.users for session in leaving for lun in session.luns)
    assert bool(todo.refusals) == (in_use and not desired.allow_logout_in_use)


def test_from_nothing_to_a_session():
    desired = Desired(IQN, (PORTAL,), chap=CHAP, settings={TIMEOUT: "120"})
    todo = plan(Initiator(), desired)
    assert [operation.action for operation in todo.operations] == [
        Save(IQN, PORTAL, True, {TIMEOUT: "120"}, CHAP),
        Login(IQN, PORTAL),
    ]
    assert [operation.summary for operation in todo.operations] == [
        f"add the record of {IQN} at 10.77.30.50:3260: {TIMEOUT} = 120, CHAP user u1",
        f"log in to {IQN} at 10.77.30.50:3260",
    ]


def logged_in(**session):
    record = Record(IQN, PORTAL, CHAP, {TIMEOUT: "120"})
    return Initiator(
        "me", (record,), (Session(1, IQN, PORTAL, **{"chap": CHAP, "settings": {TIMEOUT: "120"}, **session}),)
    )


def test_a_new_secret_goes_into_the_record_and_the_session_stays():
    desired = Desired(IQN, (PORTAL,), chap=Chap("u1", "new-secret-12"))
    todo = plan(logged_in(), desired)
    assert [operation.action for operation in todo.operations] == [Save(IQN, PORTAL, False, {}, desired.chap)]
    assert todo.after["records"]["10.77.30.50:3260"]["chap"] == {"user": "u1", "password": "changed"}
    assert outdated(logged_in(), desired) == ("the session with 10.77.30.50:3260 was logged in with another CHAP",)


def test_with_leave_an_outdated_session_is_logged_in_anew():
    desired = Desired(IQN, (PORTAL,), chap=CHAP, settings={TIMEOUT: "120"}, relogin=True)
    todo = plan(logged_in(settings={TIMEOUT: "30"}), desired)
    assert [operation.action for operation in todo.operations] == [Logout(IQN, PORTAL), Login(IQN, PORTAL)]
    assert plan(logged_in(), desired).operations == ()


def test_what_the_kernel_does_not_tell_is_not_outdated():
    assert outdated(logged_in(chap=None, settings={}), Desired(IQN, (PORTAL,), settings={TIMEOUT: "60"})) == ()


def test_a_lost_session_is_waited_for():
    todo = plan(logged_in(state="FAILED"), Desired(IQN, (PORTAL,), chap=CHAP))
    assert [operation.action for operation in todo.operations] == [Await(IQN, PORTAL)]


def test_absent_without_portals_is_the_whole_target():
    other = Portal("10.77.30.51")
    current = dataclasses.replace(logged_in(), sessions=(*logged_in().sessions, Session(2, IQN, other)))
    todo = plan(current, Desired(IQN, (), state="absent"))
    assert [operation.action for operation in todo.operations] == [
        Logout(IQN, PORTAL),
        Logout(IQN, other),
        Delete(IQN, PORTAL),
    ]


def test_a_refusal_says_what_uses_the_disk_and_what_to_do():
    lun = Lun(3, "/dev/sdb", users=("mounted on /srv", "held by dm-0"))
    todo = plan(logged_in(luns=(lun,)), Desired(IQN, (PORTAL,), state="logged_out", chap=CHAP))
    assert [str(refusal) for refusal in todo.refusals] == [
        "LUN 3 (/dev/sdb) of 10.77.30.50:3260 is in use: mounted on /srv, held by dm-0"
        " (release it first, or set allow_logout_in_use=true)"
    ]


def test_masked():
    former = [Record(IQN, PORTAL, Chap("u1", "other-secret1"))]
    assert masked(Chap()) is None
    assert masked(CHAP, former) == {"user": "u1", "password": "changed"}
    assert masked(Chap("u1", "a", "t0", "b")) == {
        "user": "u1",
        "password": "set",
        "mutual_user": "t0",
        "mutual_password": "set",
    }
