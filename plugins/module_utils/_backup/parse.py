# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Parts, paths and what of a file counts; names of archives."""

from __future__ import annotations

import hashlib
import re

from .._pacemaker.merge import is_momentary
from .._pacemaker.tree import Element, read_xml, write_xml
from .model import CIB, PARTS, VOLUME_GROUPS, Snapshot

NAME = re.compile(r"config-\d{8}T\d{6}Z\.tar\.gz")
# Former versions that writers of the collection keep beside a file, and files that are being written.
_ASIDE = re.compile(r"(\.json\.\d+|/\.quorate-[^/]*|\.dpkg-\w+|~|\.swp)$")
# vgcfgbackup writes when, where and by which command; and how many changes there were, be they of a snapshot that came
# and went again.
_OF_THE_MOMENT = re.compile(rb"^(#.*|creation_(host|time) = .*|description = .*|\tseqno = .*)\n", re.MULTILINE)


def is_kept(path: str) -> bool:
    """Whether the file *path* below a kept folder belongs into an archive."""
    return not _ASIDE.search(path)


def digest(path: str, content: bytes) -> str:
    """What tells two versions of *path* apart."""
    if path.startswith(f"{VOLUME_GROUPS}/"):
        content = _OF_THE_MOMENT.sub(b"", content)
    return hashlib.sha256(content).hexdigest()


def part_of(path: str) -> str:
    """The part that *path* belongs to; empty where it is none's."""
    if path == CIB:
        return "cib"
    if path.startswith(f"{VOLUME_GROUPS}/"):
        return "lvm"
    for part, places in PARTS.items():
        if any(path == place or path.startswith(f"{place}/") for place in places):
            return part
    return ""


def differences(before: Snapshot, after: Snapshot) -> list[str]:
    """The sorted paths that are not the same in both."""
    return sorted(path for path in {**before, **after} if before.get(path) != after.get(path))


def configuration_of(cib: str) -> bytes:
    """The configuration in the file of a CIB, without constraints of a moment: moves of operators, DRBD's fencing."""
    configuration = read_xml(cib, "the file of the CIB").first("configuration")
    kept = [each for each in configuration.first("constraints").children if not is_momentary(each)]
    return write_xml(configuration.with_section("constraints", kept)).encode()


def with_momentary(archived: Element, present: Element) -> Element:
    """The configuration *archived* with the constraints of a moment that the *present* one has."""
    momentary = [each for each in present.first("constraints").children if is_momentary(each)]
    return archived.with_section("constraints", [*momentary, *archived.first("constraints").children])


def resource_of(path: str) -> str:
    """The DRBD resource whose file *path* is; empty for none."""
    found = re.fullmatch(r"/etc/drbd\.d/([^/]+)\.res", path)
    return found[1] if found else ""


def iqns_of(content: bytes) -> frozenset[str]:
    """The names of targets in a saved file."""
    return frozenset(name.decode() for name in re.findall(rb'"wwn": *"(iqn\.[^"]+)"', content))
