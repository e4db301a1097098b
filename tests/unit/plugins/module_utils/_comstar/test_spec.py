# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Wrong input is told all at once, and never with a secret."""

from __future__ import annotations

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._comstar import spec
from ansible_collections.quorate.ha_storage.plugins.module_utils._comstar.model import STMF
from ansible_collections.quorate.ha_storage.plugins.module_utils._comstar.wanted import (
    WantedChap,
    WantedGroup,
    WantedService,
    WantedUnit,
    WantedView,
)
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import InvalidInput


def params(arguments, **given):
    return {**{name: option.get("default") for name, option in arguments.items()}, **given}


def problems(read, arguments, **given):
    with pytest.raises(InvalidInput) as caught:
        read(params(arguments, **given))
    return [problem.path for problem in caught.value.problems]


def test_what_is_right_comes_in_its_plain_form():
    assert spec.read_service(params(spec.SERVICE, name="stmf", state="offline")) == WantedService(STMF, False)
    unit = spec.read_unit(params(spec.UNIT, path="/dev/zvol/dsk/a", guid="a" * 32, size="16g", write_protect=True))
    assert unit == WantedUnit("/dev/zvol/rdsk/a", "A" * 32, size=16 << 30, write_protected=True)
    group = spec.read_group(params(spec.GROUP, name="g", members=["WWN.210000e08b100163"], type="target"))
    assert group == WantedGroup("g", True, ("wwn.210000E08B100163",))
    assert spec.read_view(params(spec.VIEW, lu="a" * 32, lun=0)) == WantedView("A" * 32, lun=0)
    assert spec.read_view(params(spec.VIEW, lu="/dev/zvol/dsk/a")).unit == "/dev/zvol/rdsk/a"
    assert spec.read_portal_group(params(spec.PORTAL_GROUP, name="2", portals=["10.0.0.1"])).portals == (
        "10.0.0.1:3260",
    )
    target = spec.read_target(params(spec.TARGET, name="IQN.a", chap_secret="s" * 12, update_secret="always"))
    assert (target.name, target.chap) == ("iqn.a", WantedChap(None, "s" * 12, True))
    assert spec.read_target(params(spec.TARGET, name="iqn.a", portal_groups=[])).portal_groups == ()
    assert spec.read_initiator(params(spec.INITIATOR, iqn="IQN.b", state="absent")).present is False


def test_all_that_is_wrong_is_told_at_once():
    wrong = {"path": "a", "guid": "b", "block_size": 1000, "size": "1x", "alias": "a=b", "serial": "\n"}
    assert set(problems(spec.read_unit, spec.UNIT, **wrong)) == set(wrong)


@pytest.mark.parametrize(
    "read, arguments, given, paths",
    [
        (spec.read_unit, spec.UNIT, {}, ["path", "path"]),
        (spec.read_unit, spec.UNIT, {"state": "absent"}, ["path"]),
        (spec.read_unit, spec.UNIT, {"path": "/a", "size": "512k"}, ["size"]),
        (spec.read_unit, spec.UNIT, {"path": "/a", "size": "1048577b"}, ["size"]),
        (spec.read_group, spec.GROUP, {"name": "*a", "members": ["x", "wwn.210000e08b100163"] * 2}, None),
        (spec.read_group, spec.GROUP, {"name": ""}, ["name"]),
        (spec.read_group, spec.GROUP, {"name": "All"}, ["name"]),
        (spec.read_view, spec.VIEW, {"lu": "x", "host_group": "*", "lun": 16384}, ["lu", "host_group", "lun"]),
        (spec.read_portal_group, spec.PORTAL_GROUP, {"name": "a b"}, ["portals", "name"]),
        (
            spec.read_target,
            spec.TARGET,
            {"name": "x", "alias": "none", "portal_groups": ["default"]},
            ["name", "alias", "portal_groups"],
        ),
        (
            spec.read_target,
            spec.TARGET,
            {"name": "wwn.2100001b320efd58", "alias": "a", "state": "absent"},
            ["alias", "state"],
        ),
        (spec.read_initiator, spec.INITIATOR, {"iqn": "x", "chap_user": "none"}, ["iqn", "chap_user"]),
        # A tab or a line would break every list of itadm, and so every module, from then on.
        (
            spec.read_target,
            spec.TARGET,
            {"name": "iqn.a", "alias": "a\tb", "chap_user": "a\nb"},
            ["alias", "chap_user"],
        ),
        (spec.read_target, spec.TARGET, {"name": "iqn.a", "alias": "-", "chap_user": "<none>"}, ["alias", "chap_user"]),
        (spec.read_unit, spec.UNIT, {"path": "/a", "alias": "-", "serial": "not set"}, ["alias", "serial"]),
        # An operand that begins with a dash is an option.
        (spec.read_group, spec.GROUP, {"name": "-v"}, ["name"]),
        (spec.read_portal_group, spec.PORTAL_GROUP, {"name": "-f", "portals": ["10.0.0.1"]}, ["name"]),
        (spec.read_portal_group, spec.PORTAL_GROUP, {"name": "default", "portals": ["10.0.0.1"]}, ["name"]),
        (
            spec.read_portal_group,
            spec.PORTAL_GROUP,
            {"name": "2", "portals": ["10.0.0.1", "10.0.0.1:03260"]},
            ["portals[1]"],
        ),
        (spec.read_view, spec.VIEW, {"lu": "600144f0b1c2d3e4000050a1b2c3000", "lun": -1}, ["lu", "lun"]),
        (spec.read_view, spec.VIEW, {"lu": "g" * 32}, ["lu"]),
    ],
)
def test_problems(read, arguments, given, paths):
    found = problems(read, arguments, **given)
    assert found == paths if paths else len(found) == 5


def test_a_wrong_secret_is_not_quoted():
    with pytest.raises(InvalidInput) as caught:
        spec.read_initiator(params(spec.INITIATOR, iqn="iqn.a", chap_secret="hush hush"))
    assert len(caught.value.problems) == 2
    assert "hush" not in str(caught.value)
