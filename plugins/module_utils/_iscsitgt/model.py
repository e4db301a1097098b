# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""The configuration of the legacy iSCSI target daemon, as its SMF service keeps it."""

from __future__ import annotations

import dataclasses
import typing as t


@dataclasses.dataclass(frozen=True)
class Lun:
    """One LUN of a target; the *guid* is what hosts know the disk by."""

    target: str
    number: int
    store: str
    guid: str = ""


@dataclasses.dataclass(frozen=True)
class Target:
    """A target by its local name; no *portal_groups* means that it listens on every address."""

    name: str
    iqn: str = ""
    portal_groups: tuple[str, ...] = ()
    initiators: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True)
class Config:
    """Everything but the secrets, which stay in the manifest. *portal_groups*: addresses by tag."""

    targets: tuple[Target, ...] = ()
    luns: tuple[Lun, ...] = ()
    portal_groups: t.Mapping[str, tuple[str, ...]] = dataclasses.field(default_factory=dict)


@dataclasses.dataclass(frozen=True)
class Wanted:
    """What the daemon shall have.

    manifest -- path of the exported manifest on the host
    stores -- (old, new) beginnings of backing stores
    portal_groups -- addresses by tag; None leaves them as they are
    """

    manifest: str
    stores: tuple[tuple[str, str], ...] = ()
    portal_groups: t.Mapping[str, tuple[str, ...]] | None = None
    allow_replace: bool = False


@dataclasses.dataclass(frozen=True)
class State:
    """What is there: the live configuration (None: the service is not there), and the text of the wanted manifest."""

    live: Config | None
    source: str
    online: bool = False
