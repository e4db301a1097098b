# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A volume that is about to be overwritten by a resync, and its volume group."""

from __future__ import annotations

import dataclasses

TAG = "quorate-resync"
SUFFIX = "-before-resync"


@dataclasses.dataclass(frozen=True)
class Snapshot:
    """A snapshot of ours. *valid*: it has not become full."""

    vg: str
    name: str
    origin: str
    valid: bool


@dataclasses.dataclass(frozen=True)
class Volume:
    """The logical volume below DRBD, with what its group has free. Sizes in bytes.

    thin -- it lies in a pool, so that a snapshot takes no space of the group
    """

    vg: str
    name: str
    size: int
    free: int
    extent: int
    thin: bool = False
    snapshots: tuple[Snapshot, ...] = ()

    @property
    def snapshot_name(self) -> str:
        """What the snapshot from before a resync is called."""
        return f"{self.name}{SUFFIX}"


@dataclasses.dataclass(frozen=True)
class Make:
    """A snapshot of *volume*; *size* 0: a thin one."""

    volume: Volume
    size: int


@dataclasses.dataclass(frozen=True)
class Remove:
    """The *snapshot* goes."""

    snapshot: Snapshot


@dataclasses.dataclass(frozen=True)
class Nothing:
    """The resync goes on without a new snapshot; *failed*: somebody should know *why*."""

    why: str
    failed: bool = False
