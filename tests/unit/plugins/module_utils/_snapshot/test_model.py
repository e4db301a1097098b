# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a snapshot is called."""

from __future__ import annotations

from ansible_collections.quorate.ha_storage.plugins.module_utils._snapshot.model import Volume


def test_a_snapshot_is_named_after_its_volume():
    assert Volume("vg0", "san0", 1, 1, 1).snapshot_name == "san0-before-resync"
