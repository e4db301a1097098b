# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Command lines."""

from __future__ import annotations

from ansible_collections.quorate.ha_storage.plugins.module_utils._snapshot.model import Make, Remove, Snapshot, Volume
from ansible_collections.quorate.ha_storage.plugins.module_utils._snapshot.render import making, removing

VOLUME = Volume("vg0", "san0", 1, 1, 1)


def test_making():
    line = " ".join(making(Make(VOLUME, 4096)))
    assert line == (
        "timeout --signal=TERM 20 lvcreate --yes --quiet --snapshot --size 4096b --name san0-before-resync"
        " --addtag quorate-resync vg0/san0"
    )
    assert "--size" not in making(Make(VOLUME, 0))


def test_nothing_but_a_snapshot_of_ours_is_removed():
    argv = removing(Remove(Snapshot("vg0", "san0-before-resync", "san0", True)))
    assert argv[-3:] == ["--select", "lv_tags=quorate-resync", "vg0/san0-before-resync"]
