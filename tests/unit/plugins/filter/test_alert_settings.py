# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whom to tell: checked, and no secret in what is wrong."""

from __future__ import annotations

import pytest
from ansible.errors import AnsibleFilterError
from ansible_collections.quorate.ha_storage.plugins.filter.alert_settings import FilterModule

alert_settings = FilterModule().filters()["alert_settings"]
HOOK = {"webhook": {"url": "https://h.example.com/", "token": "hush-1234"}}


def test_nothing_stays_nothing():
    assert alert_settings({}, "san") == alert_settings(None, "san") == {}


def test_the_cluster_is_named():
    assert alert_settings(HOOK, "san") == {**HOOK, "cluster": "san"}


def test_every_problem_in_one_message_without_secrets():
    with pytest.raises(AnsibleFilterError) as caught:
        alert_settings({**HOOK, "level": "loud", "mail": {"password": "hush-1234"}}, "san")
    assert "has 5 problem(s):" in str(caught.value) and "hush" not in str(caught.value)
