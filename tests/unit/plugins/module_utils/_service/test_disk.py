# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import os
import time

import pytest
from ansible_collections.quorate.ha_storage.plugins.module_utils._core import ocf
from ansible_collections.quorate.ha_storage.plugins.module_utils._service import disk


def test_a_disk_that_can_be_read(tmp_path):
    device = tmp_path / "device"
    device.write_bytes(bytes(2 * disk.BLOCK))
    disk.check(str(device), 20)


def test_a_disk_that_fails(tmp_path):
    with pytest.raises(ocf.Failure, match="/device does not answer: a read failed"):
        disk.check(str(tmp_path / "device"), 20)


def test_a_disk_that_hangs(tmp_path):
    """A pipe that nobody writes to."""
    device = tmp_path / "device"
    os.mkfifo(device)
    begun = time.monotonic()
    with pytest.raises(ocf.Failure, match="a read did not end within 0.2 s"):
        disk.check(str(device), 0.2)
    assert time.monotonic() - begun < 10
