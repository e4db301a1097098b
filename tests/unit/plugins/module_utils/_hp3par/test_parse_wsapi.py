# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import copy
import json
import pathlib

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import Unparsable
from ansible_collections.quorate.ha_storage.plugins.module_utils._hp3par import parse_wsapi
from ansible_collections.quorate.ha_storage.plugins.module_utils._hp3par.model import (
    Group,
    Link,
    LinkState,
    Mode,
    Path,
    Role,
    Status,
    Sync,
    Target,
    Volume,
)

FIXTURES = pathlib.Path(__file__).parents[3] / "fixtures/hp3par"
STRICT, ALL = parse_wsapi.Numbers(False), parse_wsapi.Numbers(True)


def document(name):
    return json.loads((FIXTURES / f"wsapi_{name}.json").read_text())


def changed(path, value):
    """The document of the group with one value changed."""
    group = copy.deepcopy(document("group"))
    inner = group
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = value
    return group


def test_a_group():
    assert parse_wsapi.parse_group(document("group"), STRICT) == Group(
        "web_rcg",
        "array_site_b",
        Status.STARTED,
        Role.PRIMARY,
        Mode.PERIODIC,
        300,
        frozenset({"auto_recover", "over_per_alert"}),
        (Volume("web_vol01", "web_vol01", Sync.SYNCED, 1791569364),),
    )


@pytest.mark.parametrize(
    "role, is_reversed, expected",
    [
        (1, True, Role.PRIMARY_REV),
        (2, False, Role.SECONDARY),
        (2, True, Role.SECONDARY_REV),
        (3, False, Role.PRIMARY_REV),
    ],
)
def test_reversal_is_read_in_both_forms(role, is_reversed, expected):
    group = changed(["targets", 0, "roleReversed"], is_reversed)
    assert parse_wsapi.parse_group({**group, "role": role}, ALL).role is expected


def test_targets_and_links():
    assert parse_wsapi.parse_targets(document("targets"), ALL) == (Target("array_site_b", Path.READY),)
    assert parse_wsapi.parse_links(document("links"), ALL) == (
        Link("array_site_b", "0:4:3", "10.20.30.192", LinkState.UP),
        Link("receive", "0:4:3", "10.20.30.92", LinkState.DOWN),
    )


@pytest.mark.parametrize(
    "path, number",
    [(["role"], 3), (["targets", 0, "state"], 2), (["volumes", 0, "remoteVolumes", 0, "syncStatus"], 5)],
)
def test_unverified_numbers_are_errors_unless_they_are_accepted(path, number):
    with pytest.raises(Unparsable, match="accept_unverified_numbers"):
        parse_wsapi.parse_group(changed(path, number), STRICT)
    parse_wsapi.parse_group(changed(path, number), ALL)


@pytest.mark.parametrize(
    "path, value",
    [
        (["role"], 9),
        (["role"], None),
        (["targets", 0, "state"], 8),
        (["targets", 0, "mode"], "periodic"),
        (["volumes", 0, "remoteVolumes", 0, "syncStatus"], 77),
        (["volumes", 0, "remoteVolumes"], []),
        (["volumes", 0, "localVolumeName"], None),
        (["targets"], []),
        (["targets"], [{}, {}]),
        (["name"], ""),
    ],
)
def test_what_is_not_known_is_an_error_in_any_case(path, value):
    with pytest.raises(Unparsable):
        parse_wsapi.parse_group(changed(path, value), ALL)


def test_lists_have_members():
    with pytest.raises(Unparsable, match="members"):
        parse_wsapi.parse_targets({"code": 7}, ALL)


def test_no_number_is_both_evident_and_unverified():
    for field, known in parse_wsapi.EVIDENT.items():
        assert not set(known) & set(parse_wsapi.UNVERIFIED[field])
