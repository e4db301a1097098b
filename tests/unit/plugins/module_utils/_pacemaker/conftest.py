# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A site and clusters for the tests of the CIB."""

from __future__ import annotations

import json
import pathlib

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._pacemaker.model import Cluster
from ansible_collections.quorate.ha_storage.plugins.module_utils._pacemaker.parse import parse_state
from ansible_collections.quorate.ha_storage.plugins.module_utils._pacemaker.spec import read_declaration
from ansible_collections.quorate.ha_storage.plugins.module_utils._pacemaker.tree import read_xml

FIXTURES = next(each for each in pathlib.Path(__file__).parents if each.name == "unit") / "fixtures" / "pacemaker"
SITE = {
    "cluster": {
        "name": "lab",
        "nodes": [{"name": "node1"}, {"name": "node2"}],
        "fencing": {
            "method": "agents_then_sbd",
            "uses_sbd": True,
            "uses_devices": True,
            "stonith_watchdog_timeout": 10,
            "delay": 0,
            "levels": [
                {"node": "node1", "level": 1, "devices": ["ipmi1"]},
                {"node": "node1", "level": 2, "devices": ["watchdog"]},
            ],
            "devices": [
                {
                    "name": "ipmi1",
                    "agent": "fence_ipmilan",
                    "targets": ["node1"],
                    "options": {"ip": "1.2.3.4", "username": "u", "password": "not-a-real-password"},
                }
            ],
        },
    },
    "services": [
        {
            "name": "san0",
            "preferred_node": "node1",
            "drbd": {"resource": "san0", "device": "/dev/drbd0"},
            "vg": "vg_san0",
            "reservations": {
                "folder": "/run/quorate/reservations/san0",
                "device": "/dev/vg_san0/quorate_reservations",
            },
            "target": {
                "iqn": "iqn.2026-11.com.example:san0",
                "config": "/etc/quorate/targets/san0.json",
                "portals": [{"ip": "10.77.30.50", "port": 3260, "prefix": 24, "nic": None}],
            },
            "ids": {
                "service": "san0",
                "drbd": "san0-drbd",
                "clone": "san0-drbd-clone",
            },
        }
    ],
}


@pytest.fixture
def site():
    """A site as the filter ``site`` gives it, as far as the cluster looks at it."""
    return SITE


@pytest.fixture
def declared(recorded):
    """A declaration with everything in it: fence device, clone, group, constraints."""
    return read_declaration(json.loads(recorded("declared.json")))


@pytest.fixture
def recorded():
    """The text of a fixture by name."""
    return lambda name: (FIXTURES / name).read_text()


@pytest.fixture
def empty(recorded):
    """Two nodes and nothing else."""
    return Cluster(read_xml(recorded("empty.xml"), "fixture"))


@pytest.fixture
def running(recorded):
    """What is declared, running on node1."""
    state = parse_state(recorded("crm_mon-2.1.5.xml"))
    return Cluster(read_xml(recorded("running.xml"), "fixture"), state)


@pytest.fixture
def with_foreign(running, recorded):
    """The same with a constraint of an operator's move and one of DRBD's fence handler."""
    foreign = read_xml(recorded("foreign.xml"), "fixture").children
    configuration = running.configuration
    constraints = (*foreign, *configuration.first("constraints").children)
    return Cluster(running.root.with_child(configuration.with_section("constraints", constraints)), running.state)
