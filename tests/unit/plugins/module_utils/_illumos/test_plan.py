# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Nothing is taken from who uses it."""

from __future__ import annotations

from ansible_collections.quorate.ha_storage.plugins.module_utils._illumos.model import (
    Address,
    Aggregation,
    Network,
    Vlan,
)
from ansible_collections.quorate.ha_storage.plugins.module_utils._illumos.plan import commands, plan

NOW = Network(
    (Aggregation("aggr1", ("e0", "e1"), ("L4",)),),
    (Vlan("aggr500001", "aggr1", 500),),
    (Address("aggr500001/v4", "10.1.0.1/16"),),
    ("aggr500001", "e9"),
)


def reasons(**wanted):
    return " ".join(str(refusal) for refusal in plan(NOW, Network(**wanted)).refusals)


def test_changes_that_nobody_notices():
    todo = plan(NOW, Network((Aggregation("aggr1", ("e2",), ("L2", "L3")),)))
    assert commands(todo) == ["dladm modify-aggr -P L2,L3 aggr1", "dladm add-aggr -l e2 aggr1"]
    assert todo.after["aggregations"] == [{"name": "aggr1", "ports": ["e0", "e1", "e2"], "policy": ["L2", "L3"]}]
    assert todo.after["vlans"] == todo.before["vlans"] and not todo.refusals


def test_refusals():
    assert "e0 is in aggr1" in reasons(aggregations=(Aggregation("aggr2", ("e0",)),))
    assert "IP uses e9" in reasons(aggregations=(Aggregation("aggr1", ("e9",)),))
    assert "VLAN 500 of aggr1" in reasons(vlans=(Vlan("aggr500001", "aggr1", 501),))
    assert "another kind" in reasons(vlans=(Vlan("aggr1", "e0", 501),))
    assert "allow_replace_addresses" in reasons(addresses=(Address("aggr500001/v4", "10.1.0.9/16"),))


def test_an_address_is_replaced_if_told():
    wanted = Network(addresses=(Address("aggr500001/v4", "10.1.0.9/16"),), allow_replace_addresses=True)
    todo = plan(NOW, wanted)
    assert [operation.disturbs_io for operation in todo.operations] == [True, False] and not todo.refusals
