# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

from ansible_collections.quorate.ha_storage.plugins.module_utils._vmfs import layout


def test_what_is_kept_at_least_has_both_headers_and_the_heartbeats():
    heartbeats = layout.USUAL_DATA + layout.FS_HEADER + layout.MIB
    assert layout.LVM_HEADER < heartbeats + 2048 * 512 <= layout.LEAST_HEAD
