# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import json

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import Unparsable
from ansible_collections.quorate.ha_storage.plugins.module_utils._host import parse
from ansible_collections.quorate.ha_storage.plugins.module_utils._host.model import Group, Reservations, Unit

# In the shapes of the format strings of sg_persist 1.46 and mpathpersist 0.9.4 (Debian 12); no device was read.
HELD = "  PR generation=0x2, Reservation follows:\n"
KEYS = [
    ("  PR generation=0x0, there are NO registered reservation keys\n", set()),
    ("  PR generation=0x2, \n1 registered reservation key follows:\n    0x123abc\n", {"0x123abc"}),
    ("  PR generation=0x2, \n2 registered reservation keys follow:\n    0x1\n    0x2\n", {"0x1", "0x2"}),
    ("  PR generation=0x2, \n3 registered reservation keys follow:\n    0x1\n    0x1\n    0x2\n", {"0x1", "0x2"}),
    ("  PR generation=0x8, \t0 registered reservation key.\n", set()),
    ("  PR generation=0x8, \t1 registered reservation key follows:\n    0x123abc\n \n", {"0x123abc"}),
]
HOLDERS = [
    ("  PR generation=0x0, there is NO reservation held\n", ("", "")),
    ("  PR generation=0x0, there is NO reservation held \n", ("", "")),
    (
        f"{HELD}    Key=0x1\n    scope: LU_SCOPE,  type: Write Exclusive, all registrants\n",
        ("0x1", "Write Exclusive, all registrants"),
    ),
    (
        f"{HELD}   Key = 0x1\n  scope = LU_SCOPE, type = Write Exclusive, registrants only\n",
        ("0x1", "Write Exclusive, registrants only"),
    ),
]


@pytest.mark.parametrize(("text", "keys"), KEYS)
def test_keys(text, keys):
    assert parse.parse_keys(text) == keys


@pytest.mark.parametrize(("text", "holder"), HOLDERS)
def test_holders(text, holder):
    assert parse.parse_holder(text) == holder
    assert parse.parse_reservations(KEYS[1][0], text) == Reservations(frozenset({"0x123abc"}), *holder)


STRANGE = ["", "persistent reserve in: not supported", "1 registered reservation key follows:\n", "keys follow:\n 0xg"]


@pytest.mark.parametrize("text", STRANGE)
def test_what_is_not_understood_is_an_error(text):
    for read in (parse.parse_keys, parse.parse_holder, parse.parse_mounts, parse.parse_unit):
        with pytest.raises(Unparsable):
            read(text)
    with pytest.raises(Unparsable):
        parse.parse_group(text, text)


def test_scopes_that_nobody_uses_are_not_understood():
    with pytest.raises(Unparsable):
        parse.parse_holder(
            "  PR generation=0x2, Reservation follows:\n    Key=0x1\n    scope: 2   type: Write Exclusive\n"
        )


def test_groups():
    groups = json.dumps({"report": [{"vg": [{"vg_name": "vg1", "vg_tags": "a,b", "vg_autoactivation": "enabled"}]}]})
    volumes = json.dumps({"report": [{"lv": [{"lv_active": "active"}, {"lv_active": ""}]}]})
    assert parse.parse_group(groups, volumes) == Group(frozenset({"a", "b"}), 2, 1, automatic=True)
    untagged = groups.replace("a,b", "")
    assert parse.parse_group(untagged, volumes).tags == set()


def test_of_two_mounts_at_one_place_the_later_is_seen():
    rows = [{"source": "/dev/a", "target": "/x"}, {"source": "/dev/b", "target": "/x"}]
    assert parse.parse_mounts(json.dumps({"filesystems": rows})) == {"/x": "/dev/b"}


def test_units():
    assert parse.parse_unit("LoadState=loaded\nActiveState=active\n") == Unit("loaded", "active")
