# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The node's files and tools: what there is to keep, and how it is put back."""

from __future__ import annotations

import os
import stat
import tempfile
import typing as t

from .._core.errors import HaStorageError, NotThereYet
from .._core.files import Files
from .._core.plan import Operation
from .._core.runner import Runner, run
from .._core.wait import wait_until
from .._drbd.node import Node
from .._pacemaker.model import Cluster
from .._pacemaker.plan import fence_devices
from .._pacemaker.system import PacemakerSystem
from .._pacemaker.tree import read_xml
from .archive import Damaged, pack, unpack
from .model import CIB, PARTS, VOLUME_GROUPS, Comparison, Entry, Kept, Services, Snapshot
from .parse import NAME, configuration_of, digest, is_kept, with_momentary
from .plan import Drop, Keep, Put
from .spec import FOLDER

_CIB_FILE = "/var/lib/pacemaker/cib/cib.xml"
_TARGETS = "/sys/kernel/config/target/iscsi"
# No file of configuration is larger.
_LARGEST = 8 << 20


class Archives:
    """The archives in a *folder* of the node."""

    def __init__(self, folder: str = FOLDER, files: Files | None = None) -> None:
        self.folder, self.files = folder, files or Files()

    def newest(self) -> str:
        """The path of the newest archive; empty where there is none."""
        return f"{self.folder}/{self.names()[-1]}" if self.names() else ""

    def names(self) -> list[str]:
        """The archives, oldest first."""
        return [name for name in self.files.names(self.folder) if NAME.fullmatch(name)]

    def load(self, name: str) -> dict[str, Entry]:
        """What the archive *name* holds. Raises HaStorageError where there is none, Damaged where it is not whole."""
        data = self.files.read_bytes(f"{self.folder}/{name}") if NAME.fullmatch(name) else None
        if data is None:
            known = ", ".join(self.names()) or "none"
            raise HaStorageError(f"there is no archive {name} in {self.folder}; there are: {known}")
        return unpack(data)

    def last(self) -> dict[str, Entry] | None:
        """What the newest whole archive holds."""
        for name in reversed(self.names()):
            try:
                return self.load(name)
            except Damaged:
                continue
        return None


class BackupSystem:
    """What is kept of a node's configuration."""

    def __init__(self, archives: Archives, *, runner: Runner = run) -> None:
        self.archives, self.files, self._run = archives, archives.files, runner
        self._present: Snapshot = {}

    def read(self) -> Kept:
        """The present configuration, and the archives."""
        last = self.archives.last()
        # A volume group that is not seen from here now, as when its service is at the other node, stays as it was.
        unseen = {path: entry for path, entry in (last or {}).items() if path.startswith(f"{VOLUME_GROUPS}/")}
        self._present = {**unseen, **self.present()}
        return Kept(self._present, tuple(self.archives.names()), last)

    def absent(self) -> Kept:
        """A node without any configuration."""
        return Kept({})

    def apply(self, operation: Operation) -> None:
        """Carries out a Keep or a Drop."""
        action = operation.action
        path = f"{self.archives.folder}/{action.name}"
        if isinstance(action, Drop):
            self.files.remove(path)
        elif isinstance(action, Keep):
            os.makedirs(self.files.path(self.archives.folder), mode=0o700, exist_ok=True)
            os.chmod(self.files.path(self.archives.folder), 0o700)
            self.files.write_atomic(path, pack(self._present, os.uname().nodename), 0o600)

    def present(self) -> dict[str, Entry]:
        """The configuration as it is now."""
        places = (place for part in PARTS.values() for place in part)
        found = {path: self._entry(path) for place in places for path in self._below(place)}
        return {**found, **self.cib(), **self._volume_groups()}

    def _below(self, place: str) -> t.Iterator[str]:
        """The regular files at or below *place*; no link is followed."""
        top = self.files.path(place)
        if os.path.isfile(top) and not os.path.islink(top):
            yield place
        for folder, _folders, names in os.walk(top):
            for name in names:
                real = os.path.join(folder, name)
                path = place + real[len(top) :]
                if is_kept(path) and stat.S_ISREG(os.lstat(real).st_mode) and os.lstat(real).st_size <= _LARGEST:
                    yield path

    def _entry(self, path: str) -> Entry:
        with open(self.files.path(path), "rb") as stream:
            found, content = os.fstat(stream.fileno()), stream.read()
        return Entry(found.st_mode & 0o7777, found.st_uid, found.st_gid, content, digest(path, content))

    def cib(self) -> dict[str, Entry]:
        """The cluster's configuration, from its file, which is there while the cluster is stopped, too."""
        text = self.files.read_text(_CIB_FILE)
        return {CIB: _made(CIB, configuration_of(text))} if text else {}

    def _volume_groups(self) -> dict[str, Entry]:
        if not os.path.exists(self.files.path("/sbin/vgs")):
            return {}
        names = self._run(["vgs", "--noheadings", "--options", "vg_name"], timeout=60).stdout.split()
        found = {}
        with tempfile.TemporaryDirectory() as folder:
            for name in names:
                path = os.path.join(folder, name)
                self._run(["vgcfgbackup", "--file", path, name], timeout=60)
                with open(path, "rb") as stream:
                    found[f"{VOLUME_GROUPS}/{name}"] = _made(f"{VOLUME_GROUPS}/{name}", stream.read())
        return found


