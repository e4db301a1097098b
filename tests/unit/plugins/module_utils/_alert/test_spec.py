# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Descriptions of sinks."""

from __future__ import annotations

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._alert.model import Mail, Settings, Snmp, Webhook
from ansible_collections.quorate.ha_storage.plugins.module_utils._alert.spec import (
    OID,
    problems,
    read_settings,
    settings_file,
)
from ansible_collections.quorate.ha_storage.plugins.module_utils._core.errors import InvalidInput

MAIL = {"relay": "mail.example.com", "from": "san@example.com", "to": "ops@example.com"}


def test_nothing_is_told_to_nobody():
    assert read_settings({}, "lab") == Settings("lab") and settings_file({}, "lab") == {}
    assert settings_file({"level": "critical"}, "lab") == {}


def test_defaults_are_filled_in():
    read = read_settings({"mail": MAIL, "snmp": {"manager": "m", "community": "c"}, "webhook": {"url": "http://h/x"}})
    assert read.sinks == {
        "mail": Mail("mail.example.com", 25, "none", "san@example.com", ("ops@example.com",)),
        "snmp": Snmp("m", 162, "2c", OID, community="c"),
        "webhook": Webhook("http://h/x"),
    }
    assert read_settings({"mail": {**MAIL, "tls": "starttls"}}).sinks["mail"].port == 587


def test_the_nodes_file_has_the_same_shape():
    given = {"level": "warning", "repeat": 60, "mail": MAIL}
    data = settings_file(given, "lab")
    assert read_settings(data) == read_settings(given, "lab") and data["cluster"] == "lab"


def test_all_problems_at_once_and_no_secret():
    wrong = {
        "colour": "red",
        "level": "loud",
        "repeat": 1,
        "mail": {"relay": "a b", "to": ["nobody"], "port": 0.5, "user": "u", "password": "hush-1234"},
        "snmp": {"manager": "m", "version": 3, "privacy_password": "hush 1234", "oid": "1.3"},
        "webhook": {"url": "ftp://h", "token": "hush 1234"},
    }
    found = [str(each) for each in problems(wrong)]
    assert [each.split(":")[0] for each in found] == [
        "colour",
        "level",
        "repeat",
        "mail.from",
        "mail.port",
        "mail.relay",
        "mail.to",
        "mail.tls",
        "snmp.oid",
        "snmp.user",
        "snmp.privacy_password",
        "snmp.privacy_password",
        "webhook.url",
        "webhook.token",
    ]
    assert "hush" not in "".join(found)
    with pytest.raises(InvalidInput):
        read_settings(wrong)


@pytest.mark.parametrize(
    "given, path",
    [
        ([], ""),
        ({"mail": "x"}, "mail"),
        ({"mail": {**MAIL, "user": "u"}}, "mail"),
        ({"mail": {**MAIL, "tls": "yes"}}, "mail.tls"),
        ({"snmp": {"manager": "m"}}, "snmp.community"),
        ({"snmp": {"manager": "m", "community": 'a"b'}}, "snmp.community"),
        ({"snmp": {"manager": "-m", "community": "c"}}, "snmp.manager"),
        ({"snmp": {"manager": "m", "community": "c", "version": 1}}, "snmp.version"),
        ({"webhook": {"url": "https://me:hush@h/"}}, "webhook.url"),
    ],
)
def test_one_problem(given, path):
    assert [each.path for each in problems(given)] == [path]


@pytest.mark.parametrize("url", ["https://h.example.com:8443/a?b=c", "http://[fd00::1]/", "http://192.0.2.1"])
def test_urls(url):
    assert list(problems({"webhook": {"url": url}})) == []
