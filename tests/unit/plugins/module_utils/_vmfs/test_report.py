# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

from ansible_collections.quorate.ha_storage.plugins.module_utils._vmfs.report import device_data, version_data

from .images import SIZE, UUID_TEXT
from .test_manifest import DEVICE, VERSION


def test_plain_data():
    found = version_data(VERSION, "gone")
    assert (found["name"], found["damage"], found["volume"]["label"]) == (VERSION.name, "gone", "store1")
    seen = device_data(DEVICE)
    assert (seen["size"], seen["problem"], seen["volumes"][0]["identity"]) == (SIZE, "", UUID_TEXT)
