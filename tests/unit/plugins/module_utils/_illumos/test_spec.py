# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Names follow from the numbers; wrong input is told all at once."""

from __future__ import annotations

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import InvalidInput
from ansible_collections.quorate.ha_storage.plugins.module_utils._illumos.model import Vlan
from ansible_collections.quorate.ha_storage.plugins.module_utils._illumos.spec import read_network

PARAMS = {"aggregations": [], "vlans": [], "addresses": [], "allow_replace_addresses": False}


def test_a_vlan_is_named_after_its_number_and_its_link():
    found = read_network({**PARAMS, "vlans": [{"name": None, "over": "aggr2", "vid": 500}]})
    assert found.vlans == (Vlan("aggr500002", "aggr2", 500),)


def test_an_address_is_written_as_ipadm_shows_it():
    found = read_network({**PARAMS, "addresses": [{"name": "e0/v6", "address": "FD00:0::1/64"}]})
    assert found.addresses[0].address == "fd00::1/64"


def test_what_is_wrong():
    wrong = {
        "aggregations": [
            {"name": "aggr", "ports": ["e0", "x y"], "policy": []},
            {"name": "a1", "ports": [], "policy": []},
        ],
        "vlans": [{"name": "v1", "over": "e0", "vid": 4095}] * 2,
        "addresses": [{"name": "e0", "address": "10.0.0.1"}, {"name": "e0/v4", "address": "x/1"}],
    }
    with pytest.raises(InvalidInput) as caught:
        read_network({**PARAMS, **wrong})
    assert [problem.path for problem in caught.value.problems] == [
        "aggregations[0].name",
        "aggregations[0].ports[1]",
        "aggregations[1].ports",
        "vlans[0].vid",
        "vlans[1].vid",
        "addresses[0].name",
        "addresses[0].address",
        "addresses[1].address",
        "vlans[1].name",
    ]
