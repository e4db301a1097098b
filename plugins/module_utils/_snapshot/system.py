# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The volumes of the node, asked and changed by LVM's tools."""

from __future__ import annotations

import os
import typing as t

from .._core.files import Files
from .._core.runner import Runner, run
from .._drbd.proc import Replica, parse_replicas
from . import render
from .model import Make, Remove, Volume
from .parse import FIELDS, parse_volumes

# Longer than the limit that LVM's tools are given themselves.
_LIMIT = 25.0


class Node:
    """Replicas and volumes."""

    def __init__(self, files: Files | None = None, runner: Runner = run) -> None:
        self.files, self._run = files or Files(), runner

    def replicas(self) -> dict[int, Replica]:
        """By minor, of the devices that are configured."""
        found = parse_replicas(self.files.read_text("/proc/drbd") or "")
        return {minor: replica for minor, replica in found.items() if replica.role}

    def volumes(self) -> list[Volume]:
        """All logical volumes but our snapshots."""
        argv = ["lvs", "--reportformat", "json", "--units", "b", "--nosuffix", "--options", FIELDS]
        return parse_volumes(self._run(argv, timeout=_LIMIT).stdout)

    def below(self, device: str, volumes: t.Iterable[Volume]) -> Volume | None:
        """The one of *volumes* that the path *device* is."""
        real = os.path.realpath(self.files.path(device))
        paths = ((os.path.realpath(self.files.path(f"/dev/{each.vg}/{each.name}")), each) for each in volumes)
        return next((each for path, each in paths if path == real), None)

    def make(self, make: Make) -> None:
        """The snapshot is there. Raises HaStorageError."""
        self._run(render.making(make), timeout=_LIMIT)

    def remove(self, remove: Remove) -> None:
        """The snapshot is gone. Raises HaStorageError."""
        self._run(render.removing(remove), timeout=_LIMIT)

    def device_of(self, minor: int) -> str:
        """The device below a DRBD minor, by DRBD's configuration."""
        return self._run(["drbdadm", "sh-ll-dev", f"minor-{minor}"], timeout=10).stdout.strip()

    def tell(self, word: str) -> None:
        """The alerts are told."""
        self._run(["/usr/lib/quorate/alert", word], timeout=10)
