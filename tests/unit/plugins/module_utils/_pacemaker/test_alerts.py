# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Alerts in the CIB: ours come and go, what others added stays."""

from __future__ import annotations

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import InvalidInput
from ansible_collections.quorate.ha_storage.plugins.module_utils._pacemaker.alerts import alert_options, parse_alert
from ansible_collections.quorate.ha_storage.plugins.module_utils._pacemaker.merge import merged
from ansible_collections.quorate.ha_storage.plugins.module_utils._pacemaker.model import Alert, Cluster, Declaration
from ansible_collections.quorate.ha_storage.plugins.module_utils._pacemaker.plan import plan
from ansible_collections.quorate.ha_storage.plugins.module_utils._pacemaker.spec import read_declaration
from ansible_collections.quorate.ha_storage.plugins.module_utils._pacemaker.tree import Element, read_xml
from ansible_collections.quorate.ha_storage.plugins.module_utils._pacemaker.view import view

ALERT = Alert("a", "/usr/bin/tell", frozenset({"nodes", "fencing"}), {"x": "1"}, {"timeout": "5s"})
OURS = Declaration("me", alerts=(ALERT,))
EMPTY = Element("configuration")


def alerts(configuration):
    return {each.id: each for each in configuration.first("alerts").children}


def cluster(configuration):
    return Cluster(Element("cib", {}, (configuration,)))


def test_an_alert_is_read_as_it_was_written():
    assert parse_alert(alerts(merged(EMPTY, OURS))["a"]) == ALERT


def test_a_second_plan_is_empty_and_without_a_declaration_nothing_is_left():
    once = merged(EMPTY, OURS)
    assert merged(once, OURS) == once
    assert plan(cluster(EMPTY), OURS).operations[0].summary == "commit: create alert a"
    assert plan(cluster(once), Declaration("me")).operations[0].summary == "commit: remove alert a"
    assert merged(once, Declaration("me")).children == ()


def test_recipients_and_alerts_of_others_stay():
    text = """<configuration><alerts><alert id="a" path="/old"><recipient id="r" value="them"/></alert>
      <alert id="b" path="/theirs"/></alerts><tags><tag id="me-owned"><obj_ref id="a"/></tag></tags></configuration>"""
    before = read_xml(text, "test")
    after = merged(before, OURS)
    assert alerts(after)["a"].first("recipient").get("value") == "them"
    assert parse_alert(alerts(after)["a"]) == ALERT
    assert list(alerts(merged(after, Declaration("me")))) == ["b"]
    summary = plan(cluster(before), OURS).operations[0].summary
    assert summary == "commit: change alert a (attributes, meta, path, select)"


def test_one_of_others_under_the_same_id_is_refused_unless_it_is_adopted():
    before = read_xml('<configuration><alerts><alert id="a" path="/theirs"/></alerts></configuration>', "test")
    assert "was not made by the owner me" in str(plan(cluster(before), OURS).refusals[0])
    adopted = Declaration("me", alerts=(ALERT,), adopt=True)
    assert plan(cluster(before), adopted).refusals == ()


def test_what_a_view_shows_can_be_declared():
    shown = view(merged(EMPTY, OURS), Declaration("me"))["alerts"]
    assert shown == [alert_options(ALERT)] and shown[0]["select"] == ["nodes", "fencing"]
    assert read_declaration({"alerts": shown}).alerts == (ALERT,)


def test_wrong_input_is_named_all_at_once():
    wrong = {
        "resources": [{"id": "a", "agent": "ocf:pacemaker:Dummy"}],
        "alerts": [{"id": "a", "path": "tell", "meta": {"timeout": []}}],
    }
    with pytest.raises(InvalidInput) as caught:
        read_declaration(wrong)
    assert [each.path for each in caught.value.problems] == ["alerts[0].path", "alerts[0].meta.timeout", "alerts[0].id"]
