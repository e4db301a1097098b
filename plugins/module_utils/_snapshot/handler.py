# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""DRBD's handlers around a resync: a snapshot of the old data before, and none after.

``drbd-snapshot begin`` and ``drbd-snapshot end``, as DRBD calls them on the node that will be overwritten, once for
each volume; ``drbd-snapshot sweep`` removes what a crash has left. It ends with 0 whatever happens: DRBD drops the
connection when a handler before a resync fails, and a missing snapshot is no reason to stay without a second copy.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
import syslog
import typing as t

from .._core.errors import HaStorageError
from .._core.lock import exclusive
from .._core.streams import open_standard_streams
from .model import Nothing, Remove, Snapshot
from .plan import before, left_over, useless
from .system import Node

_LOCK = "/run/lock/quorate-snapshots"
# Seconds to wait for another handler; LVM's tools are given 25 s each.
_PATIENCE = 60.0


def begin(node: Node, minor: int, device: str) -> str:
    """What was done, or why nothing. Raises HaStorageError."""
    volumes = node.volumes()
    volume = node.below(device, volumes)
    full = useless([volume] if volume else [])
    for each in full:
        node.remove(each)
    if full:
        node.tell("snapshot-lost")
        volumes = node.volumes()
        volume = node.below(device, volumes)
    todo = before(node.replicas().get(minor), volume)
    if isinstance(todo, Nothing):
        if todo.failed:
            node.tell("snapshot-failed")
        return f"no snapshot: {todo.why}"
    node.make(todo)
    return f"made {todo.volume.vg}/{todo.volume.snapshot_name} ({todo.size >> 20} MiB)"


def end(node: Node, device: str) -> str:
    """What was done. Raises HaStorageError."""
    volume = node.below(device, node.volumes())
    return _removed(node, volume.snapshots if volume else ())


def sweep(node: Node) -> str:
    """What a crash had left has gone. Raises HaStorageError."""
    volumes = node.volumes()
    if not any(volume.snapshots for volume in volumes):
        return ""
    states = {}
    for minor, replica in node.replicas().items():
        volume = node.below(node.device_of(minor), volumes)
        if volume:
            states[volume.vg, volume.name] = replica
    return _removed(node, left_over(volumes, states))


def main(argv: t.Sequence[str] | None = None, environment: t.Mapping[str, str] | None = None) -> int:
    """0, whatever happened; the system log has it."""
    environment = os.environ if environment is None else environment
    open_standard_streams()
    parser = argparse.ArgumentParser(prog="drbd-snapshot", description="A snapshot of what a resync overwrites.")
    parser.add_argument("verb", choices=("begin", "end", "sweep"))
    verb = parser.parse_args((argv or sys.argv)[1:]).verb
    syslog.openlog("quorate-drbd-snapshot", syslog.LOG_PID, syslog.LOG_DAEMON)
    node = Node()
    try:
        with exclusive(_LOCK, what="the lock of another handler", timeout=_PATIENCE):
            said = _do(node, verb, environment)
        if said:
            syslog.syslog(syslog.LOG_NOTICE, f"{environment.get('DRBD_RESOURCE', verb)}: {said}")
    except (HaStorageError, OSError, ValueError) as error:
        syslog.syslog(syslog.LOG_WARNING, f"{environment.get('DRBD_RESOURCE', '')}: {verb} failed: {error}")
        if verb == "begin":
            with contextlib.suppress(HaStorageError, OSError):
                node.tell("snapshot-failed")
    return 0


def _do(node: Node, verb: str, environment: t.Mapping[str, str]) -> str:
    if verb == "sweep":
        return sweep(node)
    minor = int(environment.get("DRBD_MINOR", ""))
    device = environment.get("DRBD_LL_DISK") or node.device_of(minor)
    return begin(node, minor, device) if verb == "begin" else end(node, device)


def _removed(node: Node, snapshots: t.Sequence[Snapshot]) -> str:
    for each in snapshots:
        node.remove(Remove(each))
    return "removed " + ", ".join(f"{each.vg}/{each.name}" for each in snapshots) if snapshots else ""