class RestoreSystem:
    """An archive beside the present configuration."""

    def __init__(self, archives: Archives, archive: str, *, runner: Runner = run) -> None:
        self.archives, self.archive, self._run = archives, archive, runner
        self.files, self._backup = archives.files, BackupSystem(archives, runner=runner)
        self.last = Comparison({}, {})

    def read(self) -> Comparison:
        """Both, and what runs."""
        self.last = Comparison(self._backup.present(), self.archives.load(self.archive), self.services())
        return self.last

    def absent(self) -> Comparison:
        """A node without any configuration."""
        return Comparison({}, self.archives.load(self.archive))

    def apply(self, operation: Operation) -> None:
        """Puts one file or the CIB back."""
        put: Put = operation.action
        if put.path == CIB:
            archived = read_xml(put.entry.content.decode(), "the archive's CIB")
            PacemakerSystem(runner=self._run).replace(lambda present: with_momentary(archived, present))
            self._await_file(put.entry)
            return
        self.files.write_atomic(put.path, put.entry.content, put.entry.mode)
        os.chown(self.files.path(put.path), put.entry.owner, put.entry.group)

    def _await_file(self, wanted: Entry) -> None:
        """Pacemaker writes its file a moment after it has taken a change."""
        wait_until(
            lambda: self._backup.cib().get(CIB), lambda found: found == wanted, what="the CIB on disk", timeout=30
        )

    def services(self) -> Services:
        """What runs here."""
        try:
            cluster: Cluster | None = PacemakerSystem(runner=self._run).read()
        except NotThereYet:
            cluster = None
        active = frozenset(cluster.state.active) - fence_devices(cluster.configuration) if cluster else frozenset()
        constraints = cluster.configuration.first("constraints").children if cluster else ()
        return Services(
            corosync=self._active("corosync.service"),
            sbd=self._active("sbd.service"),
            resources=frozenset(Node(self.files, self._run).live()),
            targets=frozenset(name for name in self.files.names(_TARGETS) if name.startswith("iqn.")),
            cluster=cluster is not None,
            active=active,
            fenced=frozenset(each.id for each in constraints if each.id.startswith("drbd-fence-by-handler-")),
        )

    def _active(self, unit: str) -> bool:
        # 3 and 4: it does not run, there is none.
        return self._run(["systemctl", "is-active", unit], ok=(0, 3, 4)).stdout.strip() == "active"


def _made(path: str, content: bytes) -> Entry:
    return Entry(0o600, 0, 0, content, digest(path, content))
