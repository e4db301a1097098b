# Copyright (c) 2026 quorate.ha_storage contributors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Sessions for the tests of the disks."""

from __future__ import annotations

from ansible_collections.quorate.ha_storage.plugins.module_utils._iscsi.model import Lun, Portal, Session
from ansible_collections.quorate.ha_storage.plugins.module_utils._luns.model import Offer, State, Wanted

IQN = "iqn.2026-11.com.example:san0"
PORTAL = "10.77.30.50:3260"
MIB = 1 << 20
WANTED = Wanted(IQN)


def disk(number, mib=128, **more):
    return Lun(number, f"/dev/sd{'abcdefgh'[number]}", mib * MIB, **more)


def state(*disks, offered):
    """One session with these disks; *offered* is in MiB."""
    sizes = None if offered is None else {number: mib and mib * MIB for number, mib in offered.items()}
    return State((Offer(Session(3, IQN, Portal("10.77.30.50"), luns=disks), sizes),))
