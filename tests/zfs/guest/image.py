# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The guest's kernel, initrd and disk: made once from Debian's packages, then kept below the user's cache."""

from __future__ import annotations

import dataclasses
import os
import pathlib
import shutil
import typing as t

from lab.lib import host, sources
from lab.lib.apt import host_sources, source_line
from lab.lib.image import digest
from lab.lib.proc import run

HERE = pathlib.Path(__file__).parent
RELEASE = "bookworm"
# MiB of short-lived files.
SCRATCH = 6000

Say = t.Callable[[str], None]


@dataclasses.dataclass(frozen=True)
class Image:
    """What QEMU needs, and what ssh needs."""

    folder: pathlib.Path

    @property
    def kernel(self) -> pathlib.Path:
        return self.folder / "vmlinuz"

    @property
    def initrd(self) -> pathlib.Path:
        return self.folder / "initrd"

    @property
    def disk(self) -> pathlib.Path:
        return self.folder / "root.img"

    @property
    def key(self) -> pathlib.Path:
        return self.folder / "key"

    @property
    def host_key(self) -> str:
        """The guest's public key, as known_hosts has it after the name."""
        return " ".join((self.folder / "host.pub").read_text().split()[:2])


def cache() -> pathlib.Path:
    """Where images are kept: $ZFS_GUEST_DIR, by default below ~/.cache."""
    above = os.environ.get("XDG_CACHE_HOME") or str(pathlib.Path.home() / ".cache")
    return pathlib.Path(os.environ.get("ZFS_GUEST_DIR") or f"{above}/quorate-ha_storage/zfs-guest").absolute()


def packages() -> list[str]:
    """What is installed; comments are dropped."""
    names = (line.partition("#")[0].strip() for line in (HERE / "packages").read_text().splitlines())
    return sorted({name for name in names if name})


def recipe() -> str:
    """A short name for all that shapes an image."""
    files = sorted(path for path in HERE.rglob("*") if path.is_file() and path.suffix not in (".py", ".pyc"))
    return digest(RELEASE, *(part for path in files for part in (path.relative_to(HERE), path.read_text())))


def ensure(say: Say) -> Image:
    """The image is in the cache."""
    folder = cache() / recipe()
    if (folder / "root.img").exists():
        return Image(folder)
    cache().mkdir(parents=True, exist_ok=True)
    draft = cache() / "draft"
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir()
    tree = _bootstrap(say)
    say("making the guest's disk")
    work = host.scratch(cache(), SCRATCH) / f"zfs-guest-{os.getpid()}"
    try:
        run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "zfs-guest", "-f", str(draft / "key")])
        argv = [str(HERE / "assemble"), str(tree), str(work), str(HERE / "overlay"), str(draft / "key.pub"), str(draft)]
        run([*host.mapped_root(), *argv], timeout=900)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    for old in cache().iterdir():
        if old != draft and old.is_dir():
            shutil.rmtree(old)
    draft.rename(folder)
    return Image(folder)


def _bootstrap(say: Say) -> pathlib.Path:
    """The tree of packages, with the kernel modules of ZFS, as a tar file."""
    built = digest(RELEASE, *packages(), (HERE / "install").read_text())
    tree = cache() / f"tree-{built}.tar"
    if tree.exists():
        return tree
    say("installing Debian packages and building the kernel modules of ZFS (once; a quarter of an hour)")
    found = host_sources()
    mirror = sources.mirror(found, os.environ.get("LAB_MIRROR", ""))
    draft = tree.with_suffix(".new")
    host.run_with_progress(
        [
            "mmdebstrap",
            "--variant=minbase",
            "--format=tar",
            f"--mode={'root' if os.geteuid() == 0 else 'unshare'}",
            '--aptopt=APT::Install-Recommends "false"',
            '--aptopt=Acquire::Languages "none"',
            "--dpkgopt=force-unsafe-io",
            *(f"--dpkgopt=path-exclude=/usr/share/{name}/*" for name in ("man", "doc", "info")),
            f"--include={','.join(packages())}",
            f"--customize-hook={HERE / 'install'}",
            RELEASE,
            str(draft),
            f"{source_line(mirror, RELEASE)} contrib",
        ],
        say,
        env={"TMPDIR": str(host.scratch(cache(), SCRATCH)), "DEBIAN_FRONTEND": "noninteractive"},
        timeout=3600,
    )
    for old in cache().glob("tree-*.tar"):
        old.unlink()
    draft.rename(tree)
    return tree
