# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Folders of packages, the host's sources, and downloads."""

from __future__ import annotations

import hashlib
import os
import tarfile
import typing as t

from .._core.errors import HaStorageError, ToolMissing
from .._core.files import LEFT_OVER, Files
from .._core.plan import Operation
from .._core.runner import Runner, run
from .apt import Apt
from .model import ENDING, INDEX, RELEASE, SUMS, Folder, Foreseen, Host, Package, Release
from .parse import parse_host, parse_index, parse_release, parse_sums
from .plan import PutSource, Remove, Take, Write
from .render import render_index, render_release, render_source, render_sums
from .spec import FOLDER, RUN, SOURCE

_BLOCK = 1 << 20


class FolderSystem:
    """The folder *path*; packages come out of a tar *archive*."""

    def __init__(self, path: str, archive: str | None = None, files: Files | None = None) -> None:
        self.path, self.archive, self.files = path.rstrip("/"), archive, files or Files()

    def read(self) -> Folder:
        """The folder as it is. Raises Unparsable where its lists are not lists."""
        names = self.files.names(self.path)
        ours = [name for name in names if name in (INDEX, RELEASE, SUMS) or name.endswith(ENDING)]
        return Folder(
            self.path,
            {name: self._digest(name) for name in ours},
            parse_index(self._text(INDEX), f"{self.path}/{INDEX}"),
            parse_release(self._text(RELEASE)),
            parse_sums(self._text(SUMS)),
            self._free(),
        )

    def absent(self) -> Folder:
        """No folder."""
        return Folder(self.path)

    def apply(self, operation: Operation) -> None:
        """Carries out a Take, a Write or a Remove. Raises HaStorageError where the archive does not have it."""
        action = operation.action
        if isinstance(action, Take):
            self._take(action.packages)
        elif isinstance(action, Write):
            index = render_index(action.packages)
            self._write(INDEX, index)
            self._write(RELEASE, render_release(action.release, index))
            self._write(SUMS, render_sums(action.release, action.packages))
        elif isinstance(action, Remove):
            for name in (*action.files, *self._left_over()):
                self.files.remove(f"{self.path}/{name}")
            if not self.files.names(self.path):
                os.rmdir(self.files.path(self.path))

    def _take(self, packages: t.Sequence[Package]) -> None:
        os.makedirs(self.files.path(self.path), exist_ok=True)
        for name in self._left_over():
            self.files.remove(f"{self.path}/{name}")
        if not self.archive:
            raise HaStorageError(f"{len(packages)} packages are missing in {self.path}, and no archive was given")
        try:
            with tarfile.open(self.files.path(self.archive)) as archive:
                for package in packages:
                    self._unpack(archive, package)
        except (tarfile.TarError, EOFError, KeyError, OSError) as error:
            raise HaStorageError(f"cannot read {self.archive}: {error}") from error

    def _unpack(self, archive: tarfile.TarFile, package: Package) -> None:
        stream = archive.extractfile(package.file)
        content = stream.read() if stream else b""
        if hashlib.sha256(content).hexdigest() != package.sha256:
            raise HaStorageError(f"{package.file} in {self.archive} is not what the index says")
        self._write(package.file, content)

    def _write(self, name: str, content: str | bytes) -> None:
        self.files.write_atomic(f"{self.path}/{name}", content)

    def _left_over(self) -> list[str]:
        return [name for name in self.files.names(self.path) if name.startswith(LEFT_OVER)]

    def _text(self, name: str) -> str:
        return self.files.read_text(f"{self.path}/{name}") or ""

    def _digest(self, name: str) -> str:
        found = hashlib.sha256()
        with open(self.files.path(f"{self.path}/{name}"), "rb") as stream:
            for block in iter(lambda: stream.read(_BLOCK), b""):
                found.update(block)
        return found.hexdigest()

    def _free(self) -> int:
        place = os.path.abspath(self.files.path(self.path))
        while not os.path.isdir(place):
            place = os.path.dirname(place)
        found = os.statvfs(place)
        return found.f_bavail * found.f_frsize


def read_host(files: Files, runner: Runner = run) -> Release:
    """What this host is; without dpkg it has no architecture."""
    try:
        architecture = runner(["dpkg", "--print-architecture"], timeout=30).stdout
    except ToolMissing:
        architecture = ""
    return parse_host(files.read_text("/etc/os-release") or "", architecture)


