# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
from __future__ import annotations

from ansible_collections.quorate.ha_storage.plugins.module_utils._status.copies import copies, zfs_problems

from . import sample


def test_both_kinds_have_one_shape():
    array, zfs = copies(sample.arrays(), sample.zfs(), 7200)
    assert set(array) == set(zfs)
    assert (array["source"], array["target"], array["words"], array["lag_seconds"]) == (
        "hp3par1",
        "hp3par2",
        "Periodic, Started",
        140,
    )
    assert (zfs["source"], zfs["target"], zfs["words"], zfs["lag_seconds"], zfs["most_seconds"]) == (
        "ss1",
        "ss2",
        "1 data set",
        2700,
        7200,
    )


def test_what_nobody_knows():
    arrays, zfs = sample.arrays(), sample.zfs()
    for side in arrays["groups"][0]["sides"]:
        side.update(role="", status="")
    arrays["groups"][0].update(mode="", lag_seconds=None)
    zfs["replications"][0].update(primary=None, copies=[])
    array, copy = copies(arrays, zfs, 7200)
    assert (array["source"], array["ends"], array["words"], array["lag_seconds"]) == (
        "",
        ["hp3par1", "hp3par2"],
        "silent",
        None,
    )
    assert (copy["source"], copy["lag_seconds"], copy["words"]) == ("", None, "0 data sets")
    assert copies({}, {}, 7200) == []


def test_conflicts_end_with_their_way_out():
    zfs = sample.zfs()
    zfs["replications"][0].update(
        verdict="warn", problems=["lun0: in_use: it is held (remove the hold)", "ss2 does not answer"]
    )
    first, second = zfs_problems(zfs)
    assert first == {
        "verdict": "warn",
        "where": "ZFS esx",
        "text": "lun0: in_use: it is held",
        "way_out": "remove the hold",
    }
    assert second["text"] == "ss2 does not answer" and "zfs_status" in second["way_out"]
