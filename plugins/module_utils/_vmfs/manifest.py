# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What is kept of a version besides the bytes: where they belong, and how to tell that they are whole."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import re
import typing as t

from .._core.errors import Unparsable
from . import layout
from .model import BACKUP_TABLE, HEAD, TABLE, Device, Region, Version, Volume, Wanted

STAMP = re.compile(r"\d{8}T\d{6}Z")
NAME = re.compile(r"[A-Za-z0-9_.:-]+")


def store_name(volume: Volume) -> str:
    """The folder of a volume's versions: its label, for people, and its identity."""
    label = re.sub(r"[^A-Za-z0-9_.-]", "_", volume.label) or "unlabelled"
    return f"{label}_{volume.identity}"


def regions(device: Device, volume: Volume, head: int) -> dict[str, Region]:
    """What is kept of *volume*: both partition tables, and *head* bytes from the begin of its partition."""
    sector, partition = device.table.sector, volume.partition
    found = {
        TABLE: Region(0, layout.TABLE_SECTORS * sector),
        HEAD: Region(partition.start, min(head, partition.size, device.size - partition.start)),
    }
    if device.table.gpt:
        length = layout.BACKUP_SECTORS * sector
        found[BACKUP_TABLE] = Region(device.size - length, length)
    return found


def new_version(device: Device, volume: Volume, wanted: Wanted) -> Version:
    """The version that is to be made, its checksums still missing."""
    kept = regions(device, volume, wanted.head)
    facts = volume.facts()
    return Version(wanted.host, store_name(volume), wanted.stamp, device.path, device.size, facts, kept)


def write_manifest(version: Version) -> bytes:
    """The text of a manifest."""
    data = dataclasses.asdict(version)
    del data["damage"]
    return json.dumps({"format": 1, **data, "fingerprint": version.fingerprint}, indent=1, sort_keys=True).encode()


def read_manifest(data: bytes) -> Version:
    """The version of a manifest. Raises Unparsable."""
    try:
        values = json.loads(data)
        if values.pop("format") != 1:
            raise ValueError("of a newer version")
        told = values.pop("fingerprint")
        values["files"] = {name: Region(**region) for name, region in values["files"].items()}
        version = Version(**values)
        parts = (version.host, version.store, version.stamp)
        if not STAMP.fullmatch(version.stamp) or not all(NAME.fullmatch(part) and part.strip(".") for part in parts):
            raise ValueError("its name is none")
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Unparsable("the manifest", "content", str(error)) from error
    if version.fingerprint != told:
        raise Unparsable("the manifest", "fingerprint", "it does not fit what the manifest says")
    return version


def damage_of(version: Version, content: t.Mapping[str, bytes]) -> str:
    """Why the files of *version* are not what was kept; "" where they are."""
    for name, region in sorted(version.files.items()):
        data = content.get(name)
        if data is None:
            return f"{name} is missing"
        if len(data) != region.size:
            return f"{name} has {len(data)} bytes, not {region.size}"
        if digest(data) != region.sha256:
            return f"the checksum of {name} is wrong"
    return ""


def digest(data: bytes) -> str:
    """SHA-256 in hex digits."""
    return hashlib.sha256(data).hexdigest()
