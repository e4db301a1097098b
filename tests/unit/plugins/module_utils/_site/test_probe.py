# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is looked at on which node."""

from __future__ import annotations

from ansible_collections.quorate.ha_storage.plugins.module_utils._site.probe import probe

from . import facts, raw


def test_own_and_other_addresses():
    assert probe(facts.expanded(), "node2") == {
        "volume_groups": [{"name": "vg0", "devices": ["/dev/vdb"]}],
        "backings": [{"resource": "san0", "vg": "vg0", "volume": "san0", "device": "/dev/vg0/san0"}],
        "own_addresses": ["10.77.10.12", "10.77.20.12"],
        "peer_addresses": ["10.77.10.11", "10.77.20.11", "10.77.10.13"],
    }


def test_a_host_that_is_no_node_has_only_peers():
    assert probe(facts.expanded(), "elsewhere")["own_addresses"] == []


def test_no_secret_leaves_the_site():
    assert "secret" not in str(probe(facts.expanded(raw.site(3)), "node1"))
