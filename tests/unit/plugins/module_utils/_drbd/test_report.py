# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ansible_collections.quorate.ha_storage.plugins.module_utils._drbd import model
from ansible_collections.quorate.ha_storage.plugins.module_utils._drbd.report import (
    disk_values,
    live_values,
    resource_values,
)
from ansible_collections.quorate.ha_storage.plugins.module_utils._drbd.spec import desired_from, resource_for

from .worlds import desired, live, params


def test_a_resource_comes_in_the_shape_the_module_takes():
    for dialect in ("8.4", "9"):
        resource = resource_for(desired(max_peers=3), dialect)
        values = resource_values(resource)
        again = desired_from(params(**values, secret="top secret"))
        assert resource_for(again, dialect) == resource


def test_the_secret_is_left_out():
    assert "top secret" not in str(resource_values(resource_for(desired(), "8.4")))


def test_the_state_is_plain_data():
    values = live_values(live())
    assert values["percent"] == 100.0 and values["peers"][0]["volumes"][0]["replication"] == "Established"
    assert live_values(None) is None


def test_a_disk_is_plain_data():
    assert disk_values(model.Disk("/dev/d", metadata=model.Metadata("9", True)))["metadata"] == {
        "dialect": "9",
        "fresh": True,
    }
