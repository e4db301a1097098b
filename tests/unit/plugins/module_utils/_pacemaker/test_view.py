# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Clusters in plain data."""

from __future__ import annotations

from ansible_collections.quorate.ha_storage.plugins.module_utils._pacemaker.model import ABSENT, Declaration
from ansible_collections.quorate.ha_storage.plugins.module_utils._pacemaker.render import HIDDEN
from ansible_collections.quorate.ha_storage.plugins.module_utils._pacemaker.spec import read_declaration
from ansible_collections.quorate.ha_storage.plugins.module_utils._pacemaker.tree import write_xml
from ansible_collections.quorate.ha_storage.plugins.module_utils._pacemaker.view import cluster_view, foreign_view, view


def test_what_is_ours_comes_in_the_shape_that_the_module_accepts(running, declared):
    data = view(running.configuration, Declaration("quorate"))
    again = read_declaration(data)
    assert again.properties == declared.properties and again.resource_defaults == declared.resource_defaults
    hidden = {each.id: each for each in again.resources}.pop("ipmi1")
    assert hidden.attributes["password"] == HIDDEN
    assert {each.id: each for each in again.resources if each.id != "ipmi1"} == {
        each.id: each for each in declared.resources if each.id != "ipmi1"
    }
    assert [each.id for each in again.constraints] == sorted(each.id for each in declared.constraints)


def test_nothing_secret_is_in_a_view(running):
    assert "not-a-real-password" in write_xml(running.root)
    assert "not-a-real-password" not in str(cluster_view(running, "quorate"))
    assert "not-a-real-password" not in str(cluster_view(running, "somebody"))


def test_a_running_cluster(with_foreign):
    data = cluster_view(with_foreign, "quorate")
    assert data["running"] and data["dc"] and data["online"] == ["node1", "node2"]
    assert data["active"]["san0-ip"] == ["node1"]
    assert data["foreign_resources"] == []
    assert [each["kind"] for each in data["foreign_constraints"]] == ["rsc_location", "rsc_location"]


def test_another_owner_sees_the_same_as_foreign(running):
    data = cluster_view(running, "other")
    assert data["resources"] == [] and data["properties"] == {}
    assert "san0-vg" in [each["id"] for each in data["foreign_resources"]]
    assert data["all_properties"]["stonith-enabled"] == "true"


def test_foreign_constraints_are_shown_as_xml(with_foreign, declared):
    first = foreign_view(with_foreign.configuration, declared)[0]
    assert first["id"] == "cli-prefer-san0" and first["xml"].startswith('<rsc_location id="cli-prefer-san0" rsc="san0"')


def test_an_absent_cluster():
    data = cluster_view(ABSENT, "quorate")
    assert not data["running"] and data["resources"] == [] and data["online"] == []
