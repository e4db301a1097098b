# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Everything that is derived, and that it never changes."""

from __future__ import annotations

import json

from ansible_collections.quorate.ha_storage.plugins.module_utils._site.render import NAMESPACE, render_site
from ansible_collections.quorate.ha_storage.plugins.module_utils._site.spec import read_site
from hypothesis import given, settings
from hypothesis import strategies as st

from . import raw

CLUSTER, SERVICES = "ha_storage_cluster", "ha_storage_services"


def rendered(description):
    return render_site(read_site(description[SERVICES], description[CLUSTER], description["ha_storage_volume_groups"]))


EVERYONE = ["iqn.2026-11.com.example:esx1", "iqn.2026-11.com.example:esx2"]


def service():
    return rendered(raw.site(1))["services"][0]


def test_the_storage_of_a_service():
    assert service()["backing"] == {"vg": "vg0", "volume": "san0", "size": "10g", "device": "/dev/vg0/san0"}
    assert service()["vg"] == "vg_san0"
    assert service()["drbd"] == {
        "resource": "san0",
        "device": "/dev/drbd0",
        "minor": 0,
        "port": 7788,
        "protocol": "C",
        "secret": "replication-secret",
        "fencing": "resource-and-stonith",
        "initial_sync": "full",
        "options": {},
        "hosts": [
            {"name": "node1", "node_id": 0, "address": "10.77.20.11"},
            {"name": "node2", "node_id": 1, "address": "10.77.20.12"},
        ],
    }


def test_what_initiators_see_of_a_service():
    assert service()["target"] == {
        "iqn": "iqn.2026-11.com.example:san0",
        "portals": [{"ip": "10.77.30.50", "port": 3260, "prefix": 24, "nic": None}],
        "attributes": {},
        "parameters": {"DefaultTime2Wait": 0},
        "config": "/etc/quorate/targets/san0.json",
    }
    assert service()["initiators"] == [
        {"iqn": EVERYONE[0], "chap": chap("u1", "secret-of-esx1")},
        {"iqn": EVERYONE[1], "chap": chap("u2", "secret-of-esx2")},
    ]


def test_the_luns_of_a_service():
    assert service()["luns"] == [
        {
            "name": "lun0",
            "number": 0,
            "size": "3g",
            "device": "/dev/vg_san0/lun0",
            "backstore": "san0-lun0",
            "serial": "4d5f6989-af91-5e25-8cdb-3bae3aa530c4",
            "naa": "60014054d5f6989af915e258cdb3bae3",
            "initiators": EVERYONE,
            "attributes": {},
        },
        {
            "name": "lun1",
            "number": 1,
            "size": "4g",
            "device": "/dev/vg_san0/lun1",
            "backstore": "san0-lun1",
            "serial": "29869617-3cf1-5169-bb7a-d8e4e744cdc9",
            "naa": "6001405298696173cf15169bb7ad8e4e",
            "initiators": EVERYONE[1:],
            "attributes": {},
        },
    ]


def test_the_service_in_the_cluster():
    assert (service()["name"], service()["preferred_node"]) == ("san0", "node1")
    assert service()["ids"] == {
        "service": "san0",
        "drbd": "san0-drbd",
        "clone": "san0-drbd-clone",
    }


def chap(user, password):
    return {"user": user, "password": password, "mutual_user": None, "mutual_password": None}


def test_the_cluster():
    assert rendered(raw.site(1))["cluster"] == {
        "name": "lab",
        "nodes": [
            {"name": "node1", "nodeid": 1, "links": ["10.77.10.11", "10.77.20.11"], "replication": "10.77.20.11"},
            {"name": "node2", "nodeid": 2, "links": ["10.77.10.12", "10.77.20.12"], "replication": "10.77.20.12"},
        ],
        "arbiter": {"name": "arbiter", "address": "10.77.10.13"},
        "fencing": {
            "method": "sbd",
            "watchdog": "/dev/watchdog",
            "watchdog_module": None,
            "watchdog_timeout": 3,
            "stonith_watchdog_timeout": 7,
            "devices": [],
            "delay": 0,
            "uses_sbd": True,
            "uses_devices": False,
            "levels": [],
        },
    }


def test_fence_devices_without_targets_fence_any_node():
    fencing = {"method": "agents", "devices": [{"name": "x", "agent": "fence_x", "options": {"ip": "10.0.0.1"}}]}
    found = rendered(raw.changed(raw.site(1), f"{CLUSTER}.fencing", fencing))["cluster"]["fencing"]["devices"]
    assert found == [{"name": "x", "agent": "fence_x", "targets": ["node1", "node2"], "options": {"ip": "10.0.0.1"}}]


def test_without_fencing_drbd_does_not_wait_for_it():
    site = raw.changed(raw.site(1), f"{CLUSTER}.fencing", {"method": "none"})
    assert rendered(site)["services"][0]["drbd"]["fencing"] == "resource-only"
    site = raw.changed(site, f"{SERVICES}[0].drbd.fencing", "dont-care")
    assert rendered(site)["services"][0]["drbd"]["fencing"] == "dont-care"


def test_further_portals():
    portals = [{"ip": "10.77.30.50"}, {"ip": "10.77.31.50", "port": 3261, "nic": "bond1"}]
    found = rendered(raw.changed(raw.site(1), f"{SERVICES}[0].target.portals", portals))["services"][0]
    assert found["target"]["portals"][1] == {"ip": "10.77.31.50", "port": 3261, "prefix": None, "nic": "bond1"}


def test_a_given_serial_is_kept_as_it_is_written():
    serial = "198EFF02-74FB-5B96-A0CD-06E512345678"
    lun = rendered(raw.changed(raw.site(1), f"{SERVICES}[0].luns[0].serial", serial))["services"][0]["luns"][0]
    assert (lun["serial"], lun["naa"]) == (serial, "6001405198eff0274fb5b96a0cd06e51")


def test_the_namespace_of_serials_is_what_it_always_was():
    assert str(NAMESPACE) == "6f3b8a52-4e0d-5c1b-9a57-3d2f7c8e1b40"


@settings(max_examples=20, deadline=None)
@given(st.integers(1, 12))
def test_derived_names_are_unique_and_always_the_same(services):
    site = rendered(raw.site(services))
    assert json.dumps(site) == json.dumps(rendered(raw.site(services)))
    luns = [lun for service in site["services"] for lun in service["luns"]]
    for key in ("device", "backstore", "serial", "naa"):
        assert len({lun[key] for lun in luns}) == len(luns)
    ids = [value for service in site["services"] for value in service["ids"].values()]
    assert len(set(ids)) == len(ids)
    for path in (("drbd", "device"), ("backing", "device"), ("target", "config")):
        assert len({service[path[0]][path[1]] for service in site["services"]}) == services


def test_the_place_of_a_service_or_lun_in_its_list_does_not_change_its_serials():
    forward, backward = raw.site(2), raw.site(2)
    backward[SERVICES].reverse()
    backward[SERVICES][0]["luns"].reverse()
    serials = [
        {lun["device"]: lun["serial"] for service in rendered(site)["services"] for lun in service["luns"]}
        for site in (forward, backward)
    ]
    assert serials[0] == serials[1]
