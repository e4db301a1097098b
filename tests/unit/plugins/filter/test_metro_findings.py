# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The filter ``metro_findings``, and the example of two sites."""

from __future__ import annotations

import pathlib

import pytest
import yaml
from ansible.errors import AnsibleFilterError
from ansible_collections.quorate.ha_storage.plugins.filter.metro_findings import FilterModule, metro_findings
from ansible_collections.quorate.ha_storage.plugins.filter.site import site
from ansible_collections.quorate.ha_storage.plugins.module_utils._metro.spec import read_limits

METRO = pathlib.Path(__file__).parents[4] / "inventories/metro"


def variables():
    """The variables of the example, without the secrets' values."""
    found = {}
    for path in sorted((METRO / "group_vars/all").glob("*.yml")):
        found.update(yaml.safe_load(path.read_text(encoding="utf-8").replace("{{ vault_", "x").replace(" }}", "")))
    return found


def test_the_example_is_accepted_and_both_sites_serve():
    values = variables()
    found = site(values["ha_storage_services"], values["ha_storage_cluster"], values["ha_storage_volume_groups"])
    assert [service["preferred_node"] for service in found["services"]] == ["node1", "node2"]
    assert read_limits(values["ha_storage_metro"]).round_trip_ms == 5


def test_the_hosts_are_those_of_the_cluster():
    groups = yaml.safe_load((METRO / "hosts.yml").read_text(encoding="utf-8"))["all"]["children"]
    cluster = variables()["ha_storage_cluster"]
    assert list(groups["ha_nodes"]["hosts"]) == [node["name"] for node in cluster["nodes"]]
    assert list(groups["arbiters"]["hosts"]) == [cluster["arbiter"]["name"]]


def test_wrong_limits_are_told_all_at_once():
    with pytest.raises(AnsibleFilterError, match=r"2 problem\(s\)") as caught:
        metro_findings({}, {}, [0, 1], {"distance": 4, "clock_seconds": "x"})
    assert "ha_storage_metro.distance" in str(caught.value)


def test_a_site_without_nodes_that_answered_has_nothing_to_say():
    empty = {"cluster": {"nodes": [], "arbiter": None}, "services": []}
    assert FilterModule().filters()["metro_findings"](empty, {}, ["1", "2"]) == {"problems": [], "warnings": []}
