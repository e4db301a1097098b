# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The store of a service's persistent reservations: a small file system in its volume group, mounted where it runs.

The kernel truncates the file of a LUN and writes it anew, without a sync. So the file system is mounted with the
option sync, and a node that dies between the two calls leaves an empty file; for that case a whole copy lies beside it.
"""

from __future__ import annotations

import os

from .._core import ocf
from .._core.errors import HaStorageError, Unparsable
from .._core.files import Files
from .._core.runner import run
from .._lio import reservation
from .._lio.model import Wanted

OPTIONS = "sync,noatime,nodev,nosuid,noexec"
MOUNT = 20.0
COPY = "last_"


class StoreDamaged(HaStorageError):
    """What a LUN had reserved cannot be read any more."""


def is_open(folder: str) -> bool:
    """Whether something is mounted on *folder*; asks no disk."""
    return folder in _mounted()


def open_for(wanted: Wanted, device: str) -> None:
    """The store is mounted, and what it has of the described LUNs is whole. Raises StoreDamaged."""
    folder = wanted.reservations
    if not is_open(folder):
        os.makedirs(folder, mode=0o700, exist_ok=True)
        run(["mount", "--types", "ext4", "--options", OPTIONS, device, folder], timeout=MOUNT)
    mend(wanted, Files(folder))


def close(folder: str, seconds: float) -> None:
    """Nothing is mounted on *folder*."""
    if is_open(folder):
        run(["umount", folder], timeout=seconds)


def mend(wanted: Wanted, files: Files) -> None:
    """Each file of a described LUN is whole, and there is none of others. Raises StoreDamaged."""
    known = {name for serial in _serials(wanted) for name in _names(serial)}
    for name in files.names("/"):
        if name.startswith((reservation.file_name(""), COPY)) and name not in known:
            files.remove(name)
    for serial in _serials(wanted):
        name, copy = _names(serial)
        text = files.read_text(name)
        if text is None:
            files.remove(copy)
        elif not _whole(text):
            files.write_atomic(name, _copy(files, copy, f"{wanted.reservations}/{name}"), 0o600)
            ocf.log(f"{name} was cut off; the copy of its last state is valid again")


def remember(wanted: Wanted, files: Files | None = None) -> None:
    """Each whole file has a copy."""
    files = files or Files(wanted.reservations)
    for serial in _serials(wanted):
        name, copy = _names(serial)
        text = files.read_text(name)
        if text is not None and _whole(text) and text != files.read_text(copy):
            files.write_atomic(copy, text, 0o600)


def _copy(files: Files, copy: str, path: str) -> str:
    text = files.read_text(copy)
    if text is None:
        raise StoreDamaged(f"{path} is cut off and has no copy; remove it to go on without the LUN's reservations")
    return text


def _serials(wanted: Wanted) -> list[str]:
    return [lun.serial for lun in wanted.config.target.luns] if wanted.config else []


def _names(serial: str) -> tuple[str, str]:
    name = reservation.file_name(serial)
    return name, COPY + name


def _whole(text: str) -> bool:
    try:
        reservation.registrations(text, "")
    except Unparsable:
        return False
    return True


def _mounted() -> set[str]:
    with open("/proc/self/mounts", encoding="utf-8") as stream:
        return {line.split(" ")[1] for line in stream}
