# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ansible_collections.quorate.ha_storage.plugins.module_utils._split_brain.arguments import INFO, RESOLVE


def test_both_name_the_resource_in_the_same_way():
    assert RESOLVE["name"] == INFO["name"]


def test_what_destroys_is_off():
    assert RESOLVE["discard_data_of_victim"]["default"] is False and RESOLVE["victim"]["required"]
