# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What Pacemaker's tools print, of both major versions."""

from __future__ import annotations

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._pacemaker.model import (
    Action,
    Clone,
    Constraint,
    Group,
    Primitive,
)
from ansible_collections.quorate.ha_storage.plugins.module_utils._pacemaker.parse import (
    Forecast,
    parse_complaints,
    parse_constraint,
    parse_forecast,
    parse_resource,
    parse_state,
    resource_elements,
)
from ansible_collections.quorate.ha_storage.plugins.module_utils._pacemaker.tree import read_xml

VERSIONS = pytest.mark.parametrize("version", ["2.1.5", "3.0.0"])


@VERSIONS
def test_state_of_a_running_cluster(recorded, version):
    state = parse_state(recorded(f"crm_mon-{version}.xml"))
    assert state.dc and state.online == {"node1", "node2"}
    assert state.active == {
        "ipmi1": ("node2",),
        "san0-drbd": ("node1", "node2"),
        "san0-vg": ("node1",),
        "san0-target": ("node1",),
        "san0-ip": ("node1",),
    }


def test_a_node_that_is_still_joining_is_not_online():
    text = '<r><nodes><node name="a" online="true" pending="true"/><node name="b" online="false"/></nodes></r>'
    assert parse_state(text).online == frozenset() and not parse_state(text).dc


def test_instances_of_a_unique_clone_are_one_resource():
    one = '<resource id="d:{}" active="true"><node name="{}"/></resource>'
    text = "<r><resources><clone>" + one.format(0, "a") + one.format(1, "b") + "</clone></resources></r>"
    assert parse_state(text).active == {"d": ("a", "b")}


@VERSIONS
def test_forecast_of_a_lost_node(recorded, version):
    forecast = parse_forecast(recorded(f"crm_simulate-{version}.xml"))
    assert Forecast("fence", "node1", "") in forecast
    assert Forecast("move", "san0-ip", "node1 -> node2") in forecast
    assert "fence node1" in map(str, forecast)
    assert "move san0-ip on node1 -> node2" in map(str, forecast)


def test_blocked_actions_do_not_happen():
    text = '<r><actions><rsc_action action="start" resource="a" node="n" blocked="true"/></actions></r>'
    assert parse_forecast(text) == frozenset()


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("nofence-2.1.5", "Resource start-up disabled since no STONITH resources have been defined"),
        ("nofence-3.0.0", "Resource start-up disabled since no STONITH resources have been defined"),
        ("dup-2.1.5", "Operation san0-drbd-monitor-11s is duplicate of san0-drbd-monitor-9s (do not use same name and"),
        ("dup-3.0.0", "Operation san0-drbd-monitor-11s is duplicate of san0-drbd-monitor-9s (do not use same name and"),
        ("badref-2.1.5", "element rsc_colocation: validity error : IDREF attribute with-rsc references an unknown ID"),
        ("badref-3.0.0", "IDREF attribute with-rsc references an unknown ID"),
    ],
)
def test_complaints_are_told_once_and_without_the_verdict(recorded, name, expected):
    complaints = parse_complaints(recorded(f"crm_verify-{name}.txt"))
    assert complaints[0].startswith(expected)
    assert len(set(complaints)) == len(complaints)
    assert not [each for each in complaints if "found during check" in each or "Configuration invalid" in each]


def test_warnings_are_no_complaints():
    text = "(schedule_fencing) \twarning: Scheduling node a\ncrm_verify: Warnings found during check: config may not\n"
    assert parse_complaints(text) == []


def test_resources_of_the_cib(running):
    elements = resource_elements(running.configuration)
    assert parse_resource(elements["san0"]) == Group("san0", ("san0-vg", "san0-target", "san0-ip"))
    clone = parse_resource(elements["san0-drbd-clone"])
    assert isinstance(clone, Clone) and clone.resource == "san0-drbd" and clone.meta["promotable"] == "true"
    assert parse_resource(elements["san0-ip"]) == Primitive(
        "san0-ip",
        "ocf:heartbeat:IPaddr2",
        {"ip": "10.77.30.50", "cidr_netmask": "24"},
        {},
        (
            Action("start", "0s", {"timeout": "20s"}),
            Action("stop", "0s", {"timeout": "20s"}),
            Action("monitor", "10s", {"timeout": "20s"}),
        ),
    )


def test_sets_with_rules_and_references_are_not_values():
    text = """<primitive id="a" class="ocf" provider="p" type="t">
      <meta_attributes id="m1"><rule id="r"/><nvpair id="n1" name="x" value="1"/></meta_attributes>
      <meta_attributes id-ref="m9"/>
      <meta_attributes id="m2"><nvpair id="n2" name="x" value="2"/><nvpair id-ref="n9"/></meta_attributes>
      <meta_attributes id="m3"><nvpair id="n3" name="x" value="3"/></meta_attributes></primitive>"""
    assert parse_resource(read_xml(text, "test")).meta == {"x": "2"}


def test_constraints_with_rules_have_no_words_in_the_model(with_foreign):
    constraints = with_foreign.configuration.first("constraints").children
    found = {each.id: parse_constraint(each) for each in constraints}
    assert found["drbd-fence-by-handler-san0-san0-drbd-clone"] is None
    assert found["san0-prefers-node1"] == Constraint(
        "san0-prefers-node1", "location", {"rsc": "san0", "node": "node1", "score": "50"}
    )
