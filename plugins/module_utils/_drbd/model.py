# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""A DRBD resource as it shall be configured, as it lies on disk and as the kernel runs it. Sizes are bytes."""

from __future__ import annotations

import dataclasses
import typing as t

DIALECT_8, DIALECT_9 = "8.4", "9"
Options = t.Tuple[t.Tuple[str, str], ...]


@dataclasses.dataclass(frozen=True)
class Host:
    """An ``on`` section. *node_id* exists in dialect 9 only."""

    name: str
    address: str
    port: int
    node_id: int | None = None


@dataclasses.dataclass(frozen=True)
class Volume:
    """A volume with internal metadata; *disk* is the backing device, the same path on every host."""

    number: int
    minor: int
    disk: str


@dataclasses.dataclass(frozen=True)
class Resource:
    """All that a ``.res`` file says. Options are sorted pairs, without what has a field of its own."""

    name: str
    dialect: str
    hosts: tuple[Host, ...]
    volumes: tuple[Volume, ...]
    protocol: str
    secret: str = dataclasses.field(default="", repr=False)
    fencing: str = ""
    net: Options = ()
    disk: Options = ()
    options: Options = ()
    handlers: Options = ()


@dataclasses.dataclass(frozen=True)
class Metadata:
    """DRBD metadata found on a device. *fresh*: just created, no data was ever written through it."""

    dialect: str
    fresh: bool


@dataclasses.dataclass(frozen=True)
class Disk:
    """What a backing device holds. *signature* is that of anything but DRBD, empty where there is none.

    While a resource is attached nothing but *size* is looked at.
    """

    path: str
    exists: bool = True
    busy: bool = False
    size: int = 0
    signature: str = ""
    metadata: Metadata | None = None


@dataclasses.dataclass(frozen=True)
class LiveVolume:
    """A volume in the kernel; *disk_state* is ``UpToDate``, ``Diskless`` ...."""

    number: int
    minor: int
    disk_state: str
    size: int = 0


@dataclasses.dataclass(frozen=True)
class PeerVolume:
    """A volume as seen over one connection. *done* is the share of a running resync in per cent, None where unknown."""

    number: int
    replication: str
    disk_state: str
    out_of_sync: int = 0
    done: float | None = None


@dataclasses.dataclass(frozen=True)
class Peer:
    """A connection. On 8.4 the kernel does not know the peer's name: it is always ``peer``."""

    name: str
    connection: str
    role: str
    volumes: tuple[PeerVolume, ...] = ()


@dataclasses.dataclass(frozen=True)
class Live:
    """A resource in the kernel."""

    name: str
    role: str
    suspended: bool = False
    volumes: tuple[LiveVolume, ...] = ()
    peers: tuple[Peer, ...] = ()

    def attached(self, number: int) -> bool:
        """Whether the volume has its backing device."""
        return any(v.number == number and v.disk_state != "Diskless" for v in self.volumes)


@dataclasses.dataclass(frozen=True)
class Current:
    """One host, as far as one resource is concerned.

    text -- of the installed file, None where there is none; it holds the secret
    owned -- backing devices that the installed file names
    disks -- by volume number: those of the desired volumes, or of the installed file where all shall go
    pending -- the kernel operations that would make the desired configuration live; only their names
    fresh -- the attached metadata was just created (asked only where a first sync is wanted)
    taken_minors -- of other live resources: minor and resource
    unusable_handlers -- fencing handlers of the desired configuration that are no program, or an empty one
    left_primary -- this module promoted the resource for its first sync and was killed before demoting it
    """

    node: str
    dialect: str
    module_loaded: bool = True
    address_present: bool = True
    text: str | None = dataclasses.field(default=None, repr=False)
    mode: int | None = None
    installed: tuple[Volume, ...] = ()
    disks: tuple[tuple[int, Disk], ...] = ()
    live: Live | None = None
    pending: tuple[str, ...] = ()
    fresh: bool = False
    taken_minors: tuple[tuple[int, str], ...] = ()
    unusable_handlers: tuple[str, ...] = ()
    left_primary: bool = False

    def disk(self, number: int) -> Disk | None:
        """The backing device of a volume, None where it was not looked at."""
        return dict(self.disks).get(number)

    def owns(self, volume: Volume) -> bool:
        """Whether *volume*'s device already belongs to this resource, by the installed file or else by the kernel."""
        for known in self.installed:
            if known.number == volume.number:
                return known.disk == volume.disk
        return self.live is not None and any(known.number == volume.number for known in self.live.volumes)


@dataclasses.dataclass(frozen=True)
class Desired:
    """The parameters, checked. The option sections hold the user's values only: see spec.resource_for.

    A value of None takes a default away.
    """

    name: str
    state: str = "up"
    hosts: tuple[Host, ...] = ()
    volumes: tuple[Volume, ...] = ()
    protocol: str = "C"
    secret: str = dataclasses.field(default="", repr=False)
    fencing: str = "resource-and-stonith"
    sections: tuple[tuple[str, tuple[tuple[str, str | None], ...]], ...] = ()
    dialect: str = "auto"
    max_peers: int = 1
    initial_sync: str = "none"
    sync_source: str = ""
    peers_with_data: tuple[str, ...] = ()
    full_sync_from_peer: bool = False
    use_existing_metadata: bool = False
    destroy_existing_metadata: bool = False
    destroy_existing_data: bool = False
    resize: bool = False
    expect_disks: bool = True
    sync_timeout: float = 60


@dataclasses.dataclass(frozen=True)
class WriteFile:
    """Install the rendered file."""

    text: str = dataclasses.field(repr=False)


@dataclasses.dataclass(frozen=True)
class CreateMetadata:
    """Create metadata on a blank device."""

    volume: Volume
    dialect: str
    max_peers: int


@dataclasses.dataclass(frozen=True)
class LoadModule:
    """Load the kernel module."""


@dataclasses.dataclass(frozen=True)
class Adjust:
    """Make the installed configuration live."""


@dataclasses.dataclass(frozen=True)
class FirstSync:
    """Declare this host's data the valid one. *skip*: and the peer's equal to it."""

    volumes: tuple[int, ...]
    skip: bool


@dataclasses.dataclass(frozen=True)
class Demote:
    """Take back the promotion that a first sync needed."""


@dataclasses.dataclass(frozen=True)
class Resize:
    """Use the whole of the grown backing devices."""


@dataclasses.dataclass(frozen=True)
class Down:
    """Stop the resource in the kernel."""


@dataclasses.dataclass(frozen=True)
class WipeMetadata:
    """Destroy the metadata of a volume."""

    volume: Volume
    dialect: str


@dataclasses.dataclass(frozen=True)
class WipeData:
    """Destroy what lies at the beginning of a volume's device, and every signature on it."""

    volume: Volume


@dataclasses.dataclass(frozen=True)
class RemoveFile:
    """Remove the installed file."""
