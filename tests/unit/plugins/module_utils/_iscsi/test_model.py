# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""How the model shows itself."""

from __future__ import annotations

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._iscsi.model import Chap, Portal


@pytest.mark.parametrize(
    ("portal", "text"), [(Portal("10.0.0.1"), "10.0.0.1:3260"), (Portal("fd00::50", 3261), "[fd00::50]:3261")]
)
def test_a_portal_is_written_as_iscsiadm_takes_it(portal, text):
    assert str(portal) == text


def test_secrets_are_not_shown():
    assert "secret" not in repr(Chap("u1", "my-secret", "t0", "its-secret"))
