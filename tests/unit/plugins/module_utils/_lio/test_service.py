# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

from ansible_collections.quorate.ha_storage.plugins.module_utils._lio.service import target_options

ESX1, ESX2 = "iqn.2026-11.com.example:esx1", "iqn.2026-11.com.example:esx2"
SERVICE = {
    "name": "san0",
    "target": {
        "iqn": "iqn.2026-11.com.example:san0",
        "config": "/etc/quorate/targets/san0.json",
        "portals": [{"ip": "10.0.40.50", "port": 3260, "prefix": 24}],
        "attributes": {"default_cmdsn_depth": 128},
        "parameters": {},
    },
    "initiators": [{"iqn": ESX1, "chap": {"user": "u1", "password": "x" * 12}}, {"iqn": ESX2, "chap": None}],
    "luns": [
        {
            "name": name,
            "backstore": f"san0-{name}",
            "number": number,
            "device": f"/dev/vg_san0/{name}",
            "serial": str(number),
            "size": "1g",
            "initiators": initiators,
            "attributes": {},
        }
        for name, number, initiators in (("lun0", 0, [ESX1, ESX2]), ("lun1", 4, [ESX2]))
    ],
    "reservations": {"folder": "/run/quorate/reservations/san0"},
}


def test_reservations_are_kept_where_the_service_has_a_store():
    assert target_options(SERVICE)["reservations"] == "/run/quorate/reservations/san0"
    assert target_options({**SERVICE, "reservations": None})["reservations"] == ""


def test_luns_are_named_by_service_because_backstores_are_global_to_a_node():
    assert target_options(SERVICE)["luns"] == [
        {"name": "san0-lun0", "number": 0, "device": "/dev/vg_san0/lun0", "serial": "0", "attributes": {}},
        {"name": "san0-lun1", "number": 4, "device": "/dev/vg_san0/lun1", "serial": "4", "attributes": {}},
    ]


def test_an_initiator_gets_the_luns_that_name_it_and_no_others():
    esx1, esx2 = target_options(SERVICE)["acls"]
    assert esx1 == {
        "iqn": ESX1,
        "luns": [{"lun": 0, "number": 0}],
        "chap": {"user": "u1", "password": "x" * 12},
    }
    assert esx2 == {"iqn": ESX2, "luns": [{"lun": 0, "number": 0}, {"lun": 4, "number": 4}]}


def test_the_portal_is_the_service_address_without_its_prefix():
    assert target_options(SERVICE)["portals"] == [{"ip": "10.0.40.50", "port": 3260}]


def test_attributes_and_parameters_are_handed_on():
    options = target_options(SERVICE)
    assert (options["attributes"], options["parameters"]) == ({"default_cmdsn_depth": 128}, {})
