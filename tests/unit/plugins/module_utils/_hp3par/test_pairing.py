# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import dataclasses

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._hp3par import pairing as subject
from ansible_collections.quorate.ha_storage.plugins.module_utils._hp3par.model import Mode, Status, Sync, Volume, Where
from ansible_collections.quorate.ha_storage.plugins.module_utils._hp3par.pairing import Pairing
from ansible_collections.quorate.ha_storage.plugins.module_utils._hp3par.wish import For, Wait

from . import views

TABLE = {
    "P": {"P": "BOTH", "PR": "BOTH", "S": "LOCAL", "SR": "MIXED"},
    "PR": {"P": "BOTH", "PR": "BOTH", "S": "MIXED", "SR": "LOCAL"},
    "S": {"P": "PEER", "PR": "MIXED", "S": "NONE", "SR": "NONE"},
    "SR": {"P": "MIXED", "PR": "PEER", "S": "NONE", "SR": "NONE"},
}


@pytest.mark.parametrize("here", TABLE)
def test_every_pair_of_roles(here):
    found = {there: subject.pairing(views.view(here, there)).name for there in TABLE}
    assert found == TABLE[here]
    assert subject.pairing(views.view(here, "")) is Pairing.ALONE


@pytest.mark.parametrize(
    "here, there, wrong",
    [
        (("a", "b"), ("b", "a"), None),
        (("a", "b"), ("a", "b"), "volumes a:b, b:a"),
        (("a", "a"), ("b", "b"), "volumes a:a, b:b"),
    ],
)
def test_volumes_show_whether_two_groups_are_one(here, there, wrong):
    view = views.having(
        views.view(),
        local={"volumes": (Volume(*here, Sync.SYNCED),)},
        peer={"volumes": (Volume(*there, Sync.SYNCED),)},
    )
    refused = subject.obstacle(view, views.wish("primary"))
    assert refused is None if wrong is None else wrong in refused.refusals[0].reason


def test_modes_show_it_too():
    view = views.having(views.view(), peer={"mode": Mode.SYNC})
    assert "mode Periodic and Sync" in subject.obstacle(view, views.wish("primary")).refusals[0].reason


def test_an_array_that_is_busy_is_waited_for():
    view = views.having(views.view(), peer={"status": Status.STOPPING})
    assert subject.obstacle(view, views.wish("primary")) == Wait(For.SETTLED)


def test_a_peer_in_failsafe_can_be_recovered():
    view = views.having(views.view("PR", "P"), peer={"status": Status.FAILSAFE})
    assert subject.obstacle(view, views.wish("recovered"), failsafe=True) is None
    assert subject.obstacle(view, views.wish("primary")).refusals[0].name == "failsafe"
    here = views.having(views.view("PR", "P"), local={"status": Status.FAILSAFE})
    assert subject.obstacle(here, views.wish("recovered"), failsafe=True).refusals[0].name == "failsafe"


def test_what_the_peer_said_last_is_told():
    view = dataclasses.replace(views.view("S", ""), silence="ssh hp3par1: connection refused")
    assert "connection refused" in subject.unreachable(view).refusals[0].reason


def test_nobody_asks_for_a_group_that_is_not_there():
    with pytest.raises(AssertionError):
        subject.group_of(views.view("S", None), Where.PEER)
