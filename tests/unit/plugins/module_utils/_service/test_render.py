# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The constraint of a switchover, judged by Pacemaker's own schema in the lab tests, here by its parts."""

from __future__ import annotations

import datetime
import xml.etree.ElementTree as xml

from ansible_collections.quorate.ha_storage.plugins.module_utils._service.render import preference, reference

END = datetime.datetime(2026, 11, 22, 18, 0, tzinfo=datetime.timezone.utc)


def test_the_preference_ends_by_itself():
    root = xml.fromstring(preference("quorate-switchover-san0", "san0", "node2", END))
    assert root.attrib == {"id": "quorate-switchover-san0", "rsc": "san0"}
    rule = root[0]
    assert (rule.get("score"), rule.get("boolean-op")) == ("INFINITY", "and")
    assert (rule[0].get("attribute"), rule[0].get("operation"), rule[0].get("value")) == ("#uname", "eq", "node2")
    assert (rule[1].tag, rule[1].get("operation")) == ("date_expression", "lt")
    assert rule[1].get("end") == "2026-11-22 18:00:00+00:00"
    ids = [each.get("id") for each in root.iter()]
    assert len(set(ids)) == len(ids)


def test_its_reference():
    assert xml.fromstring(reference("quorate-switchover-san0")).attrib == {"id": "quorate-switchover-san0"}
