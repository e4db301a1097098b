# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Parameters of the module, right and wrong."""

from __future__ import annotations

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import InvalidInput
from ansible_collections.quorate.ha_storage.plugins.module_utils._iscsi.model import Chap, Desired, Portal
from ansible_collections.quorate.ha_storage.plugins.module_utils._iscsi.spec import read_desired

GOOD = {
    "iqn": "iqn.2026-11.com.example:san0",
    "portals": [{"ip": "10.77.30.50", "port": 3260}],
    "state": "logged_in",
    "chap": {"user": "u1", "password": "secret-secret1", "mutual_user": None, "mutual_password": None},
    "settings": {
        "node.startup": "automatic",
        "node.session.timeo.replacement_timeout": 120,
        "node.leading_login": False,
    },
    "relogin": False,
    "allow_logout_in_use": False,
    "timeout": 60,
}


def problems(**changes):
    with pytest.raises(InvalidInput) as raised:
        read_desired({**GOOD, **changes})
    return [str(problem) for problem in raised.value.problems]


def test_what_is_desired():
    assert read_desired(GOOD) == Desired(
        GOOD["iqn"],
        (Portal("10.77.30.50"),),
        "logged_in",
        Chap("u1", "secret-secret1"),
        {"node.startup": "automatic", "node.session.timeo.replacement_timeout": "120", "node.leading_login": "No"},
    )


def test_an_address_has_one_spelling():
    desired = read_desired({**GOOD, "portals": [{"ip": "[FD00:0::50]", "port": 3260}]})
    assert desired.portals == (Portal("fd00::50"),)


def test_without_chap_the_record_says_so():
    assert read_desired({**GOOD, "chap": None}).chap == Chap()


def test_a_target_may_go_altogether():
    assert read_desired({**GOOD, "portals": [], "state": "absent"}).portals == ()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"iqn": "../../etc"}, "is not an iSCSI name"),
        ({"iqn": "iqn.2026-11.com.example:../x"}, "is not an iSCSI name"),
        ({"iqn": "iqn.2026-11.com.example:SAN"}, "upper-case"),
        ({"portals": []}, "at least one is needed"),
        ({"portals": [{"ip": "san0", "port": 3260}]}, "'san0' is not an IP address"),
        ({"portals": [{"ip": "10.0.0.1", "port": 0}]}, "0 is not within"),
        ({"portals": [{"ip": "10.0.0.1", "port": 1}, {"ip": "10.0.0.1", "port": 1}]}, "given twice"),
        ({"chap": {"user": "", "password": "secret-secret1"}}, "chap.user: must be 1 to 255"),
        ({"chap": {"user": "u", "password": "short"}}, "chap.password: must be 12 to 255"),
        ({"chap": {"user": "u", "password": None}}, "chap.password: must be 12 to 255"),
        ({"chap": {"user": "u", "password": "with a space in it"}}, "without spaces"),
        ({"chap": {"user": "u", "password": "secret-secret1\nx = y"}}, "without spaces"),
        ({"chap": {"user": "u", "password": "s" * 12, "mutual_user": "t"}}, "belong together"),
        ({"chap": {"user": "u", "password": "s" * 12, "mutual_user": "t", "mutual_password": "s" * 12}}, "must differ"),
        ({"settings": {"node.name": "x"}}, "is not a setting"),
        ({"settings": {"node.session.auth.password": "x"}}, "is not a setting"),
        ({"settings": {"node.startup": "a\nb"}}, "is not a value"),
        ({"settings": {"node.startup": ""}}, "is not a value"),
        ({"settings": {"node.session.timeo.replacement_timeout": "soon"}}, "is not a whole number"),
        ({"timeout": 0}, "above zero"),
    ],
)
def test_wrong_input_is_named(changes, words):
    (problem,) = problems(**changes)
    assert words in problem


def test_all_problems_at_once_and_no_secret_in_them():
    found = problems(iqn="x", portals=[], chap={"user": "u", "password": "my-secret"}, timeout=-1)
    assert len(found) == 4
    assert "my-secret" not in str(found)
