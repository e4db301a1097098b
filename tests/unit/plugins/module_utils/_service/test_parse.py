# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What crm_mon of both releases and a CIB tell of a service."""

from __future__ import annotations

import pathlib

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import Unparsable
from ansible_collections.quorate.ha_storage.plugins.module_utils._service.model import Constraint, Failure, Member, Step
from ansible_collections.quorate.ha_storage.plugins.module_utils._service.parse import parse_cluster

FIXTURES = next(each for each in pathlib.Path(__file__).resolve().parents if each.name == "unit") / "fixtures/pacemaker"
CIB = """<cib><configuration>
<crm_config><cluster_property_set id="a"><nvpair id="b" name="have-watchdog" value="true"/></cluster_property_set>
</crm_config>
<constraints>
 <rsc_location id="san0-prefers-node1" rsc="san0" node="node1" score="50"/>
 <rsc_location id="quorate-switchover-san0" rsc="san0"><rule id="r" score="INFINITY"/></rsc_location>
 <rsc_order id="o" first="a" then="b"/>
</constraints></configuration>
<status><node_state id="1" uname="node1"><lrm id="1"><lrm_resources>
 <lrm_resource id="san0-drbd:0" class="ocf" provider="quorate" type="drbd">
  <lrm_rsc_op id="x" operation="demote" rc-code="0" exec-time="412" last-rc-change="1795369000"/>
  <lrm_rsc_op id="y" operation="monitor" rc-code="0" interval="11000" exec-time="90" last-rc-change="1795369001"/>
 </lrm_resource>
 <lrm_resource id="san0-ip" class="ocf" provider="quorate" type="address">
  <lrm_rsc_op id="z" operation="stop" rc-code="1" exec-time="20000" last-rc-change="1795369002"/>
 </lrm_resource></lrm_resources></lrm></node_state></status></cib>"""
MON = """<pacemaker-result><summary><current_dc present="true" with_quorum="false"/>
<cluster_options fencing-enabled="true" maintenance-mode="true"/></summary>
<nodes><node name="node1" online="true" standby="false" maintenance="false" pending="false" unclean="true"/>
<node name="node2" online="true" standby_onfail="true" maintenance="true" pending="true" unclean="false"/></nodes>
<resources><resource id="web:1" resource_agent="ocf:x:y" role="Started" active="true" blocked="true" managed="false"
 failed="true">
<node name="node1"/></resource></resources>
<failures>
<failure op_key="san0_a-drbd:0_monitor_11000" node="node2" exitstatus="error" exitreason="the reason" task="monitor"/>
<failure op_key="san0-ip_start_0" node="node1" exitstatus="not installed" exitreason="" task="start"/></failures>
</pacemaker-result>"""


def test_what_is_not_well():
    found = parse_cluster(MON, CIB)
    assert (found.quorum, found.fencing, found.watchdog, found.maintenance) == (False, True, True, True)
    assert found.members == (
        Member("node1", online=True, unclean=True),
        Member("node2", online=False, standby=True, maintenance=True),
    )
    web = found.instances[0]
    assert (web.resource, web.blocked, web.managed, web.failed) == ("web", True, False, True)
    assert found.failures == (
        Failure("san0_a-drbd", "node2", "monitor", "the reason"),
        Failure("san0-ip", "node1", "start", "not installed"),
    )


def test_constraints_and_the_last_steps_that_succeeded():
    found = parse_cluster(MON, CIB)
    assert found.constraints == (
        Constraint("san0-prefers-node1", "san0", "node1"),
        Constraint("quorate-switchover-san0", "san0", ""),
    )
    assert found.steps == (Step("san0-drbd", "node1", "demote", 0.412, 1795369000.0),)


@pytest.mark.parametrize("texts", [("", CIB), (MON, "no XML")])
def test_output_of_another_form_is_an_error(texts):
    with pytest.raises(Unparsable):
        parse_cluster(*texts)
