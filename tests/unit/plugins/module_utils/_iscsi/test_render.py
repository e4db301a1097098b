# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Records as files, and the model as plain data."""

from __future__ import annotations

import json
import pathlib

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._iscsi.model import (
    Chap,
    Initiator,
    Lun,
    Portal,
    Record,
    Session,
)
from ansible_collections.quorate.ha_storage.plugins.module_utils._iscsi.parse import parse_records
from ansible_collections.quorate.ha_storage.plugins.module_utils._iscsi.render import (
    chap_lines,
    initiator_data,
    is_setting,
    render_record,
    session_data,
    target_data,
)
from hypothesis import given, settings

from .worlds import chaps

FIXTURES = next(each for each in pathlib.Path(__file__).parents if each.name == "unit") / "fixtures" / "iscsi"
RECORD = (FIXTURES / "record-2.1.11.conf").read_text()
PORTAL = Portal("10.77.30.50")


@settings(max_examples=20, deadline=None)
@given(chaps)
def test_what_is_written_is_read_back_and_all_else_stays(chap):
    before, after = parse_records(RECORD)[0], parse_records(render_record(RECORD, chap_lines(chap)))[0]
    assert after.chap == chap
    assert (after.iqn, after.portal, after.settings) == (before.iqn, before.portal, before.settings)


def test_writing_the_same_again_changes_nothing():
    once = render_record(RECORD, chap_lines(Chap("u1", "secret-secret1")))
    assert render_record(once, chap_lines(Chap("u1", "secret-secret1"))) == once


def test_the_marks_stay_outside():
    lines = render_record(RECORD, chap_lines(Chap("u1", "secret-secret1"))).splitlines()
    assert lines[0].startswith("# BEGIN RECORD")
    assert lines[-1] == "# END RECORD"


def test_no_chap_leaves_no_secret_behind():
    text = render_record(RECORD, chap_lines(Chap()))
    assert "secret" not in text
    assert "authmethod = None" in text


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("node.startup", True),
        ("node.conn[0].timeo.login_timeout", True),
        ("node.name", False),
        ("node.conn[0].address", False),
        ("node.session.auth.password", False),
        ("iface.mtu", False),
    ],
)
def test_what_a_setting_is(name, answer):
    assert is_setting(name) is answer


def test_data_hold_no_secret_and_fit_the_module():
    record = Record("iqn.a", PORTAL, Chap("u1", "my-secret"), {"node.startup": "manual", "node.tpgt": "1"})
    session = Session(1, "iqn.a", PORTAL, chap=record.chap, luns=(Lun(0, "/dev/sda", 512, "s", "naa.6"),))
    data = initiator_data(Initiator("me", (record,), (session,)))
    assert "my-secret" not in json.dumps(data)
    assert data["targets"] == [
        {
            "iqn": "iqn.a",
            "portals": [{"ip": "10.77.30.50", "port": 3260}],
            "chap": {"user": "u1"},
            "settings": {"node.startup": "manual"},
            "state": "logged_in",
        }
    ]
    assert data["sessions"] == [session_data(session)]
    assert data["sessions"][0]["luns"][0]["serial"] == "s"
    assert target_data(record, ())["state"] == "present"


def test_only_the_target_that_was_asked_for():
    data = initiator_data(Initiator("me", (Record("iqn.a", PORTAL),), (Session(1, "iqn.b", PORTAL),)), "iqn.b")
    assert (data["targets"], [session["iqn"] for session in data["sessions"]]) == ([], ["iqn.b"])
