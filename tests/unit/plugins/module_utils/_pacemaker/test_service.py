# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A site -> what the cluster runs."""

from __future__ import annotations

import copy

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._pacemaker.model import (
    Clone,
    Constraint,
    FencingLevel,
    Primitive,
)
from ansible_collections.quorate.ha_storage.plugins.module_utils._pacemaker.service import cib_options
from ansible_collections.quorate.ha_storage.plugins.module_utils._pacemaker.spec import read_declaration
from ansible_collections.quorate.ha_storage.plugins.module_utils._site.render import render_site
from ansible_collections.quorate.ha_storage.plugins.module_utils._site.spec import read_site


@pytest.fixture
def declared(site):
    """What the site declares."""
    return read_declaration(cib_options(site))


def named(declared):
    return {each.id: each for each in (*declared.resources, *declared.constraints)}


def test_drbd_is_a_promotable_clone_with_one_monitor_for_each_role(declared):
    drbd, clone = named(declared)["san0-drbd"], named(declared)["san0-drbd-clone"]
    assert drbd.agent == "ocf:quorate:drbd"
    assert drbd.attributes == {"drbd_resource": "san0", "unfence_if_all_uptodate": "true"}
    monitors = {action.options["role"]: action.interval for action in drbd.actions if action.name == "monitor"}
    assert monitors == {"Promoted": "9s", "Unpromoted": "11s"}
    timeouts = {action.name: action.options["timeout"] for action in drbd.actions if action.name != "monitor"}
    assert timeouts == {"start": "240s", "promote": "120s", "demote": "90s", "stop": "100s"}
    assert isinstance(clone, Clone) and clone.resource == "san0-drbd"
    assert clone.meta["promotable"] == clone.meta["interleave"] == "true" and clone.meta["notify"] == "false"
    assert clone.meta["clone-max"] == "2" and clone.meta["promoted-max"] == "1"


def test_the_service_is_one_resource_with_all_that_its_agent_needs(declared):
    service = named(declared)["san0"]
    assert (service.agent, {action.name for action in service.actions}) == (
        "ocf:quorate:service",
        {"start", "stop", "monitor"},
    )
    assert service.attributes == {
        "config": "/etc/quorate/targets/san0.json",
        "iqn": "iqn.2026-11.com.example:san0",
        "vg": "vg_san0",
        "device": "/dev/drbd0",
        "reservations": "/run/quorate/reservations/san0",
        "store": "/dev/vg_san0/quorate_reservations",
        "addresses": "10.77.30.50/24",
        "peers": "node1 node2",
    }


def test_the_service_follows_the_promoted_drbd_and_prefers_a_node(declared):
    ours = named(declared)
    together = {"rsc": "san0", "with-rsc": "san0-drbd-clone", "with-rsc-role": "Promoted", "score": "INFINITY"}
    order = {
        "first": "san0-drbd-clone",
        "first-action": "promote",
        "then": "san0",
        "then-action": "start",
        "kind": "Mandatory",
    }
    assert ours["san0-with-promoted"] == Constraint("san0-with-promoted", "colocation", together)
    assert ours["san0-after-promote"] == Constraint("san0-after-promote", "order", order)
    assert ours["san0-prefers-node1"].values == {"rsc": "san0", "node": "node1", "score": "50"}
    assert int(declared.resource_defaults["resource-stickiness"]) > 50


def test_further_portals_are_further_addresses(site):
    site = copy.deepcopy(site)
    site["services"][0]["target"]["portals"] += [
        {"ip": "2001:db8::1", "port": 3260, "prefix": None, "nic": "eth3"},
        # The same address on another port.
        {"ip": "10.77.30.50", "port": 3261, "prefix": 24, "nic": None},
    ]
    ours = named(read_declaration(cib_options(site)))
    assert ours["san0"].attributes["addresses"] == "10.77.30.50/24 2001:db8::1@eth3"


UNTHROTTLED = {"load-threshold": "0%"}


@pytest.mark.parametrize(
    ("fencing", "expected"),
    [
        ({"method": "sbd", "uses_sbd": True}, {"stonith-enabled": "true", "stonith-watchdog-timeout": "10s"}),
        ({"method": "agents", "uses_sbd": False}, {"stonith-enabled": "true"}),
        (
            {"method": "agents", "uses_sbd": False, "delay": 5},
            {"stonith-enabled": "true", "priority-fencing-delay": "5s"},
        ),
        ({"method": "none", "uses_sbd": False}, {"stonith-enabled": "false"}),
    ],
)
def test_properties_follow_the_way_of_fencing(site, fencing, expected):
    site = copy.deepcopy(site)
    site["cluster"]["fencing"].update(fencing)
    assert read_declaration(cib_options(site)).properties == {
        "no-quorum-policy": "stop",
        **UNTHROTTLED,
        **expected,
    }


def test_services_have_a_priority_only_where_fencing_asks_for_it(site):
    assert named(read_declaration(cib_options(site)))["san0"].meta == {}
    site = copy.deepcopy(site)
    site["cluster"]["fencing"]["delay"] = 5
    assert named(read_declaration(cib_options(site)))["san0"].meta == {"priority": "1"}


def test_a_node_is_fenced_by_its_device_and_then_by_its_watchdog(declared):
    assert declared.fencing_levels == (
        FencingLevel("node1", 1, ("ipmi1",)),
        FencingLevel("node1", 2, ("watchdog",)),
    )


def test_devices_that_the_method_does_not_use_are_not_made(site):
    site = copy.deepcopy(site)
    site["cluster"]["fencing"].update(uses_devices=False, levels=[])
    assert "ipmi1" not in named(read_declaration(cib_options(site)))


def test_a_fence_device_hides_its_password_and_avoids_its_target(declared):
    device = named(declared)["ipmi1"]
    assert isinstance(device, Primitive) and device.agent == "stonith:fence_ipmilan"
    assert device.attributes["pcmk_host_list"] == "node1" and device.secrets == {"password"}
    assert named(declared)["ipmi1-avoids-node1"].values["score"] == "-INFINITY"


def test_a_device_for_all_nodes_may_run_anywhere(site):
    site = copy.deepcopy(site)
    site["cluster"]["fencing"]["devices"][0]["targets"] = ["node1", "node2"]
    ours = named(read_declaration(cib_options(site)))
    assert ours["ipmi1"].attributes["pcmk_host_list"] == "node1 node2" and "ipmi1-avoids-node1" not in ours


def test_the_site_filter_gives_all_that_is_needed():
    nodes = [
        {"name": f"node{n}", "links": [f"10.77.10.1{n}", f"10.77.20.1{n}"], "replication": f"10.77.20.1{n}"}
        for n in (1, 2)
    ]
    cluster = {"name": "lab", "nodes": nodes, "arbiter": {"name": "arbiter", "address": "10.77.10.13"}}
    service = {
        "name": "san0",
        "preferred_node": "node1",
        "backing": {"vg": "vg0", "size": "100%FREE"},
        "drbd": {"minor": 0, "port": 7788, "protocol": "C", "secret": "not-a-real-secret"},
        "target": {"iqn": "iqn.2026-11.com.example:san0", "portals": [{"ip": "10.77.30.50", "prefix": 24}]},
        "initiators": [{"iqn": "iqn.2026-11.com.example:esx1"}],
        "luns": [{"name": "lun0", "size": "1g"}],
    }
    options = cib_options(render_site(read_site([service], cluster, [])))
    assert options["nodes"] == ["node1", "node2"]
    assert named(read_declaration(options))["san0"].attributes["addresses"] == "10.77.30.50/24"
