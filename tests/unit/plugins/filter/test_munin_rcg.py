# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the plugin for Remote Copy reads, from a site's description."""

from __future__ import annotations

import json

import pytest
from ansible.errors import AnsibleFilterError
from ansible_collections.quorate.ha_storage.plugins.filter.munin_rcg import munin_rcg
from ansible_collections.quorate.ha_storage.plugins.module_utils._hp3par.spec import read_expectation, read_names

ARRAYS = [
    {"name": name, "host": name, "username": "q", "key_file": "/etc/q/key", "known_hosts": "/etc/q/hosts"}
    for name in ("one", "two")
]
SIDES = [{"array": "one", "group": "svc1"}, {"array": "two", "group": "svc1.r1"}]


def test_both_directions_with_all_defaults():
    (found,) = munin_rcg([{"name": "svc-1", "sides": SIDES, "sync_max_delay": "10m", "mode": "periodic"}], ARRAYS)
    assert found["name"] == "svc-1" and json.dumps(found)
    first, second = (read_names(each) for each in found["sides"])
    assert (first.local, first.peer, second.local, second.peer) == ("svc1", "svc1.r1", "svc1.r1", "svc1")
    assert read_expectation(found["sides"][0]).max_age == 600
    assert not found["sides"][0]["peer_required"]


def test_what_is_wrong_is_told():
    with pytest.raises(AnsibleFilterError, match="three"):
        munin_rcg([{"name": "svc1", "sides": [SIDES[0], {"array": "three", "group": "x"}]}], ARRAYS)
    with pytest.raises(AnsibleFilterError, match="svc1: .*transport"):
        munin_rcg([{"name": "svc1", "sides": SIDES}], [{**ARRAYS[0], "transport": "pigeon"}, ARRAYS[1]])
