# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import dataclasses

from ansible_collections.quorate.ha_storage.plugins.module_utils._drbd import model

from .worlds import VOLUME, blank, live


def test_a_volume_without_its_device_is_not_attached():
    assert live().attached(0) and live("Inconsistent").attached(0)
    assert not live("Diskless").attached(0) and not live().attached(1)


def test_a_device_belongs_to_the_resource_by_file_or_by_kernel():
    assert not blank().owns(VOLUME)
    assert blank(installed=(VOLUME,)).owns(VOLUME)
    assert blank(live=live()).owns(VOLUME)


def test_the_file_of_another_device_gives_no_ownership():
    moved = dataclasses.replace(VOLUME, disk="/dev/vg1/san0")
    assert not blank(installed=(moved,), live=live()).owns(VOLUME)
    assert not blank(installed=(VOLUME,)).owns(dataclasses.replace(VOLUME, number=1))


def test_a_disk_that_was_not_looked_at_is_none():
    assert blank().disk(0) == model.Disk("/dev/vg0/san0", size=1 << 30)
    assert blank().disk(1) is None
