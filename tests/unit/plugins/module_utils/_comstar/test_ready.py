# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who sees what, and what has to be there first."""

from __future__ import annotations

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._comstar import ready
from ansible_collections.quorate.ha_storage.plugins.module_utils._comstar.model import (
    ISCSI_TARGET,
    STMF,
    Group,
    Iscsi,
    Port,
    Session,
    State,
    Unit,
    View,
)
from ansible_collections.quorate.ha_storage.plugins.module_utils._comstar.wanted import (
    WantedInitiator,
    WantedService,
    WantedTarget,
    WantedUnit,
    WantedView,
)

ONLINE = {STMF: "online", ISCSI_TARGET: "online"}
STATE = State(
    ONLINE,
    (Unit("A" * 32, path="/dev/a", views=(View(0, "hg", "tg", 0),)),),
    (Group("hg", ("iqn.i",)),),
    (Group("tg", ("iqn.t",)),),
    (Port("iqn.t", sessions=(Session("iqn.i"), Session("iqn.j"))), Port("iqn.u", sessions=(Session("iqn.i"),))),
    Iscsi(),
)


@pytest.mark.parametrize(
    "view, users",
    [
        (View(0, "hg", "tg", 0), ["iqn.i at iqn.t"]),
        (View(0, "hg", "", 0), ["iqn.i at iqn.t", "iqn.i at iqn.u"]),
        (View(0, "", "tg", 0), ["iqn.i at iqn.t", "iqn.j at iqn.t"]),
        (View(0, "gone", "", 0), []),
    ],
)
def test_who_sees_a_unit(view, users):
    assert [str(user) for user in ready.viewers(STATE, [view])] == users


@pytest.mark.parametrize(
    "wanted, what",
    [
        (WantedView("/dev/b", "hg", "tg"), ["logical unit /dev/b"]),
        (WantedView("/dev/b", "hg", "tg", allow_unregistered=True), ["logical unit /dev/b"]),
        (WantedView("B" * 32, "x", "y", allow_unregistered=True), ["host group x", "target group y"]),
        (WantedView("/dev/b", present=False), []),
        (WantedTarget("iqn.t", portal_groups=("2",)), ["portal group 2"]),
        (WantedUnit("/dev/a"), []),
        (WantedInitiator("iqn.i"), []),
    ],
)
def test_what_is_missing_is_then_assumed(wanted, what):
    assert ready.missing(STATE, wanted) == [f"there is no {each}" for each in what]
    assert ready.missing(ready.assumed(STATE, wanted), wanted) == []


def test_services_come_first():
    nothing = State()
    assert ready.missing(nothing, WantedView("/dev/a")) == [f"{STMF} is not installed"]
    assert len(ready.missing(State({STMF: "disabled"}), WantedInitiator("iqn.i"))) == 2
    assert ready.missing(nothing, WantedService(STMF)) == []
    assert ready.missing(ready.assumed(nothing, WantedInitiator("iqn.i")), WantedInitiator("iqn.i")) == []


def test_views_by_group():
    assert len(ready.group_views(STATE, "hg", False)) == len(ready.group_views(STATE, "tg", True)) == 1
    assert ready.group_views(STATE, "hg", True) == []
