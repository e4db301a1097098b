# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""From options to a target, and everything that can be wrong with them."""

from __future__ import annotations

import copy

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import InvalidInput
from ansible_collections.quorate.ha_storage.plugins.module_utils._lio.model import NO_CHAP, Mapping, Portal
from ansible_collections.quorate.ha_storage.plugins.module_utils._lio.spec import wanted, whatever

IQN = "iqn.2026-11.com.example:san0"
CHAP = {"user": "u", "password": "x" * 12, "mutual_user": None, "mutual_password": None}


def lun(number: int, **more):
    return {
        "name": f"san0-lun{number}",
        "number": number,
        "device": f"/dev/vg/lun{number}",
        "serial": f"{number}f1b0c39-6c4e-5d8a-9a64-6f2f3d1a7b10",
        "readonly": False,
        "attributes": {},
        **more,
    }


def acl(name: str, **more):
    return {"iqn": f"iqn.2026-11.com.example:{name}", "chap": dict(CHAP), "luns": None, "attributes": {}, **more}


def mapping(which: str, **more):
    return {"lun": which, "number": None, "write_protect": False, **more}


GOOD = {
    "iqn": IQN,
    "state": "present",
    "portals": [{"ip": "10.0.0.1", "port": 3260}],
    "luns": [lun(0), lun(1)],
    "acls": [acl("a"), acl("b")],
    "attributes": {},
    "parameters": {},
    "discovery_auth": None,
    "config": None,
    "live": "always",
    "allow_remove_luns_in_use": False,
    "reservations": None,
}


def problems(**changes) -> list[str]:
    with pytest.raises(InvalidInput) as caught:
        wanted({**copy.deepcopy(GOOD), **changes})
    return caught.value.details["problems"]


def target(**changes):
    return wanted({**copy.deepcopy(GOOD), **changes}).config.target


@pytest.mark.parametrize(
    "iqn",
    [
        "iqn.2026-11.lab:san0",  # no dot in the naming authority
        "iqn.2026-11.com.example:san_0",
        "iqn.2026-11.com.example:San0",
        "iqn.2026-13.com.example:san0",
        "iqn.26-11.com.example:san0",
        "iqn.2026-11.com.example:san 0",
        "com.example:san0",
        "",
    ],
)
def test_an_iqn_that_rtslib_or_the_kernel_refuses(iqn):
    (problem,) = problems(iqn=iqn)
    assert problem.startswith("iqn: ")


LUN_FAULTS = [
    ([lun(0), lun(1, name="san0-lun0")], "luns[0].name, luns[1].name", "the same name twice: san0-lun0"),
    ([lun(0), {**lun(1), "number": 0}], "luns[0].number, luns[1].number", "the same number twice: 0"),
    ([lun(0), lun(1, device="/dev/vg/lun0")], "luns[0].device, luns[1].device", "the same device twice: /dev/vg/lun0"),
    (
        [lun(0), lun(1, serial="0F1b0c396c4e5d8a9a646f2f3d1a7b99")],
        "luns[0].serial, luns[1].serial",
        "the same serial (its first 25 hexadecimal digits make the NAA) twice: 0f1b0c396c4e5d8a9a646f2f3",
    ),
    ([lun(256)], "luns[0].number", "256 is not a LUN number, 0 to 255"),
    ([lun(0, device="vg/lun0")], "luns[0].device", "'vg/lun0' is not a path below /dev"),
    ([lun(0, device="/dev/a,readonly=1")], "luns[0].device", "'/dev/a,readonly=1' is not a path below /dev"),
    ([lun(0, device="/dev/../etc/a")], "luns[0].device", "'/dev/../etc/a' is not a path below /dev"),
    ([lun(0, name="a/b")], "luns[0].name", "'a/b' is not a name; use letters, digits and . _ : -"),
    ([lun(0, name="hba_info")], "luns[0].name", "'hba_info' is not a name; use letters, digits and . _ : -"),
    ([lun(0, serial="short")], "luns[0].serial", "must have at least 25 hexadecimal digits; write a UUID"),
    (
        [lun(0, attributes={"emulate_write_cache": 1})],
        "luns[0].attributes.emulate_write_cache",
        "cannot be set: the kernel takes it from the device",
    ),
]
ACL_FAULTS = [
    ([acl("a"), acl("a")], "acls[0].iqn, acls[1].iqn", "the same initiator twice: iqn.2026-11.com.example:a"),
    (
        [acl("A")],
        "acls[0].iqn",
        "'iqn.2026-11.com.example:A' has upper-case letters; the kernel compares names in lower case",
    ),
    ([acl("a", luns=[mapping("lun9")])], "acls[0].luns[0].lun", "there is no LUN 'lun9'"),
    (
        [acl("a", luns=[mapping("0", number=300)])],
        "acls[0].luns[0].number",
        "300 is not a LUN number, 0 to 255",
    ),
    ([acl("a", luns=[mapping("0"), mapping("1", number=0)])], "acls[0].luns", "the same number twice: 0"),
    (
        [acl("a"), acl("b", chap=None)],
        "acls[1]",
        "has no chap, but another ACL has: a portal group asks all initiators or none",
    ),
]
OTHER_FAULTS = [
    ({"portals": []}, "portals", "at least one is needed"),
    ({"portals": [{"ip": "10.0.0", "port": 3260}]}, "portals[0].ip", "'10.0.0' is not an IP address"),
    ({"portals": [{"ip": "10.0.0.1", "port": 0}]}, "portals[0].port", "0 is not a port"),
    ({"portals": GOOD["portals"] * 2}, "portals", "the same portal twice: ('10.0.0.1', 3260)"),
    ({"attributes": {"../x": 1}}, "attributes.../x", "must be a name with a number, a text or a boolean"),
    ({"attributes": {"authentication": 0}}, "attributes.authentication", "contradicts the ACLs, which imply 1"),
]


