# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Parts do not overlap."""

from __future__ import annotations

import itertools

from ansible_collections.quorate.ha_storage.plugins.module_utils._backup.model import PARTS, Entry


def test_no_place_belongs_to_two_parts():
    places = [(part, place) for part, each in PARTS.items() for place in each]
    for (one, first), (other, second) in itertools.permutations(places, 2):
        assert not f"{first}/".startswith(f"{second}/"), (one, other)


def test_a_secret_is_in_no_message():
    assert "hush" not in repr(Entry(0o600, 0, 0, b"hush", "d"))
