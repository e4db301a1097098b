# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A move under way: the preference is set, waited for, and removed whatever happens."""

from __future__ import annotations

import re

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.converge import bring
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import CommandFailed, Refused
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.runner import Result
from ansible_collections.quorate.ha_storage.plugins.module_utils._pacemaker.errors import ClusterNotRunning
from ansible_collections.quorate.ha_storage.plugins.module_utils._service import system
from ansible_collections.quorate.ha_storage.plugins.module_utils._service.plan import plan

from .worlds import live, wanted

NODE = '<node name="{}" online="true" standby="false" maintenance="false" pending="false" unclean="false"/>'
INSTANCE = (
    '<resource id="{}" resource_agent="ocf:quorate:x" role="{}" active="true" blocked="false" managed="true" '
    'failed="false"><node name="{}"/></resource>'
)


class Cluster:
    """Follows a preference after *looks* looks, if it can."""

    def __init__(self, node="node1", looks=2):
        self.node, self.looks, self.constraint, self.down = node, looks, None, False
        self.asked: list[str] = []
        self.ends: list[str] = []

    def run(self, argv, timeout, ok=(0,)):
        if self.down:
            return Result(102, "", "")
        if argv[0] == "crm_mon":
            self.follow()
            return Result(0, self.mon(), "")
        assert argv[0] == "cibadmin", argv
        if argv[1] == "--query":
            return Result(0, self.cib(), "")
        assert argv[2:5] == ("--scope", "constraints", "--xml-text"), argv
        self.asked.append(argv[1])
        if argv[1] == "--delete":
            if self.constraint is None:
                raise CommandFailed(argv, 105, "", "No such device or address")
            self.constraint = None
        else:
            assert argv[1] == "--create" and self.constraint is None
            self.constraint = re.search('value="(node.)"', argv[5]).group(1)
            self.ends.append(re.search('end="([^"]*)"', argv[5]).group(1))
        return Result(0, "", "")

    def follow(self):
        if self.constraint and self.looks > 0:
            self.looks -= 1
            self.node = self.constraint if self.looks == 0 else self.node

    def mon(self):
        other = {"node1": "node2", "node2": "node1"}[self.node]
        own = INSTANCE.format("san0", "Started", self.node)
        clone = INSTANCE.format("san0-drbd", "Promoted", self.node) + INSTANCE.format("san0-drbd", "Unpromoted", other)
        return (
            '<r><summary><current_dc present="true" with_quorum="true"/><cluster_options stonith-enabled="true" '
            f'maintenance-mode="false"/></summary><nodes>{NODE.format("node1")}{NODE.format("node2")}</nodes>'
            f'<resources><clone id="san0-drbd-clone">{clone}</clone>{own}</resources></r>'
        )

    def cib(self):
        left = '<rsc_location id="quorate-switchover-san0" rsc="san0"/>' if self.constraint else ""
        step = f'<lrm_rsc_op operation="start" rc-code="0" exec-time="250" last-rc-change="{2**40}"/>'
        return (
            '<cib><configuration><crm_config><cluster_property_set id="a"><nvpair id="b" name="have-watchdog" '
            f'value="true"/></cluster_property_set></crm_config><constraints>{left}</constraints></configuration>'
            f'<status><node_state uname="{self.node}"><lrm_resource id="san0">{step}</lrm_resource></node_state>'
            "</status></cib>"
        )


class Node:
    """DRBD is well."""

    def live(self):
        return {"san0": live()}


def subject(cluster, monkeypatch, **others):
    monkeypatch.setattr(system, "INTERVAL", 0.0)
    return system.ServiceSystem(wanted(**others), runner=cluster.run, node=Node())


def switch(subject, check_mode=False):
    return bring(subject, subject.wanted, subject.plan, check_mode=check_mode)


def test_there_with_nothing_left(monkeypatch):
    cluster = Cluster()
    found = subject(cluster, monkeypatch, to="node2")
    switch(found)
    assert (cluster.node, cluster.constraint) == ("node2", None)
    assert cluster.asked == ["--delete", "--create", "--delete"]
    assert (found.previous_node, found.node_now()) == ("node1", "node2")
    assert [(each.resource, each.node, each.seconds) for each in found.steps()] == [("san0", "node2", 0.25)]
    assert cluster.ends[0].endswith("+00:00")


@pytest.mark.parametrize("here", ["node1", "node2"])
def test_to_the_other_node_is_not_there_and_back(monkeypatch, here):
    cluster = Cluster(here)
    switch(subject(cluster, monkeypatch))
    assert cluster.node != here and cluster.asked.count("--create") == 1


def test_a_second_run_does_nothing(monkeypatch):
    cluster = Cluster("node2")
    found = subject(cluster, monkeypatch, to="node2")
    assert switch(found).plan.operations == () and cluster.asked == [] and found.steps() == []


def test_check_mode_only_looks(monkeypatch):
    cluster = Cluster()
    assert len(switch(subject(cluster, monkeypatch), check_mode=True).plan.operations) == 1
    assert cluster.asked == []


def test_what_does_not_arrive_leaves_no_preference(monkeypatch):
    cluster = Cluster(looks=0)
    with pytest.raises(system.NotMoved, match=r"san0 on node2: not within .*It is on node1 now; no action has failed"):
        switch(subject(cluster, monkeypatch, timeout=0.01))
    assert cluster.constraint is None


def test_an_interrupted_run_is_repeated_or_undone(monkeypatch):
    for to in ("node1", "node2"):
        cluster = Cluster(looks=0)
        cluster.constraint = "node2"
        cluster.looks = 2
        found = subject(cluster, monkeypatch, to=to)
        cluster.looks = 0 if to == "node1" else 2
        switch(found)
        assert (cluster.node, cluster.constraint) == (to, None)


def test_a_refusal_comes_before_any_change(monkeypatch):
    cluster = Cluster()
    with pytest.raises(Refused, match="no node node9"):
        switch(subject(cluster, monkeypatch, to="node9"))
    assert cluster.asked == []


def test_a_cluster_that_is_down(monkeypatch):
    cluster = Cluster()
    cluster.down = True
    with pytest.raises(ClusterNotRunning):
        switch(subject(cluster, monkeypatch))
    assert "the cluster has no controller" in str(
        plan(subject(cluster, monkeypatch).absent(), wanted(to="node2")).refusals[0]
    )


def test_a_constraint_that_cannot_be_removed_is_an_error(monkeypatch):
    cluster = Cluster()
    found = subject(cluster, monkeypatch)

    def refuse(argv, timeout, ok=(0,)):
        raise CommandFailed(argv, 4, "", "permission denied")

    found.run = refuse
    with pytest.raises(CommandFailed):
        found._remove("x")
