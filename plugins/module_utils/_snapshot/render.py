# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Command lines of LVM."""

from __future__ import annotations

from .model import TAG, Make, Remove

# LVM must not be killed while it has a device suspended: the volume would hang. It heeds TERM when it can.
_BOUNDED = ("timeout", "--signal=TERM", "20")


def making(make: Make) -> list[str]:
    """The argv that makes the snapshot. It never starts by itself without its origin."""
    volume = make.volume
    size = ["--size", f"{make.size}b"] if make.size else []
    names = ["--name", volume.snapshot_name, "--addtag", TAG, f"{volume.vg}/{volume.name}"]
    return [*_BOUNDED, "lvcreate", "--yes", "--quiet", "--snapshot", *size, *names]


def removing(remove: Remove) -> list[str]:
    """The argv that removes a snapshot, and nothing but one of ours."""
    snapshot = remove.snapshot
    return [*_BOUNDED, "lvremove", "--yes", "--quiet", "--select", f"lv_tags={TAG}", f"{snapshot.vg}/{snapshot.name}"]
