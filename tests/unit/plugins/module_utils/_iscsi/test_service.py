# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an initiator logs in to, from a site."""

from __future__ import annotations

from ansible_collections.quorate.ha_storage.plugins.module_utils._iscsi.service import session_options

ME, OTHER = "iqn.2026-11.com.example:esx1", "iqn.2026-11.com.example:esx2"


def service(name, *initiators, chap=None):
    return {
        "name": name,
        "target": {"iqn": f"iqn.a:{name}", "portals": [{"ip": "10.0.0.1", "port": 3260, "prefix": 24, "nic": None}]},
        "initiators": [{"iqn": iqn, "chap": chap} for iqn in initiators],
        "luns": [
            {"number": 0, "serial": "s0", "initiators": list(initiators)},
            {"number": 1, "serial": "s1", "initiators": [OTHER]},
        ],
    }


def test_only_services_that_let_it_in_with_its_luns():
    pair = {"user": "u", "password": "p", "mutual_user": None, "mutual_password": None}
    found = session_options([service("a", ME, OTHER, chap=pair), service("b", OTHER)], ME)
    assert found == [
        {
            "service": "a",
            "iqn": "iqn.a:a",
            "portals": [{"ip": "10.0.0.1", "port": 3260}],
            "chap": {"user": "u", "password": "p"},
            "luns": [{"number": 0, "serial": "s0"}],
        }
    ]


def test_without_chap():
    assert session_options([service("a", ME)], ME)[0]["chap"] is None
