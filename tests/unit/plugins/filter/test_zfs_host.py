# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a host needs to take part in replications."""

from __future__ import annotations

from ansible_collections.quorate.ha_storage.plugins.filter.zfs_host import zfs_host

ENDS = {"ss1": {"port": 2222}, "ss2": {"prefix": ["pfexec"]}}
ESX = {"name": "esx", "hosts": ["ss1", "ss2"], "datasets": ["sp1/a"], "schedule": "daily at 23:59"}
POOL = {"name": "sp1", "vdevs": [{"type": "stripe", "devices": ["/dev/a"]}]}


def test_both_sides_of_a_replication():
    one, two = (zfs_host([ESX], here, ENDS, [POOL]) for here in ("ss1", "ss2"))
    assert (one["copies"], two["copies"]) == ([], ["sp1/a"])
    assert (one["gate"]["prefix"], two["gate"]["prefix"]) == ([], ["pfexec"])
    (job,) = two["jobs"]
    assert job["schedule"] == {"calendar": "*-*-* 23:59:00", "minute": "59", "hour": "23"}
    assert (job["other"], job["host"], job["port"], job["first"]) == ("ss1", "ss1", 2222, False)
    assert job["locks"] == ["/var/lib/quorate/zfs/locks/quorate-zfs-ss1-sp1-a"]
    assert job["params"]["stall_timeout"] == 3600 and job["params"]["target"]["prefix"] == []
    assert [each["name"] for each in two["files"]] == ["esx", "gate"]
    assert one["pools"] == {"sp1": ["zpool", "create", "sp1", "/dev/a"]} and one["pool_problems"] == []


def test_pools_that_do_not_fit_are_not_made():
    wrong = zfs_host([], "ss1", ENDS, [POOL, POOL])
    assert wrong["pools"] == {} and len(wrong["pool_problems"]) == 2
