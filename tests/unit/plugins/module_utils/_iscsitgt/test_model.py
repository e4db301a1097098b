# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The model's values are what they are made of."""

from __future__ import annotations

from ansible_collections.quorate.ha_storage.plugins.module_utils._iscsitgt.model import Config, State, Target


def test_defaults_are_nothing():
    assert Config().targets == () and Config().portal_groups == {}
    assert Target("a").portal_groups == ()
    assert State(None, "").online is False
