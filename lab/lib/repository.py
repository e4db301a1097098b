# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (c) 2026 quorate.ha_storage contributors
"""The package repository of the bare image: a disk with the packages of the warm one and more."""

import hashlib
import shutil
from pathlib import Path
from typing import Callable, List

from lab.lib import host, image
from lab.lib.proc import run

#: Counts changes of what this file makes.
FORMAT = 3

Say = Callable[[str], None]


def stanza(control: str, name: str, size: int, sha256: str) -> str:
    """A package's entry in the index."""
    return f"{control.strip()}\nFilename: ./{name}\nSize: {size}\nSHA256: {sha256}\n"


def index(folder: Path) -> str:
    """The Packages file for all packages in the folder."""
    entries: List[str] = []
    for path in sorted(folder.glob("*.deb")):
        control = run(["dpkg-deb", "--field", str(path)]).stdout
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        entries.append(stanza(control, path.name, path.stat().st_size, digest))
    return "\n".join(entries)


def release_file(packages: str) -> str:
    """The Release file: without one, Debian 12's apt asks in vain for six compressed forms of the index."""
    data = packages.encode()
    sums = f" {hashlib.sha256(data).hexdigest()} {len(data)} Packages"
    return f"Suite: lab\nDate: Thu, 01 Jan 2026 00:00:00 UTC\nSHA256:\n{sums}\n"


def location(cache: Path, release: str) -> Path:
    """Where the repository's disk image is, once it was made."""
    return cache / f"repository-{release}-{image.digest(FORMAT, *image.downloads(release, 'warm'))}.img"


def ensure(cache: Path, release: str, mirror: str, say: Say) -> Path:
    """The repository's disk image is in the cache; says where."""
    disk = location(cache, release)
    if disk.exists():
        return disk
    image.bootstrap(cache, release, "warm", mirror, say)
    say(f"making the package repository of Debian {release}")
    work = host.scratch(cache, 1000) / f"lab-repository-{image.digest(cache)}"
    shutil.rmtree(work, ignore_errors=True)
    draft = disk.with_suffix(".new")
    try:
        shutil.copytree(cache / f"debs-{release}", work, ignore=shutil.ignore_patterns("partial", "lock"))
        packages = index(work)
        (work / "Packages").write_text(packages, encoding="utf-8")
        (work / "Release").write_text(release_file(packages), encoding="utf-8")
        total = sum(path.stat().st_size for path in work.iterdir()) // (1 << 20)
        run(
            [
                "mke2fs",
                "-q",
                "-t",
                "ext4",
                "-O",
                "^has_journal",
                "-m",
                "0",
                "-E",
                "root_owner=0:0",
                "-d",
                str(work),
                "-F",
                str(draft),
                f"{total + total // 8 + 16}M",
            ],
            timeout=300,
        )
        draft.rename(disk)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return disk
