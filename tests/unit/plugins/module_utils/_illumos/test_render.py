# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Commands as one would type them."""

from __future__ import annotations

from ansible_collections.quorate.ha_storage.plugins.module_utils._illumos import render
from ansible_collections.quorate.ha_storage.plugins.module_utils._illumos.model import (
    Address,
    Aggregation,
    Network,
    Vlan,
)


def test_commands():
    aggregation = Aggregation("aggr1", ("e0", "e1"), ("L2", "L3"))
    line = "dladm create-aggr -P L2,L3 -l e0 -l e1 aggr1"
    assert " ".join(render.create_aggregation(aggregation)) == line
    assert "-P" not in render.create_aggregation(Aggregation("aggr1", ("e0",)))
    assert (
        " ".join(render.create_vlan(Vlan("aggr500001", "aggr1", 500))) == "dladm create-vlan -l aggr1 -v 500 aggr500001"
    )
    address = Address("aggr500001/v4", "10.1.0.1/16")
    line = "ipadm create-addr -T static -a 10.1.0.1/16 aggr500001/v4"
    assert " ".join(render.create_address(address)) == line
    assert render.network_data(Network((aggregation,)))["aggregations"][0]["policy"] == ["L2", "L3"]
