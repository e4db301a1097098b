# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a host says about DRBD: its tools, files and backing devices, read only. ``system.py`` changes them."""

from __future__ import annotations

import os
import socket

from .._core.errors import CommandFailed, HaStorageError, InvalidInput, NotThereYet, Problem
from .._core.files import Files
from .._core.runner import Runner, run
from . import model
from .events import parse_events
from .parse import parse_adjust, parse_metadata, parse_signature

FOLDER = "/etc/drbd.d"
FORMATS = {model.DIALECT_8: "v08", model.DIALECT_9: "v09"}
# drbdmeta takes anything but zeros there for data; lvcreate clears the first 4 KiB only.
BEGINNING = 68 << 10
_IN_USE = 20


class KernelModuleMissing(NotThereYet):
    """There is no kernel module drbd for the running kernel."""

    def __init__(self) -> None:
        super().__init__("there is no kernel module drbd for the running kernel")


class Node:
    """What this host says about DRBD; reads only."""

    def __init__(self, files: Files | None = None, runner: Runner = run) -> None:
        self.files = files or Files()
        self.run = runner

    def module_loaded(self) -> bool:
        """Whether the kernel module is there."""
        return os.path.isdir(self.files.path("/sys/module/drbd"))

    def dialect(self) -> str:
        """The dialect of the loaded module, or of the one that would be loaded. Raises KernelModuleMissing."""
        version = self.files.read_text("/sys/module/drbd/version")
        if version is None:
            found = self.run(["modinfo", "-F", "version", "drbd"], ok=(0, 1), timeout=20)
            version = found.stdout
        if not version.strip():
            raise KernelModuleMissing()
        return model.DIALECT_8 if version.startswith("8.") else model.DIALECT_9

    def live(self) -> dict[str, model.Live]:
        """The resources in the kernel, by name."""
        if not self.module_loaded():
            return {}
        return parse_events(self.run(["drbdsetup", "events2", "--now", "--statistics", "all"], timeout=20).stdout)

    def unusable(self, resource: model.Resource) -> tuple[str, ...]:
        """The programs of the fencing handlers that could not be run; handlers without a path are not looked at."""
        words = [value.split() for name, value in resource.handlers if name in ("fence-peer", "unfence-peer")]
        programs = dict.fromkeys(word[0] for word in words if word and word[0].startswith("/"))
        return tuple(path for path in programs if not self._is_program(path))

    def _is_program(self, path: str) -> bool:
        return bool((self.files.mode(path) or 0) & 0o100 and self.files.read_bytes(path))

    def resource_names(self) -> list[str]:
        """The names for which there is a ``.res`` file."""
        return [name[:-4] for name in self.files.names(FOLDER) if name.endswith(".res")]

    def text(self, name: str) -> str | None:
        """The installed file of a resource."""
        return self.files.read_text(f"{FOLDER}/{name}.res")

    def configuration(self, name: str, candidate: str) -> str:
        """All that drbdadm would read if *candidate* were the file of *name*; it finds clashes between resources."""
        others = [self.text(other) or "" for other in self.resource_names() if other != name]
        return "\n".join([self.files.read_text(f"{FOLDER}/global_common.conf") or "", *others, candidate])

    def validate(self, configuration: str) -> None:
        """Raises InvalidInput with what drbdadm says against *configuration*, read from stdin for its secrets."""
        try:
            self.run(["drbdadm", "-c", "-", "sh-nop"], stdin=configuration, timeout=20)
        except CommandFailed as failed:
            lines = [line for line in failed.stderr.splitlines() if line.strip() and "__DRBD_NODE__" not in line]
            raise InvalidInput([Problem("drbdadm", " ".join(" ".join(lines).split()))]) from failed

    def pending(self, name: str, configuration: str) -> tuple[str, ...]:
        """The kernel operations that would make *configuration* live; the secret in the output stays here."""
        argv = ["drbdadm", "-c", "-", "-d", "adjust", name]
        try:
            return parse_adjust(self.run(argv, stdin=configuration, timeout=30).stdout)
        except CommandFailed as failed:
            raise HaStorageError(
                f"drbdadm -d adjust {name} failed with return code {failed.rc}", rc=failed.rc
            ) from None

    def size(self, path: str) -> int | None:
        """The size of a device in bytes, None where it does not exist."""
        try:
            descriptor = os.open(self.files.path(path), os.O_RDONLY)
        except FileNotFoundError:
            return None
        try:
            return os.lseek(descriptor, 0, os.SEEK_END)
        finally:
            os.close(descriptor)

    def disk(self, path: str, dialect: str, node_id: int = 0) -> model.Disk:
        """What a backing device that is not attached carries. *dialect* is looked for first."""
        size = self.size(path)
        if size is None:
            return model.Disk(path, exists=False)
        for known in sorted(FORMATS, key=lambda each: each != dialect):
            found = self._get_gi(path, known, node_id)
            if found == _IN_USE:
                return model.Disk(path, busy=True, size=size)
            if isinstance(found, model.Metadata):
                return model.Disk(path, size=size, signature=self._signature(path), metadata=found)
        return model.Disk(path, size=size, signature=self._signature(path))

    def _get_gi(self, path: str, dialect: str, node_id: int) -> int | model.Metadata:
        """The metadata of *dialect* on a device, or drbdmeta's return code."""
        node = ["--node-id", str(node_id)] if dialect == model.DIALECT_9 else []
        # "-" instead of a minor: whatever is attached holds the device open, which is enough to keep away.
        argv = ["drbdmeta", *node, "-", FORMATS[dialect], path, "internal", "get-gi"]
        result = self.run(argv, ok=(0, 1, _IN_USE), timeout=30)
        return result.rc or parse_metadata(result.stdout, dialect)

    def _signature(self, path: str) -> str:
        result = self.run(["blkid", "-p", "-o", "export", path], ok=(0, 2, 8), timeout=30)
        if result.rc == 8:
            return "several signatures"
        with open(self.files.path(path), "rb") as device:
            unknown = "unknown data at its beginning" if any(device.read(BEGINNING)) else ""
        return parse_signature(result.stdout) or unknown

    def attached_is_fresh(self, name: str, dialect: str) -> bool:
        """Whether the attached metadata of *name* was just created."""
        result = self.run(["drbdadm", "get-gi", name], ok=range(256), timeout=20)
        return result.rc == 0 and parse_metadata(result.stdout, dialect).fresh

    @staticmethod
    def has_address(address: str) -> bool:
        """Whether this host has *address*."""
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        with socket.socket(family, socket.SOCK_DGRAM) as probe:
            try:
                probe.bind((address, 0))
            except OSError:
                return False
        return True
