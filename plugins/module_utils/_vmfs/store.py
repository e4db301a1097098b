# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The kept versions, in folders ``HOST/STORE/STAMP``: each is there whole or not at all."""

from __future__ import annotations

import os
import shutil
import tempfile
import typing as t

from .._core.errors import HaStorageError, Unparsable
from .._core.files import LEFT_OVER, Files, sync_folder
from .manifest import STAMP, damage_of, read_manifest, write_manifest
from .model import MANIFEST, Version


class Store:
    """The versions in a *folder* of this host."""

    def __init__(self, folder: str, files: Files | None = None) -> None:
        self.folder, self.files = folder, files or Files()

    def versions(self) -> tuple[Version, ...]:
        """All with a manifest that can be read, by host and store, oldest first. Their bytes are not looked at."""
        found = []
        for host in self.files.names(self.folder):
            for store in self._folders(host):
                for stamp in self._folders(f"{host}/{store}"):
                    found += self._known(f"{host}/{store}/{stamp}") if STAMP.fullmatch(stamp) else []
        return tuple(found)

    def load(self, name: str) -> Version:
        """The version *name*. Raises HaStorageError where there is none, Unparsable for an unreadable manifest."""
        data = self.files.read_bytes(f"{self.folder}/{name}/{MANIFEST}")
        if data is None:
            known = ", ".join(version.name for version in self.versions()) or "none"
            raise HaStorageError(f"there is no version {name} in {self.folder}; there are: {known}")
        version = read_manifest(data)
        if version.name != name:
            raise Unparsable(f"{name}/{MANIFEST}", "name", f"it is of {version.name}")
        return version

    def content(self, version: Version) -> dict[str, bytes]:
        """The files of *version* that can be read."""
        data = {name: self.files.read_bytes(f"{self.folder}/{version.name}/{name}") for name in version.files}
        return {name: each for name, each in data.items() if each is not None}

    def damage(self, version: Version) -> str:
        """Why *version* is not whole; "" if it is."""
        return damage_of(version, self.content(version))

    def keep(self, version: Version, content: t.Mapping[str, bytes]) -> None:
        """*version* is there with *content*, and was read again. Raises HaStorageError."""
        above = self._path(f"{version.host}/{version.store}")
        os.makedirs(above, mode=0o700, exist_ok=True)
        os.chmod(self.files.path(self.folder), 0o700)
        _clean(above)
        unfinished = tempfile.mkdtemp(dir=above, prefix=LEFT_OVER)
        for name, data in {**content, MANIFEST: write_manifest(version)}.items():
            Files(unfinished).write_atomic(name, data, 0o600)
        os.rename(unfinished, os.path.join(above, version.stamp))
        sync_folder(above)
        damage = self.damage(self.load(version.name))
        if damage:
            raise HaStorageError(f"{version.name} was written, and yet {damage}")

    def drop(self, version: Version) -> None:
        """*version* is gone, at one moment for whoever looks."""
        above = self._path(f"{version.host}/{version.store}")
        os.rename(os.path.join(above, version.stamp), os.path.join(above, f"{LEFT_OVER}{version.stamp}"))
        _clean(above)

    def _folders(self, below: str) -> list[str]:
        names = self.files.names(f"{self.folder}/{below}") if os.path.isdir(self._path(below)) else []
        return [
            name for name in names if not name.startswith(LEFT_OVER) and os.path.isdir(self._path(f"{below}/{name}"))
        ]

    def _path(self, below: str) -> str:
        return self.files.path(f"{self.folder}/{below}")

    def _known(self, name: str) -> list[Version]:
        try:
            return [self.load(name)]
        except HaStorageError:
            return []


def _clean(folder: str) -> None:
    """What a run that was killed has left is gone."""
    for name in os.listdir(folder):
        if name.startswith(LEFT_OVER):
            shutil.rmtree(os.path.join(folder, name))
