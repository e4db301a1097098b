# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Devices: their headers read, and, only for a restore, written."""

from __future__ import annotations

import dataclasses
import errno
import os
import stat

from .._core.errors import HaStorageError, Unparsable
from .._core.plan import Operation
from .manifest import digest
from .model import Comparison, Device, Restore, State, Version, Wanted
from .parse import parse_table, parse_volume
from .plan import Drop, Keep, by_stamp
from .store import Store


class BackupSystem:
    """The headers of devices and what is kept of them."""

    def __init__(self, store: Store, wanted: Wanted) -> None:
        self.store, self.wanted = store, wanted
        self.first: State | None = None

    def read(self) -> State:
        """Both. A device that cannot be read is one with a problem. The last version of each volume is read as well."""
        versions = self.store.versions()
        last = {(each.host, each.identity): each for each in by_stamp(versions)}
        looked = (
            dataclasses.replace(each, damage=self.store.damage(each)) if each in last.values() else each
            for each in versions
        )
        state = State(tuple(look(path) for path in self.wanted.devices), tuple(looked))
        self.first = self.first or state
        return state

    def absent(self) -> State:
        """A host without any."""
        return State(())

    def apply(self, operation: Operation) -> None:
        """Carries out a Keep or a Drop. Raises HaStorageError."""
        action = operation.action
        if isinstance(action, Drop):
            self.store.drop(action.version)
        elif isinstance(action, Keep):
            self._keep(action.version)

    def _keep(self, version: Version) -> None:
        content = {}
        with Opened(version.device) as device:
            for name, region in version.files.items():
                content[name] = device.read(region.offset, region.size)
        if version.facts not in [volume.facts() for volume in look(version.device).volumes]:
            raise HaStorageError(f"{version.device}: its header changed while it was read; run again")
        files = {
            name: dataclasses.replace(region, size=len(content[name]), sha256=digest(content[name]))
            for name, region in version.files.items()
        }
        self.store.keep(dataclasses.replace(version, files=files), content)


class RestoreSystem:
    """A version beside a device."""

    def __init__(self, store: Store, wanted: Restore) -> None:
        self.store, self.wanted = store, wanted

    def read(self) -> Comparison:
        """Both, the version with whatever is wrong with it."""
        version = self.store.load(self.wanted.version)
        version = dataclasses.replace(version, damage=self.store.damage(version))
        found = look(self.wanted.device)
        if not found.size:
            raise HaStorageError(f"{self.wanted.device}: {found.problem}")
        with Opened(self.wanted.device) as device:
            differing = tuple(
                name
                for name, region in version.files.items()
                if digest(device.read(region.offset, region.size)) != region.sha256
            )
        return Comparison(found, version, differing, user_of(self.wanted.device))

    def absent(self) -> Comparison:
        """Never asked for: no tool is needed."""
        return self.read()

    def apply(self, operation: Operation) -> None:
        """One part is written and on disk. Raises HaStorageError."""
        version = self.store.load(self.wanted.version)
        data = self.store.content(version)[operation.action.part]
        with Opened(self.wanted.device, writing=True) as device:
            device.write(version.files[operation.action.part].offset, data)


class Opened:
    """A device, open for reading alone or for writing as well. Raises HaStorageError."""

    def __init__(self, path: str, writing: bool = False) -> None:
        self.path = path
        try:
            self.descriptor = os.open(path, (os.O_RDWR if writing else os.O_RDONLY) | os.O_CLOEXEC)
        except OSError as error:
            raise HaStorageError(f"{path} cannot be opened: {error.strerror}") from error

    def __enter__(self) -> Opened:
        return self

    def __exit__(self, *_error: object) -> None:
        os.close(self.descriptor)

    def size(self) -> int:
        """Bytes."""
        return os.lseek(self.descriptor, 0, os.SEEK_END)

    def read(self, offset: int, size: int) -> bytes:
        """The bytes there, fewer at the end."""
        parts: list[bytes] = []
        while size > 0:
            part = os.pread(self.descriptor, size, offset)
            if not part:
                break
            parts.append(part)
            offset, size = offset + len(part), size - len(part)
        return b"".join(parts)

    def write(self, offset: int, data: bytes) -> None:
        """The bytes are there, also after a power cut."""
        view = memoryview(data)
        while view:
            done = os.pwrite(self.descriptor, view, offset)
            offset, view = offset + done, view[done:]
        os.fsync(self.descriptor)


def look(path: str) -> Device:
    """The device *path* with the volumes on it, or with the problem why none can be told."""
    try:
        with Opened(path) as device:
            size = device.size()
            try:
                table = parse_table(device.read, size)
                volumes = tuple(parse_volume(device.read, each) for each in table.partitions)
            except Unparsable as error:
                return Device(path, size, problem=str(error))
    except (HaStorageError, OSError) as error:
        return Device(path, 0, problem=str(error))
    problem = "" if volumes else "it has no partition with VMFS"
    return Device(path, size, table, volumes, problem)


def user_of(path: str) -> str:
    """Who has a block device for himself (a mount, LVM, a target); "" for nobody, and for what is no block device."""
    if not stat.S_ISBLK(os.stat(path).st_mode):
        return ""
    try:
        os.close(os.open(path, os.O_RDONLY | os.O_EXCL))
    except OSError as error:
        if error.errno == errno.EBUSY:
            return "the kernel says that it is busy"
        raise
    return ""
