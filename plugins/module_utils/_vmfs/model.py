# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""VMFS volumes on devices, as their headers tell it, and what is kept of these headers."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import typing as t

# Names of the files of a version.
TABLE, BACKUP_TABLE, HEAD, MANIFEST = "gpt_primary", "gpt_backup", "head.img", "manifest.json"
PARTS = (TABLE, HEAD, BACKUP_TABLE)


@dataclasses.dataclass(frozen=True)
class Partition:
    """A partition with VMFS, in bytes from the begin of the device. *number*: from 1 on."""

    number: int
    start: int
    size: int


@dataclasses.dataclass(frozen=True)
class Table:
    """The partitions with VMFS. *sector* in bytes; *gpt*: there is a second table at the end of the device."""

    partitions: tuple[Partition, ...]
    sector: int = 512
    gpt: bool = True


@dataclasses.dataclass(frozen=True)
class Volume:
    """A VMFS volume. Only what does not change while it is in use; heartbeats and counters are left out.

    version -- of the volume manager, as ``5.58``
    disk -- what the header knows the device by (an NAA identifier); with another one ESXi wants a new signature
    device_uuid, lv_uuid, snapshot -- of the volume manager
    uuid, label, block_size -- of the file system; "" and 0 where its header was not found
    """

    partition: Partition
    version: str
    disk: str
    device_uuid: str
    total: int
    data_offset: int
    name: str = ""
    lv_uuid: str = ""
    snapshot: int = 0
    uuid: str = ""
    label: str = ""
    block_size: int = 0

    @property
    def identity(self) -> str:
        """The UUID that tells this volume from others."""
        return self.uuid or self.name or self.device_uuid

    def facts(self) -> dict[str, t.Any]:
        """All of it, as plain data."""
        return dataclasses.asdict(self)


@dataclasses.dataclass(frozen=True)
class Region:
    """A part of a device, in bytes, and the SHA-256 of what is kept of it."""

    offset: int
    size: int
    sha256: str = ""


@dataclasses.dataclass(frozen=True)
class Version:
    """A kept header: whose, when (``20261123T050000Z``), and of what device.

    damage -- why it is not whole; "" if it is, or nobody has looked
    """

    host: str
    store: str
    stamp: str
    device: str
    device_size: int
    facts: t.Mapping[str, t.Any]
    files: t.Mapping[str, Region]
    damage: str = ""

    @property
    def name(self) -> str:
        """Where it is below the folder."""
        return f"{self.host}/{self.store}/{self.stamp}"

    @property
    def fingerprint(self) -> str:
        """The same for headers that do not differ in what counts."""
        return fingerprint(self.facts)

    @property
    def identity(self) -> str:
        """That of its volume."""
        return str(self.facts.get("uuid") or self.facts.get("name") or self.facts.get("device_uuid"))


@dataclasses.dataclass(frozen=True)
class Device:
    """A device and the volumes on it. *problem*: why none can be told."""

    path: str
    size: int
    table: Table = Table(())
    volumes: tuple[Volume, ...] = ()
    problem: str = ""


@dataclasses.dataclass(frozen=True)
class State:
    """The devices, and the versions that are kept."""

    devices: tuple[Device, ...]
    versions: tuple[Version, ...] = ()


@dataclasses.dataclass(frozen=True)
class Wanted:
    """The headers of *devices* kept.

    stamp -- what a new version is called; keep -- how many there are of a store at the most
    head -- bytes from the begin of a partition; max_age -- seconds; an older version gets a successor in any case
    """

    devices: tuple[str, ...]
    host: str
    stamp: str
    keep: int = 10
    head: int = 64 << 20
    max_age: int = 7 * 86400


@dataclasses.dataclass(frozen=True)
class Restore:
    """Parts of a version put back onto *device*.

    confirm -- the identity of the volume that is meant; allowed -- over what is there now
    """

    device: str
    version: str
    parts: tuple[str, ...] = PARTS
    confirm: str = ""
    allowed: bool = False


@dataclasses.dataclass(frozen=True)
class Comparison:
    """A version beside a device.

    differing -- the parts that are not the same there; in_use -- who uses the device, "" for nobody known
    """

    device: Device
    version: Version
    differing: tuple[str, ...] = ()
    in_use: str = ""


def fingerprint(facts: t.Mapping[str, t.Any]) -> str:
    """One word for *facts*."""
    return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()