class SourceSystem:
    """A host whose apt is to install *names* from the *folder*, for which there is the *index*."""

    def __init__(
        self,
        index: tuple[Package, ...],
        release: Release,
        names: t.Sequence[str],
        *,
        folder: str = FOLDER,
        files: Files | None = None,
        runner: Runner = run,
    ) -> None:
        self.index, self.release, self.names, self.folder = index, release, names, folder
        self.files, self._run = files or Files(), runner
        source = self.files.path(f"{RUN}/folder.sources")
        settings = {"Dir::Etc::SourceList": source, "Dir::Etc::SourceParts": "/dev/null"}
        self.apt = Apt(RUN, settings, files=self.files, runner=runner)
        self._foreseen: Foreseen | None = None

    def read(self) -> Host:
        """The host, with what apt would do: asked once, for that is what the host was before anything was done."""
        release = read_host(self.files, self._run)
        if self._foreseen is None:
            self._foreseen = self._foresee() if release == self.release else Foreseen()
        return Host(release, self.files.read_text(SOURCE), self._foreseen)

    def absent(self) -> Host:
        """A host without sources."""
        return Host(self.release)

    def apply(self, operation: Operation) -> None:
        """Carries out a PutSource; without a source there are no settings for it either."""
        action: PutSource = operation.action
        if action.text is None:
            self.apt.forget()
            self.files.remove(SOURCE)
        else:
            self.files.write_atomic(SOURCE, action.text)

    def settings(self) -> str:
        """The path of the settings by which apt takes packages from the folder alone, for APT_CONFIG."""
        text = render_index(self.index)
        there = self.files.read_text(f"{self.folder}/{INDEX}") == text
        self._look_at(self.folder if there else RUN, text)
        return self.apt.config

    def installs(self) -> list[str]:
        """What comes with the names, or is updated for them."""
        return [f"{name} {version}" for name, version, _architecture in (self._foreseen or Foreseen()).comes]

    def _foresee(self) -> Foreseen:
        """Packages need not be here for that: the index alone decides."""
        if not self.names:
            return Foreseen()
        self._look_at(RUN, render_index(self.index))
        return self.apt.simulate(self.names)

    def _look_at(self, folder: str, index: str) -> None:
        self.apt.forget()
        self.files.write_atomic(f"{RUN}/{INDEX}", index)
        self.files.write_atomic(f"{RUN}/{RELEASE}", render_release(self.release, index))
        self.files.write_atomic(f"{RUN}/folder.sources", render_source(self.files.path(folder)))
        self.apt.update()


class DownloadSystem:
    """A folder for downloads by apt with this host's sources, for hosts on which nothing is installed yet."""

    def __init__(
        self, folder: str, names: t.Sequence[str], recommends: bool, *, files: Files | None = None, runner: Runner = run
    ) -> None:
        self.files, self.names, self.recommends, self._run = files or Files(), names, recommends, runner
        self.folder = FolderSystem(f"{folder}/packages", files=self.files)
        state, status = (self.files.path(f"{folder}/apt/{name}") for name in ("state", "status"))
        settings = {"Dir::State": state, "Dir::State::status": status}
        self.apt = Apt(f"{folder}/apt", settings, files=self.files, runner=runner)
        self.archive = f"{folder}/packages.tar"

    def ask(self) -> tuple[Package, ...]:
        """Every package that *names* need. Raises HaStorageError with all that apt complains of."""
        os.makedirs(self.files.path(f"{self.apt.top}/state"), exist_ok=True)
        self.files.write_atomic(f"{self.apt.top}/status", "")
        self.apt.update()
        foreseen = self.apt.simulate(self.names, recommends=self.recommends)
        if foreseen.complaints:
            raise HaStorageError("apt cannot get all packages here: " + "; ".join(foreseen.complaints))
        return self.apt.show([_request(*each) for each in foreseen.comes])

    def read(self) -> Folder:
        """What has been downloaded."""
        return self.folder.read()

    def absent(self) -> Folder:
        """Nothing."""
        return self.folder.absent()

    def apply(self, operation: Operation) -> None:
        """Carries out a Take. Raises CommandFailed."""
        take: Take = operation.action
        self.apt.download(take.packages, self.folder.path)

    def pack(self, packages: t.Sequence[Package]) -> str:
        """The path of an archive with the downloaded *packages*; empty where there are none."""
        if not packages:
            return ""
        with tarfile.open(self.files.path(self.archive), "w") as archive:
            for package in packages:
                archive.add(self.files.path(f"{self.folder.path}/{package.file}"), package.file)
        return self.archive


def _request(name: str, version: str, architecture: str) -> str:
    return Package(name, version, architecture, 0, "", "").request