@pytest.mark.parametrize(
    ("changes", "path", "message"),
    [
        *(({"luns": luns, "acls": []}, path, message) for luns, path, message in LUN_FAULTS),
        *(({"acls": acls}, path, message) for acls, path, message in ACL_FAULTS),
        *OTHER_FAULTS,
    ],
)
def test_one_wrong_value(changes, path, message):
    assert problems(**changes) == [f"{path}: {message}"]


@pytest.mark.parametrize(
    ("chap", "expected"),
    [
        ({"password": "x" * 11}, "acls[0].chap.password: the secret has 11 characters, must have 12 to 16"),
        ({"password": "x" * 17}, "acls[0].chap.password: the secret has 17 characters, must have 12 to 16"),
        ({"user": "NULLuser"}, "acls[0].chap.user: must not begin with NULL, which the kernel takes as no value"),
        ({"user": "a b"}, "acls[0].chap.user: must be 1 to 255 printable characters without spaces"),
        ({"mutual_user": "m"}, "acls[0].chap.mutual_password: the secret has 0 characters, must have 12 to 16"),
        (
            {"mutual_user": "m", "mutual_password": CHAP["password"]},
            "acls[0].chap.mutual_password: must differ from the password (RFC 7143, 9.2.1)",
        ),
    ],
)
def test_wrong_credentials(chap, expected):
    assert problems(acls=[acl("a", chap={**CHAP, **chap})]) == [expected]


def test_all_problems_are_reported_at_once():
    found = problems(
        iqn="x", portals=[], luns=[lun(0, device="x"), lun(0)], acls=[acl("B", chap={**CHAP, "password": "short"})]
    )
    assert len(found) == 8 and not any("short" in problem for problem in found)


def test_no_problem_quotes_a_secret():
    assert not any(
        "NULLsecret12" in problem for problem in problems(acls=[acl("a", chap={**CHAP, "password": "NULLsecret12"})])
    )


def test_the_order_of_the_options_does_not_matter():
    turned = {key: value[::-1] if isinstance(value, list) else value for key, value in GOOD.items()}
    assert wanted(turned) == wanted(GOOD)


def test_all_luns_are_mapped_under_their_own_numbers_unless_given():
    acls = [
        acl("a"),
        acl("b", luns=[mapping("san0-lun1", number=0, write_protect=True), mapping("0", number=4)]),
        acl("c", luns=[]),
    ]
    everything, some, nothing = target(acls=acls).acls
    assert everything.luns == (Mapping(0, 0), Mapping(1, 1))
    assert some.luns == (Mapping(0, 1, True), Mapping(4, 0))
    assert nothing.luns == ()


def test_authentication_follows_from_the_acls():
    assert target().attributes["authentication"] == "1"
    assert target(acls=[acl("a", chap=None)]).attributes["authentication"] == "0"
    assert target(acls=[acl("a", chap=None)]).acls[0].chap == NO_CHAP


def test_yaml_values_become_the_kernels():
    described = target(attributes={"t10_pi": False, "default_cmdsn_depth": 128}, parameters={"InitialR2T": False})
    assert (described.attributes["t10_pi"], described.attributes["default_cmdsn_depth"]) == ("0", "128")
    assert described.parameters == {"InitialR2T": "No"}
    assert target(luns=[lun(0, attributes={"emulate_tpu": True})]).luns[0].attributes == {
        "emulate_model_alias": "1",
        "emulate_tpu": "1",
    }


def test_addresses_are_made_canonical():
    assert target(portals=[{"ip": "[FD00::0:1]", "port": 3260}]).portals == (Portal("fd00::1"),)


def test_discovery_credentials_are_checked_only_where_they_are_used():
    none = dict.fromkeys(CHAP)
    assert wanted({**GOOD, "discovery_auth": {"enabled": False, **none}}).config.discovery.chap == NO_CHAP
    assert len(problems(discovery_auth={"enabled": True, **none})) == 2


def test_where_the_file_lies():
    assert wanted(GOOD).saved == "/etc/quorate/targets/san0.json"
    assert wanted({**GOOD, "config": "/etc/x.json"}).saved == "/etc/x.json"
    assert whatever("iqn.2026-11.com.example", None).saved == "/etc/quorate/targets/iqn.2026-11.com.example.json"
    with pytest.raises(InvalidInput):
        whatever("../x", None)


def test_what_is_gone_needs_no_description():
    assert wanted({**GOOD, "state": "absent", "portals": [], "luns": [lun(999)]}).config is None
