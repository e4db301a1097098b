# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""No disk becomes another one, and no target opens to everybody."""

from __future__ import annotations

from ansible_collections.quorate.ha_storage.plugins.module_utils._iscsitgt.model import Config, State, Wanted
from ansible_collections.quorate.ha_storage.plugins.module_utils._iscsitgt.parse import parse_manifest
from ansible_collections.quorate.ha_storage.plugins.module_utils._iscsitgt.plan import plan

from . import worlds


def reasons(current, wanted):
    return " ".join(str(refusal) for refusal in plan(current, wanted).refusals)


def test_an_empty_host_gets_all_of_it():
    todo = plan(State(None, worlds.TEXT), Wanted("/m", worlds.STORES))
    assert [operation.summary for operation in todo.operations] == [
        "import 2 targets with 3 LUNs into iscsitgt",
        "start iscsitgt",
    ]
    assert not todo.refusals and "bm90" not in repr(todo)


def test_what_is_there_already_is_not_imported_again():
    live = parse_manifest(worlds.TEXT)
    assert plan(State(live, worlds.TEXT, True), Wanted("/m")).operations == ()
    assert [each.summary for each in plan(State(live, worlds.TEXT), Wanted("/m")).operations] == ["start iscsitgt"]


def test_another_configuration_is_replaced_only_if_told():
    current = State(parse_manifest(worlds.TEXT), worlds.TEXT, True)
    assert "allow_replace" in reasons(current, Wanted("/m", worlds.STORES))
    assert reasons(current, Wanted("/m", worlds.STORES, allow_replace=True)) == ""


def test_a_service_without_a_configuration_is_nothing_to_lose():
    todo = plan(State(Config(), worlds.TEXT, True), Wanted("/m", worlds.STORES))
    assert not todo.refusals
    assert [each.summary for each in todo.operations][:3] == [
        "keep the configuration of iscsitgt in /m.replaced",
        "stop iscsitgt",
        "delete the configuration of iscsitgt",
    ]


def test_an_entry_that_re_points_nothing_is_a_slip_of_the_pen():
    stores = (("/dev/zvol/rdsk/sp1", "/dev/zvol/rdsk/rp1"), ("/dev/zvol/rdsk/ps1", "/dev/zvol/rdsk/rp1"))
    assert "begins with /dev/zvol/rdsk/ps1" in reasons(State(None, worlds.TEXT), Wanted("/m", stores))


def test_identities_and_access():
    other = worlds.TEXT.replace("48f0aaaa", "48f0dddd")
    assert "another GUID" in reasons(State(parse_manifest(worlds.TEXT), other), Wanted("/m", allow_replace=True))
    without = worlds.TEXT.replace("0100001e8c3a1b2c00002a0048f0aaaa", "0")
    assert "has no GUID" in reasons(State(None, without), Wanted("/m"))
    assert "listen on every address" in reasons(State(None, worlds.TEXT), Wanted("/m", (), {"3": ("10.0.0.3",)}))
