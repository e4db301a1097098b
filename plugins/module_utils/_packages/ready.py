# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether a folder is whole, and whether it will do for a host."""

from __future__ import annotations

import typing as t

from .._core.errors import Refusal
from .model import ENDING, SUMS, Folder, Foreseen, Host, Release

_AGAIN = "run packages_fetch.yml where a mirror can be reached, and bring the folder here again"
_OTHERS = "set ha_storage_packages_folder for this host to a folder that was fetched for it, or to nothing"


def folder_problems(folder: Folder, sums_sha256: str = "") -> list[str]:
    """What is wrong with a folder that hosts are to be served from; *sums_sha256* is what its list must be."""
    if not folder.digests:
        return [f"{folder.path} on the controller has no packages: {_AGAIN}"]
    if not folder.sums or folder.release is None:
        return [f"{folder.path} on the controller has not all of {SUMS}, Packages and Release: {_AGAIN}"]
    found = folder.digests.get(SUMS, "")
    if sums_sha256 and found != sums_sha256:
        return [
            f"{SUMS} in {folder.path} has the sum {found}, not {sums_sha256}: it is not the folder that was fetched"
        ]
    return [f"{problem}: {_AGAIN}" for problem in _files(folder)]


def _files(folder: Folder) -> t.Iterator[str]:
    for name, digest in sorted(folder.sums.items()):
        if name not in folder.digests:
            yield f"{folder.path}/{name} is missing"
        elif folder.digests[name] != digest:
            yield f"{folder.path}/{name} is not what was fetched"
    for package in folder.packages:
        if folder.sums.get(package.file) != package.sha256:
            yield f"the index and {SUMS} in {folder.path} do not agree about {package.file}"


def host_refusals(host: Host, release: Release) -> t.Iterator[Refusal]:
    """Why packages for *release* cannot be installed on the *host*, all at once."""
    here = host.release
    if here.distribution != "debian":
        yield Refusal(
            f"this host runs {here}: packages from a folder are for Debian; Enterprise Linux is not supported yet",
            "leave ha_storage_packages_folder empty for it, and give it a dnf repository by other means",
        )
    elif here != release:
        yield Refusal(f"the folder has packages for {release}, and this host is {here}", _OTHERS)
    else:
        yield from _foreseen(host.foreseen)


def _foreseen(foreseen: Foreseen) -> t.Iterator[Refusal]:
    for complaint in foreseen.complaints:
        yield Refusal(f"with the folder alone: {complaint}", _AGAIN)
    if foreseen.goes:
        yield Refusal(
            f"apt would remove {', '.join(foreseen.goes)} for the packages of the folder",
            "remove them yourself if they are not needed, or fetch the folder again",
        )


def mismatch(folder: Folder, release: Release) -> t.Iterator[Refusal]:
    """Packages for another release must not get into the *folder*."""
    if folder.release not in (None, release) and any(name.endswith(ENDING) for name in folder.digests):
        yield Refusal(f"{folder.path} has packages for {folder.release}, not for {release}", "take another folder")
