# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

import json

from ansible_collections.quorate.ha_storage.plugins.module_utils._zfs.progress import ProgressFile


def test_it_is_told_once_a_second_and_for_each_step_at_once(tmp_path):
    file, times = tmp_path / "progress", iter((10.0, 10.5, 11.0, 11.1))
    progress, seen = ProgressFile(str(file), clock=lambda: next(times)), []
    for step, count in (("send a", 1), ("send a", 2), ("send a", 3), ("send b", 4)):
        progress(step, count)
        seen.append(json.loads(file.read_text()))
    assert [each["bytes"] for each in seen] == [1, 1, 3, 4]
    assert seen[2] == {"step": "send a", "bytes": 3, "seconds": 1.0} and seen[3]["seconds"] == 0.0
    progress.remove()
    assert list(tmp_path.iterdir()) == []


def test_nobody_asked():
    progress = ProgressFile(None)
    progress("send a", 1)
    progress.remove()
