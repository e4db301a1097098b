# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What one node has of a service's target."""

from __future__ import annotations

import hashlib
import typing as t

from .._core.files import Files
from .._lio import spec, view
from .._lio.system import LioSystem

# Only the nodes of the cluster have it, so a digest of the saved secrets tells nobody else anything.
CLUSTER_KEY = "/etc/corosync/authkey"


def digest(text: str, key: bytes) -> str:
    """16 hex digits that are equal for equal texts in one cluster."""
    return hashlib.blake2b(text.encode(), key=hashlib.sha256(key).digest(), digest_size=8).hexdigest()


def target_values(
    iqn: str, config: str, files: Files | None = None, system: LioSystem | None = None
) -> dict[str, t.Any]:
    """``{digest, enabled, sessions, luns}`` of the target on this host."""
    files = files or Files()
    system = system or LioSystem(spec.whatever(iqn, config))
    facts = view.facts(system.read_as_saved(), iqn)
    saved, key = files.read_text(config), files.read_bytes(CLUSTER_KEY)
    return {
        "digest": digest(saved, key or b"") if saved else "",
        "enabled": facts["enabled"],
        "sessions": facts["sessions"],
        "luns": len(facts["live"]["luns"]) if facts["live"] else 0,
    }
