# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""When waiting is over."""

from __future__ import annotations

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._iscsi.model import Portal, Record, Session
from ansible_collections.quorate.ha_storage.plugins.module_utils._iscsi.ready import (
    LOGIN_TIMEOUT,
    RETRIES,
    is_logged_in,
    is_scanned,
    login_seconds,
)

PORTAL = Portal("10.0.0.1")


@pytest.mark.parametrize(
    ("states", "answer"),
    [([], False), (["LOGGED_IN"], True), (["LOGGED_IN", "FAILED"], False), (["FREE"], False)],
)
def test_logged_in(states, answer):
    assert is_logged_in([Session(1, "iqn", PORTAL, state) for state in states]) is answer


@pytest.mark.parametrize(
    ("state", "scanned", "answer"), [("LOGGED_IN", True, True), ("LOGGED_IN", False, False), ("FAILED", True, False)]
)
def test_scanned(state, scanned, answer):
    assert is_scanned([Session(1, "iqn", PORTAL, state, scanned=scanned)]) is answer


def test_login_seconds():
    record = Record("iqn", PORTAL, settings={RETRIES: "2", LOGIN_TIMEOUT: "5"})
    assert login_seconds([]) == login_seconds([Record("iqn", PORTAL)]) == 120
    assert login_seconds([record]) == 10
    assert login_seconds([record, Record("iqn", PORTAL)]) == 120
