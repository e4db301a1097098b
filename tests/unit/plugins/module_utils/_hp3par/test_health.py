# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import dataclasses

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._hp3par import health as subject
from ansible_collections.quorate.ha_storage.plugins.module_utils._hp3par.health import Expectation
from ansible_collections.quorate.ha_storage.plugins.module_utils._hp3par.model import Mode, Status, Sync

from . import views

FIVE_MINUTES = Expectation(Mode.PERIODIC, 300)
OLD = views.NOW - 301


def judged(view, expectation=FIVE_MINUTES):
    found = subject.health(view, expectation)
    return found.status, "; ".join(found.reasons)


@pytest.mark.parametrize("roles", [("P", "S"), ("S", "P"), ("P", "")])
def test_up(roles):
    assert judged(views.view(*roles)) == ("up", "")


@pytest.mark.parametrize(
    "view, reason",
    [
        (views.view(status=Status.STOPPED), "the group is Stopped; the group is Stopped on the other array"),
        (views.view(mode=Mode.SYNC), "the mode is Sync instead of Periodic"),
        (views.having(views.view(), local={"period": 0}), "there is no period"),
        (views.having(views.view(), local={"policies": frozenset()}), "the policy auto_recover is not set"),
        (views.view("PR", "SR"), "the role is Primary-Rev: the direction is not the natural one"),
        (views.view(sync=Sync.STALE), "not synced: data Stale"),
        (views.view(last_sync=OLD), "the last synchronization is 301 s old, more than 300 s"),
        (views.view(last_sync=None), "the age of the last synchronization is unknown"),
        (views.view("P", "", path=views.FAILED), "the way to the partner is failed; links are down: hp3par1 0:2:4"),
        (
            dataclasses.replace(views.view("P", ""), silence="ssh: timed out"),
            "the management of the other array does not answer: ssh: timed out",
        ),
    ],
)
def test_warn(view, reason):
    assert judged(view) == ("warn", reason)


@pytest.mark.parametrize(
    "view, reason",
    [
        (views.view(None, "P"), "hp3par2 has no such group"),
        (views.view("P", None), "hp3par1 has no such group"),
        (views.view("P", "P"), "the roles are Primary and Primary"),
        (views.view("S", "S"), "the roles are Secondary and Secondary"),
        (views.view("S", "SR"), "the roles are Secondary and Secondary-Rev"),
    ],
)
def test_down(view, reason):
    assert judged(view) == ("down", reason)


def test_what_is_not_expected_is_not_judged():
    sync = views.view(mode=Mode.SYNC, last_sync=None)
    assert judged(sync, Expectation(Mode.SYNC, 300)) == ("up", "")
    bare = views.having(views.view(last_sync=OLD), local={"policies": frozenset()})
    assert judged(bare, Expectation(auto_recover=False)) == ("up", "")


def test_an_unknown_word_is_down():
    assert subject.unreadable("unknown role 'Tertiary'").status == "down"


@pytest.mark.parametrize(
    "text, seconds", [("5", 300), ("5m", 300), ("300s", 300), ("1h30m", 5400), ("", None), ("x", None)]
)
def test_ages(text, seconds):
    assert subject.parse_age(text) == seconds
