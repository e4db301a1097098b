# SPDX-License-Identifier: GPL-3.0-or-later
# Copyright (c) 2026 quorate.ha_storage contributors
"""The nodes' kernel: Debian's user-mode-linux, new enough for its fast userspace mode, kept once it was fetched."""

import json
import os
import re
import shutil
from pathlib import Path
from typing import Any, Callable, Dict, List, Optional, Tuple

from lab.lib.apt import PrivateApt
from lab.lib.errors import LabError
from lab.lib.proc import run, write_text

#: seccomp=on was merged in this version: fork and exec are about ten times faster than by ptrace.
SECCOMP_SINCE = (6, 16)
NEEDED_GLIBC = (2, 38)
LOADER = "ld-linux-x86-64.so.2"

Say = Callable[[str], None]


def number(version: str) -> Tuple[int, int]:
    """The kernel's version from the package's, such as (7, 2) from 7.2um1."""
    match = re.match(r"^(?:\d+:)?(\d+)\.(\d+)", version)
    return (int(match[1]), int(match[2])) if match else (0, 0)


def suites(host_suite: str) -> List[str]:
    """Where to look, in order."""
    return list(dict.fromkeys([suite for suite in (host_suite, "forky", "sid") if suite]))


def glibc() -> Tuple[int, int]:
    """The host's C library."""
    try:
        return number(os.confstr("CS_GNU_LIBC_VERSION").split()[-1])  # type: ignore[union-attr]
    except (ValueError, OSError, AttributeError):
        return (0, 0)


def read(folder: Path) -> Optional[Dict[str, Any]]:
    """The kernel that is here already."""
    try:
        entry: Dict[str, Any] = json.loads((folder / "kernel.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return entry if Path(entry["binary"]).exists() else None


def ensure(folder: Path, mirror: str, host_suite: str, say: Say) -> Dict[str, Any]:
    """A kernel is in the folder; says which."""
    found = read(folder)
    if found:
        return found
    suite, version, apt = _choose(folder.parent, mirror, host_suite, say)
    say(f"fetching user-mode-linux {version} ({suite})")
    work = folder.with_name("kernel.new")
    shutil.rmtree(work, ignore_errors=True)
    old_libc = glibc() < NEEDED_GLIBC
    apt.unpack(["user-mode-linux", *(["libc6"] if old_libc else [])], work)
    shutil.rmtree(folder, ignore_errors=True)
    work.rename(folder)
    binary = folder / "usr/bin/linux.uml"
    if old_libc:
        relink(folder, binary)
    entry = {
        "binary": str(binary),
        "package": version,
        "suite": suite,
        "release": next((folder / "usr/lib/uml/modules").iterdir()).name,
        "modules": str(folder / "usr/lib/uml/modules"),
        "seccomp": number(version) >= SECCOMP_SINCE,
    }
    write_text(folder / "kernel.json", json.dumps(entry, indent=2) + "\n")
    return entry


def _choose(cache: Path, mirror: str, host_suite: str, say: Say) -> Tuple[str, str, PrivateApt]:
    """The first suite with a kernel that is new enough; else the newest there is, with a warning."""
    best: Optional[Tuple[str, str, PrivateApt]] = None
    for suite in suites(host_suite):
        apt = PrivateApt(cache / f"apt-{suite}", mirror, suite)
        say(f"looking for user-mode-linux in {suite}")
        try:
            apt.update()
        except LabError as error:
            say(f"{suite}: {error.text}; going on")
            continue
        versions = apt.versions("user-mode-linux")
        if versions and number(versions[0]) >= SECCOMP_SINCE:
            return suite, versions[0], apt
        if versions and (best is None or number(versions[0]) > number(best[1])):
            best = (suite, versions[0], apt)
    if best is None:
        raise LabError("no suite of this mirror has user-mode-linux", "set LAB_MIRROR to a complete Debian mirror")
    say(f"WARNING: no user-mode-linux >= 6.16 found; {best[1]} works, but several times slower")
    return best


def relink(folder: Path, binary: Path) -> None:
    """The kernel uses the C library beside it: the host's own is too old for it."""
    libraries = folder / "usr/lib/x86_64-linux-gnu"
    loader = libraries / LOADER
    # The package ships the loader's real file here and a link in lib64.
    run(["patchelf", "--set-interpreter", str(loader), "--set-rpath", str(libraries), str(binary)])
    if not loader.exists():
        raise LabError(f"libc6 of that suite has no {LOADER} where it is expected", str(loader))
