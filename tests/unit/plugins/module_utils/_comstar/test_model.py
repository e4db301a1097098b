# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Small answers of the model."""

from __future__ import annotations

from ansible_collections.quorate.ha_storage.plugins.module_utils._comstar.model import Group, Unit, named


def test_a_unit_of_which_only_views_are_known_is_not_registered():
    assert Unit("0" * 32).registered
    assert not Unit("0" * 32, "unregistered").registered


def test_names_are_compared_with_their_letter_case():
    groups = (Group("GW1"), Group("gw1", ("a",)))
    assert named(groups, "gw1") == groups[1]
    assert named(groups, "Gw1") is None
