# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Errors of a login say what to do."""

from __future__ import annotations

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._iscsi.failures import login_failed
from ansible_collections.quorate.ha_storage.plugins.module_utils._iscsi.model import Portal


@pytest.mark.parametrize(
    ("rc", "words"),
    [
        (24, "CHAP users or secrets differ, or it has no ACL for iqn.me"),
        (8, "no login within 120 s; check the address"),
        (20, "start iscsid.service"),
        (99, "return code 99"),
    ],
)
def test_the_reason_and_the_way_out(rc, words):
    error = login_failed(rc, "iqn.san0", Portal("10.0.0.1"), "iqn.me", 120)
    assert str(error).startswith("cannot log in to iqn.san0 at 10.0.0.1:3260: ")
    assert words in str(error)
    assert error.details == {"rc": rc, "iqn": "iqn.san0", "portal": "10.0.0.1:3260"}
