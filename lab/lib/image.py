# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (c) 2026 quorate.ha_storage contributors
"""The nodes' disk images: bootstrapped once a release, then assembled with the kernel's modules, then kept."""

import hashlib
import os
import shutil
from pathlib import Path
from typing import Any, Callable, Dict, List

from lab.lib import host
from lab.lib.apt import source_line
from lab.lib.proc import run
from lab.lib.sources import RELEASES

BUILD = Path(__file__).resolve().parent.parent / "build"
SIZE = "3G"
REPOSITORY = "/srv/lab-repo"

Say = Callable[[str], None]


def packages(release: str, kind: str) -> List[str]:
    """The packages that an image holds: base, or base and roles; comments are dropped."""
    parts = ("base", "roles") if kind == "warm" else ("base",)
    return sorted({name for part in parts for name in _listed(release, part)})


def downloads(release: str, kind: str) -> List[str]:
    """The packages of an image; with the warm one come those that are for the repository alone."""
    more = set(_listed(release, "more")) if kind == "warm" else set()
    return sorted(more | set(packages(release, kind)))


def _listed(release: str, part: str) -> List[str]:
    lines = (BUILD / f"debian-{release}.{part}").read_text(encoding="utf-8").splitlines()
    return [name for name in (line.split("#")[0].strip() for line in lines) if name]


def digest(*parts: object) -> str:
    """A short name for exactly this input."""
    return hashlib.sha256("\0".join(str(part) for part in parts).encode()).hexdigest()[:10]


def recipe() -> str:
    """A short name for everything besides the packages that shapes an image."""
    files = sorted(path for path in BUILD.rglob("*") if path.is_file() and not path.name.startswith("debian-"))
    return digest(*(item for path in files for item in (path.relative_to(BUILD), path.read_text(encoding="utf-8"))))


def bootstrap_argv(release: str, kind: str, mirror: str, debs: Path, out: Path) -> List[str]:
    """mmdebstrap's command: small, without waiting for disks, with the downloads kept for the next image."""
    apt = ['APT::Install-Recommends "false"', 'Acquire::Languages "none"', 'APT::Keep-Downloaded-Packages "true"']
    more = sorted(set(downloads(release, kind)) - set(packages(release, kind)))
    dpkg = ["force-unsafe-io", *(f"path-exclude=/usr/share/{name}/*" for name in ("man", "doc", "locale", "info"))]
    return [
        "mmdebstrap",
        "--variant=minbase",
        "--format=tar",
        f"--mode={'root' if os.geteuid() == 0 else 'unshare'}",
        *(f"--aptopt={option}" for option in apt),
        *(f"--dpkgopt={option}" for option in dpkg),
        "--skip=download/empty",
        "--skip=essential/unlink",
        "--skip=cleanup/apt/cache",
        '--setup-hook=mkdir -p "$1/var/cache/apt/archives"',
        f"--setup-hook=sync-in {debs} /var/cache/apt/archives",
        *([f'--customize-hook=chroot "$1" apt-get install --yes --download-only {" ".join(more)}'] if more else []),
        f"--customize-hook=sync-out /var/cache/apt/archives {debs}",
        '--customize-hook=rm -f "$1"/var/cache/apt/archives/*.deb',
        f"--include={','.join(packages(release, kind))}",
        RELEASES[release],
        str(out),
        source_line(mirror, RELEASES[release]),
    ]


def location(cache: Path, release: str, kind: str, kernel: Dict[str, Any]) -> Path:
    """Where the image is, once it was made; another recipe, package list or kernel means another name."""
    key = digest(*packages(release, kind), recipe(), kernel["release"])
    return cache / f"debian-{release}-{kind}-{key}.img"


def ensure(cache: Path, release: str, kind: str, kernel: Dict[str, Any], mirror: str, say: Say) -> Path:
    """The image is in the cache; says where."""
    image = location(cache, release, kind, kernel)
    if image.exists():
        return image
    tree = bootstrap(cache, release, kind, mirror, say)
    say(f"assembling the {kind} image of Debian {release}")
    work = host.scratch(cache, 1500) / f"lab-image-{os.getpid()}"
    draft = image.with_suffix(".new")
    try:
        work.mkdir(parents=True)
        argv = [
            str(BUILD / "assemble"),
            str(tree),
            str(work),
            str(BUILD / "overlay"),
            kernel["modules"],
            kernel["release"],
            str(BUILD),
            str(draft),
            SIZE,
        ]
        run([*host.mapped_root(), *argv], timeout=600)
        draft.rename(image)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    for old in cache.glob(f"debian-{release}-{kind}-*.img"):
        if old != image:
            old.unlink()
    return image


def bootstrap(cache: Path, release: str, kind: str, mirror: str, say: Say) -> Path:
    """The tree of packages as a tar file is in the cache."""
    tree = cache / f"debian-{release}-{kind}-{digest(*downloads(release, kind))}.tar"
    if tree.exists():
        return tree
    debs = cache / f"debs-{release}"
    debs.mkdir(parents=True, exist_ok=True)
    draft = tree.with_suffix(".new")
    say(f"installing {len(packages(release, kind))} packages and what they need (Debian {release}, {kind})")
    argv = bootstrap_argv(release, kind, mirror, debs, draft)
    host.run_with_progress(argv, say, env={"TMPDIR": str(host.scratch(cache, 1500))}, timeout=1800)
    draft.rename(tree)
    for old in cache.glob(f"debian-{release}-{kind}-*.tar"):
        if old != tree:
            old.unlink()
    return tree
