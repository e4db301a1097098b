# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where runs for the same target keep each other out."""

from __future__ import annotations

import os

from ansible_collections.quorate.ha_storage.plugins.module_utils._zfs import locks as subject
from ansible_collections.quorate.ha_storage.plugins.module_utils._zfs.model import End, Wanted


def test_a_lock_for_each_target_and_one_for_those_that_look_alike():
    pairs = (("a/x", "b/x"), ("a/y", "b/y"), ("a/z", "b-y"))
    assert subject.lock_files("/run/lock", Wanted(pairs, target=End(("ssh", "dr")))) == [
        "/run/lock/quorate-zfs-dr-b-x",
        "/run/lock/quorate-zfs-dr-b-y",
    ]
    assert os.path.dirname(subject.lock_files(None, Wanted(pairs))[0]) in ("/run/lock", "/var/run")
