# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the modules are asked for, one class each. A value that is None is left as it is."""

from __future__ import annotations

import dataclasses


@dataclasses.dataclass(frozen=True)
class WantedService:
    """An SMF service, by its full name."""

    fmri: str
    online: bool = True
    allow_remove_in_use: bool = False


@dataclasses.dataclass(frozen=True)
class WantedUnit:
    """A logical unit.

    state -- ``present``, ``absent`` or ``standby`` (unloaded, its views kept)
    metadata -- ``import_or_create``, ``import`` (there must be some) or ``create`` (there must be none)
    tool -- ``stmfadm``; or ``sbdadm`` for builds whose stmfadm makes no logical units
    """

    path: str = ""
    guid: str = ""
    state: str = "present"
    size: int | None = None
    block_size: int | None = None
    alias: str | None = None
    serial: str | None = None
    url: str | None = None
    write_cache: bool | None = None
    write_protected: bool | None = None
    online: bool | None = None
    metadata: str = "import_or_create"
    tool: str = "stmfadm"
    allow_remove_in_use: bool = False


@dataclasses.dataclass(frozen=True)
class WantedGroup:
    """A host group, or (*targets*) a target group."""

    name: str
    targets: bool = False
    members: tuple[str, ...] = ()
    present: bool = True
    purge_members: bool = False
    allow_move: bool = False
    allow_offline_targets: bool = False
    allow_remove_in_use: bool = False


@dataclasses.dataclass(frozen=True)
class WantedView:
    """A view of the *unit*, which is a GUID or the path below it; the two groups are its key."""

    unit: str
    host_group: str = ""
    target_group: str = ""
    lun: int | None = None
    present: bool = True
    allow_all_hosts: bool = False
    allow_unregistered: bool = False
    allow_renumber: bool = False
    allow_remove_in_use: bool = False


@dataclasses.dataclass(frozen=True)
class WantedPortalGroup:
    """A target portal group."""

    name: str
    portals: tuple[str, ...] = ()
    present: bool = True
    allow_recreate: bool = False


@dataclasses.dataclass(frozen=True)
class WantedChap:
    """*user* "" means none; *always*: the secret is written although there is one, which cannot be read back."""

    user: str | None = None
    secret: str = dataclasses.field(default="", repr=False)
    always: bool = False


@dataclasses.dataclass(frozen=True)
class WantedTarget:
    """An iSCSI target, or a port of an adapter (``wwn.``), of which only *online* can be wanted.

    *auth* ``default`` and an empty list of *portal_groups* mean the defaults.
    """

    name: str
    alias: str | None = None
    auth: str | None = None
    chap: WantedChap = WantedChap()
    portal_groups: tuple[str, ...] | None = None
    online: bool | None = True
    present: bool = True
    allow_remove_in_use: bool = False


@dataclasses.dataclass(frozen=True)
class WantedInitiator:
    """Credentials of an iSCSI initiator."""

    iqn: str
    chap: WantedChap = WantedChap()
    present: bool = True
