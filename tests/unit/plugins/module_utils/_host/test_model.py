# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

from ansible_collections.quorate.ha_storage.plugins.module_utils._host.model import Filesystem, State

ROOT = Filesystem("/dev/vg1/root", "/a", "ext4")


def test_a_file_system_is_mounted_where_it_belongs_under_any_of_its_names():
    real = {"/dev/vg1/root": "/dev/dm-7"}
    assert State(mounts={"/a": "/dev/dm-7"}, real=real).mounted(ROOT)
    for mounts in ({}, {"/b": "/dev/dm-7"}, {"/a": "/dev/dm-8"}):
        assert not State(mounts=mounts, real=real).mounted(ROOT)
