# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Debian packages in a folder: a repository of apt's flat form, with a list for ``sha256sum --check``."""

from __future__ import annotations

import dataclasses
import typing as t

INDEX, RELEASE, SUMS = "Packages", "Release", "SHA256SUMS"
# What may lie in a folder of ours; anything else there is somebody else's, and stays.
ENDING = ".deb"


@dataclasses.dataclass(frozen=True)
class Package:
    """One package file; *stanza* is what the index says of it, without the name of the file."""

    name: str
    version: str
    architecture: str
    size: int
    sha256: str
    stanza: str

    @property
    def file(self) -> str:
        """The name of its file, as apt-get download gives it: an epoch's colon is no character for every medium."""
        return f"{self.name}_{self.version.replace(':', '%3a')}_{self.architecture}{ENDING}"

    @property
    def request(self) -> str:
        """What asks apt for exactly this one."""
        return f"{self.name}={self.version}" if self.architecture == "all" else f"{self._at}={self.version}"

    @property
    def _at(self) -> str:
        return f"{self.name}:{self.architecture}"


@dataclasses.dataclass(frozen=True)
class Release:
    """What hosts packages are for: ``debian``, ``13``, ``amd64``; empty words where a host does not say."""

    distribution: str = ""
    version: str = ""
    architecture: str = ""

    def __str__(self) -> str:
        return " ".join(word for word in (self.distribution, self.version, self.architecture) if word) or "nothing"


@dataclasses.dataclass(frozen=True)
class Folder:
    """A folder as it is.

    digests -- SHA-256 by name of each file that may be ours
    packages, release -- what its index and its release file say
    sums -- what its list of sums says, by name
    free -- bytes that the file system has left for it
    """

    path: str
    digests: t.Mapping[str, str] = dataclasses.field(default_factory=dict)
    packages: tuple[Package, ...] = ()
    release: Release | None = None
    sums: t.Mapping[str, str] = dataclasses.field(default_factory=dict)
    free: int = 0

    def has(self, package: Package) -> bool:
        """Whether the file of *package* is here, and whole."""
        return self.digests.get(package.file) == package.sha256


@dataclasses.dataclass(frozen=True)
class Wanted:
    """What a folder is to hold besides what it holds; ``release`` None: nothing at all.

    remove_old_versions -- other versions of these packages go
    remove_others -- every other package goes
    """

    release: Release | None
    packages: tuple[Package, ...] = ()
    remove_old_versions: bool = False
    remove_others: bool = False


@dataclasses.dataclass(frozen=True)
class Foreseen:
    """What apt would do: packages with versions that come, names that go, and what it complains of."""

    comes: tuple[tuple[str, str, str], ...] = ()
    goes: tuple[str, ...] = ()
    complaints: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True)
class Host:
    """A host before packages: what it is, its source file, and what apt would do with the folder as the only source."""

    release: Release
    source: str | None = None
    foreseen: Foreseen = Foreseen()


@dataclasses.dataclass(frozen=True)
class Source:
    """The folder as the wanted source of packages; *text* None: no source."""

    release: Release
    text: str | None
