# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (c) 2026 quorate.ha_storage contributors
"""Packages of any Debian suite, without touching the host's apt: private sources, lists and cache."""

import os
from pathlib import Path
from typing import Dict, List

from lab.lib.errors import LabError
from lab.lib.proc import run
from lab.lib.sources import Source, parse_deb822, parse_one_line

KEYRING = Path("/usr/share/keyrings/debian-archive-keyring.gpg")


def host_sources(root: Path = Path("/etc/apt")) -> List[Source]:
    """Every enabled source of the host."""
    found: List[Source] = []
    extra = sorted((root / "sources.list.d").glob("*")) if (root / "sources.list.d").is_dir() else []
    for path in [root / "sources.list", *extra]:
        if not path.is_file():
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        if path.suffix == ".sources":
            found += parse_deb822(text)
        elif path.suffix == ".list":
            found += parse_one_line(text)
    return found


def source_line(mirror: str, suite: str) -> str:
    """One line of a sources.list."""
    return f"deb [signed-by={KEYRING}] {mirror} {suite} main"


class PrivateApt:
    """apt with a state folder of its own."""

    def __init__(self, folder: Path, mirror: str, suite: str) -> None:
        self.folder, self.suite = folder, suite
        for name in ("lists/partial", "cache/archives/partial"):
            (folder / name).mkdir(parents=True, exist_ok=True)
        (folder / "sources.list").write_text(source_line(mirror, suite) + "\n", encoding="utf-8")
        (folder / "status").touch()

    def options(self) -> List[str]:
        """The options that keep apt in its folder."""
        values: Dict[str, object] = {
            "Dir::Etc::SourceList": self.folder / "sources.list",
            "Dir::Etc::SourceParts": "/dev/null",
            "Dir::State::Lists": self.folder / "lists",
            "Dir::State::status": self.folder / "status",
            "Dir::Cache": self.folder / "cache",
            "Acquire::Languages": "none",
            "APT::Architecture": "amd64",
            # The folder may belong to anybody: no change to apt's own user.
            "APT::Sandbox::User": "root" if os.geteuid() == 0 else "",
        }
        return [f"-o{name}={value}" for name, value in values.items()]

    def update(self) -> None:
        """The suite's index is here."""
        run(["apt-get", *self.options(), "update", "-q"], timeout=300)

    def versions(self, package: str) -> List[str]:
        """The versions of a package, newest first."""
        out = run(["apt-cache", *self.options(), "madison", package]).stdout
        return [line.split("|")[1].strip() for line in out.splitlines() if line.count("|") == 2 and "Packages" in line]

    def unpack(self, packages: List[str], target: Path) -> None:
        """The packages' files lie below the target folder."""
        downloads = self.folder / "downloads"
        downloads.mkdir(exist_ok=True)
        for old in downloads.glob("*.deb"):
            old.unlink()
        run(["apt-get", *self.options(), "download", *packages], timeout=900, cwd=downloads)
        found = sorted(downloads.glob("*.deb"))
        if len(found) < len(packages):
            raise LabError(f"apt did not download all of: {', '.join(packages)}")
        target.mkdir(parents=True, exist_ok=True)
        for path in found:
            run(["dpkg-deb", "-x", str(path), str(target)], timeout=120)
            path.unlink()
